// Package reach shows how far directives reach.
package reach

func alpha(...any) any { return nil }

func lines() {
	//klaviyolint:ignore alpha above
	alpha()
	alpha() // want `call of alpha`

	alpha() //klaviyolint:ignore alpha behind
	alpha() // want `call of alpha`

	//klaviyolint:ignore alpha above, with a blank line between

	alpha() // want `call of alpha`

	//klaviyolint:ignore alpha above other comments
	// that say more
	// about the call
	alpha()

	//klaviyolint:ignore beta another rule
	alpha() // want `call of alpha`

	//klaviyolint:ignore alpha
	alpha() // want `call of alpha`
}

func statements() {
	//klaviyolint:ignore alpha first line only
	alpha(
		1,
		alpha(), // want `call of alpha`
	)
	alpha( //klaviyolint:ignore alpha on the first line
		alpha(), //klaviyolint:ignore alpha on its own
		alpha(), // want `call of alpha`
	)
	if true { //klaviyolint:ignore alpha behind a brace, not above
		alpha() // want `call of alpha`
	}
	_ = map[string]any{
		//klaviyolint:ignore alpha an entry
		"x": alpha(),
		"y": alpha(), // want `call of alpha`
	}
}

func others() {
	alpha() //nolint
	alpha() //nolint:klaviyolint
	alpha() //nolint:klaviyolint // and why
	alpha() // nolint:errcheck, KlaviyoLint
	alpha() //nolint:all
	alpha() //nolint:errcheck // want `call of alpha`
	alpha() //nolintfoo // want `call of alpha`
	alpha() //nolint:errcheck // not nolint:klaviyolint // want `call of alpha`
	//nolint:klaviyolint
	alpha(
		alpha(),
	)
	alpha() // want `call of alpha`

	for range 3 { //nolint:klaviyolint
		alpha() // want `call of alpha`
	}
	//nolint:klaviyolint
	for range 3 {
		alpha()
	}
}

// whole is covered to its end.
//
//nolint:klaviyolint // all of it
func whole() {
	alpha()
	if true {
		alpha()
	}
}

func after() {
	alpha() // want `call of alpha`
}

/*nolint:klaviyolint*/ // not in this form
func block() {
	alpha() // want `call of alpha`
}
