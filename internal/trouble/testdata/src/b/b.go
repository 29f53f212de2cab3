package b

var x = 1 // want "x"
