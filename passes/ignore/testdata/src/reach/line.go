package reach

// As goyacc writes: directive and finding are translated alike.
func lineDirective() {
//line grammar.y:10
	alpha() //klaviyolint:ignore alpha behind
	//klaviyolint:ignore alpha above
	alpha()
//line line.go:10
	alpha() // want `call of alpha`
}
