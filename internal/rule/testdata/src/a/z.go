package a

const z = 1
