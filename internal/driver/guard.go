package driver

import (
	"fmt"
	"reflect"
	"sync"
	"time"

	"golang.org/x/tools/go/analysis"
)

var (
	guardMu sync.Mutex
	guarded = map[*analysis.Analyzer]bool{}
	onPanic func(pkg string, err error)
	onRun   func(a *analysis.Analyzer, pkg string, took time.Duration)
)

// observe has each run of a guarded analyzer reported, until it is called
// again.
func observe(ran func(a *analysis.Analyzer, pkg string, took time.Duration)) {
	guardMu.Lock()
	defer guardMu.Unlock()
	onRun = ran
}

// Guard wraps Run of the analyzers and of all they require: neither checker nor
// unitchecker recovers panics. An analyzer that panics yields an empty result,
// so that those who need it find nothing rather than fail, and report is told,
// until the next call of Guard. Analyzers are wrapped once, however often they
// are given. A nil report drops what it is told.
func Guard(as []*analysis.Analyzer, report func(pkg string, err error)) {
	guardAll(as)
	guardMu.Lock()
	defer guardMu.Unlock()
	onPanic = report
}

func guardAll(as []*analysis.Analyzer) {
	guardMu.Lock()
	defer guardMu.Unlock()
	var visit func(a *analysis.Analyzer)
	visit = func(a *analysis.Analyzer) {
		if guarded[a] {
			return
		}
		guarded[a] = true
		run := a.Run
		a.Run = func(pass *analysis.Pass) (result any, err error) {
			defer func() {
				if r := recover(); r != nil {
					// The value of a panic could quote source text; only its type
					// is safe to print.
					guardMu.Lock()
					report := onPanic
					guardMu.Unlock()
					if report != nil {
						report(pass.Pkg.Path(), fmt.Errorf("panic in %s on package %s (%T); please report it with `klaviyolint version`", a.Name, pass.Pkg.Path(), r))
					}
					result, err = zero(a.ResultType), nil
				}
			}()
			guardMu.Lock()
			ran := onRun
			guardMu.Unlock()
			if ran != nil {
				defer func(began time.Time) { ran(a, pass.Pkg.Path(), time.Since(began)) }(time.Now())
			}
			return run(pass)
		}
		for _, r := range a.Requires {
			visit(r)
		}
	}
	for _, a := range as {
		visit(a)
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
