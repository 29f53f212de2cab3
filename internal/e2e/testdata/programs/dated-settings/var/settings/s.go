package settings

var Defaults = struct{ Rev, Region string }{Rev: "2023-10-15", Region: "us"}

const Rev = "2023-10-15"
