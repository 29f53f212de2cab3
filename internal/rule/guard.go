package rule

import (
	"fmt"

	"golang.org/x/tools/go/analysis"
)

// Guard turns a panic in a pass into a tool error that names the pass and the
// package, so that it costs no other finding: neither checker nor unitchecker
// recovers panics. A host that collects tool errors gets this one; elsewhere
// the error is returned, and the host prints it in its own way. A helper analyzer
// that panics yields its zero result: the passes that need it see nothing.
func Guard(name string, pass *analysis.Pass, run func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			// The value of a panic could quote source text; only its type is safe
			// to print.
			err = fmt.Errorf("panic in %s on package %s (%T); please report it with `klaviyolint version`", name, pass.Pkg.Path(), r)
			if s := Settings(pass); s.Host.ToolError != nil {
				s.Host.ToolError(pass.Pkg.Path(), err)
				err = nil
			}
		}
	}()
	return run()
}
