package a

var own = 1

var other = 1

var both = 1

//nolint:klaviyolint
var silenced = 1

var ignored = 1 //klaviyolint:ignore upsert for the test
