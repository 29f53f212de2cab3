// Package a holds directives, right and wrong.
package a

func alpha() {}
func beta()  {}

func right() {
	//klaviyolint:ignore alpha it is only a test
	alpha()
	alpha() //klaviyolint:ignore alpha at the end of the line
	//klaviyolint:ignore alpha,beta two rules
	alpha()
	//klaviyolint:ignore alpha, beta two rules with a space
	beta()
	// klaviyolint:ignore alpha with a space before the directive
	alpha()
}

func wrong() {
	//klaviyolint:ignore alpha // want `the directive gives no reason and silences nothing; write`
	alpha()
	//klaviyolint:ignore alpha -- // want `the directive gives no reason`
	alpha()
	// klaviyolint:ignore alpha // want `the directive gives no reason`
	alpha()
	//klaviyolint:ignore // want `the directive names no rule and silences nothing; write`
	alpha()
	//klaviyolint:ignore alhpa a typo // want `rule "alhpa" does not exist, so naming it silences nothing; did you mean`
	alpha()
	//klaviyolint:ignore alhpa,gone // want `rule "alhpa" does not exist` `rule "gone" does not exist, so naming it silences nothing$` `no reason`
	alpha()
	//klaviyolint:ignor alpha a typo // want `directive klaviyolint:ignor does not exist and silences nothing; did you mean "ignore"\?`
	alpha()
	//klaviyolint:frob // want `directive klaviyolint:frob does not exist and silences nothing$`
	alpha()
}

func unused() {
	//klaviyolint:ignore alpha nothing here // want `no finding of alpha is left to silence here; remove the directive`
	beta()
	//klaviyolint:ignore alpha,beta nothing of either // want `no finding of alpha or beta is left`

	//klaviyolint:ignore ignore the next one stays for other build tags
	//klaviyolint:ignore alpha needed on another system
	beta()
	//klaviyolint:ignore ignore nothing is wrong below // want `no finding of ignore is left`
	beta()
}

// Prose about a directive is none: // klaviyolint:ignore RULE reason
// klaviyolint:ignore RULE reason
// klaviyolint:explain is no directive with a space before it.
func prose() {}
