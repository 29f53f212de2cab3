package off

func f() {
	//klaviyolint:ignore beta the rule is switched off
	g()
	//klaviyolint:ignore alpha,beta one of the two is
	g()
	//klaviyolint:ignore alpha this one ran // want `no finding of alpha is left`
	g()
}

func g() {}
