package broken

func f() {
	undefined()
	//klaviyolint:ignore alpha cannot tell
	g()
	//klaviyolint:ignore alpha
	g()
}

func g() {}
