package driver

import (
	"go/ast"
	"go/types"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/klaviyolint/klaviyolint/internal/bind"
)

// twins analyses once what is the same of a package and of its test variant: the
// files that are no tests. Helpers with facts say nothing of the others, and are
// what takes time.
type twins struct {
	of      map[*types.Package]*types.Package // test variant: the package itself
	answers map[question]*answer              // of the packages themselves
}

type question struct {
	helper *analysis.Analyzer
	pkg    *types.Package
}

// An answer is what a helper made of a package.
type answer struct {
	once   sync.Once // closes done
	done   chan struct{}
	result any
	err    error
	facts  []analysis.Fact
	whole  bool // it came to its end
}

// findTwins pairs the judged test variants with those packages that are analysed as
// well, since something imports them.
func findTwins(judged []*packages.Package, helpers []*analysis.Analyzer) *twins {
	t := &twins{of: map[*types.Package]*types.Package{}, answers: map[question]*answer{}}
	plain := map[string]*packages.Package{}
	packages.Visit(judged, nil, func(p *packages.Package) {
		if p.ForTest == "" && p.Types != nil && len(p.Syntax) > 0 && p.TypesInfo != nil {
			plain[p.PkgPath] = p
		}
	})
	for _, v := range judged {
		if p := plain[v.PkgPath]; v.ForTest == v.PkgPath && p != nil && !p.IllTyped && allAmong(p.Syntax, v.Syntax) {
			t.of[v.Types] = p.Types
			for _, a := range helpers {
				if len(a.FactTypes) > 0 {
					t.answers[question{a, p.Types}] = &answer{done: make(chan struct{})}
				}
			}
		}
	}
	return t
}

// allAmong reports whether all trees are among others: each file was parsed once.
func allAmong(trees, others []*ast.File) bool {
	in := map[*ast.File]bool{}
	for _, f := range others {
		in[f] = true
	}
	for _, f := range trees {
		if !in[f] {
			return false
		}
	}
	return true
}

// share has a helper answer for a test variant what it answered for the package.
// apart runs a function that waits for others, in a way that keeps nobody from
// working meanwhile.
func (t *twins) share(a *analysis.Analyzer, run bind.Run, apart func(func())) bind.Run {
	return func(pass *analysis.Pass) (any, error) {
		if mine := t.answers[question{a, pass.Pkg}]; mine != nil {
			defer mine.end()
			p := *pass
			p.ExportPackageFact = func(f analysis.Fact) {
				mine.facts = append(mine.facts, f)
				pass.ExportPackageFact(f)
			}
			result, err := run(&p)
			mine.result, mine.err, mine.whole = result, err, true
			return result, err
		}
		theirs := t.answers[question{a, t.of[pass.Pkg]}]
		if theirs == nil {
			return run(pass)
		}
		apart(func() { <-theirs.done })
		if !theirs.whole {
			return run(pass) // it panicked, or was cut short
		}
		for _, f := range theirs.facts {
			pass.ExportPackageFact(f)
		}
		return theirs.result, theirs.err
	}
}

func (a *answer) end() { a.once.Do(func() { close(a.done) }) }

// release lets nobody wait any longer: something failed, or the run has ended, and
// what is waited for may never be begun.
func (t *twins) release() {
	for _, a := range t.answers {
		a.end()
	}
}
