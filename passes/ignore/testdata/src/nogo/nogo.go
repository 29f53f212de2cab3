package nogo

func f() {
	//klaviyolint:ignore alpha no other rule ran
	f()
	//klaviyolint:ignore alpha // want `the directive gives no reason`
	f()
}
