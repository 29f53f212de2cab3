package off

func h() {
	//klaviyolint:ignore alpha the rule leaves this file out
	g()
}
