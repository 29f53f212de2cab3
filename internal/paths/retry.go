package paths

import "golang.org/x/tools/go/ssa"

// A Retry says what a function of a retry library does.
type Retry int

// What such functions do.
const (
	RetryNone   Retry = iota
	RetryAll          // runs a function again while it fails
	RetryOnlyIf       // runs it again while it fails with a marked error
	RetryNever        // makes an error that is not tried again
	RetryMarked       // makes an error that is tried again
)

// What marks the errors of retry libraries.
const (
	permanent = "!permanent"
	marked    = "!marked"
)

func (p *Program) retrying(names []string) Retry {
	if p.Retrying == nil {
		return RetryNone
	}
	return p.Retrying(names)
}

// repeats reports whether a call runs the function it was given again when that
// ends with an error.
func (p *Program) repeats(c ssa.CallInstruction, err value) bool {
	switch p.retrying(p.Names(c)) {
	case RetryAll:
		return !err.wraps(permanent)
	case RetryOnlyIf:
		return err.wraps(marked)
	}
	return false
}
