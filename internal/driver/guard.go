package driver

import (
	"fmt"
	"reflect"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/bind"
)

// Guard returns a wrapper for what analyzers do, as [bind.Binding] takes it:
// neither checker nor unitchecker recovers panics. An analyzer that panics yields
// an empty result, so that those who need it find nothing rather than fail, and
// report is told.
func Guard(report func(pkg string, err error)) func(*analysis.Analyzer, bind.Run) bind.Run {
	return func(a *analysis.Analyzer, run bind.Run) bind.Run {
		return func(pass *analysis.Pass) (result any, err error) {
			defer func() {
				if r := recover(); r != nil {
					// The value of a panic could quote source text; only its type
					// is safe to print.
					report(pass.Pkg.Path(), fmt.Errorf("panic in %s on package %s (%T); please report it with `klaviyolint version`", a.Name, pass.Pkg.Path(), r))
					result, err = zero(a.ResultType), nil
				}
			}()
			return run(pass)
		}
	}
}

// observed has each run of an analyzer timed.
func (t *Timings) observed(a *analysis.Analyzer, run bind.Run) bind.Run {
	if t == nil {
		return run
	}
	return func(pass *analysis.Pass) (any, error) {
		defer func(began time.Time) { t.ran(a, pass.Pkg.Path(), time.Since(began)) }(time.Now())
		return run(pass)
	}
}

// zero returns an empty value of a result type: for a pointer an empty object,
// which can be asked, rather than nil.
func zero(t reflect.Type) any {
	if t == nil {
		return nil
	}
	if t.Kind() == reflect.Pointer {
		return reflect.New(t.Elem()).Interface()
	}
	return reflect.Zero(t).Interface()
}
