// Package bind ties a suite of analyzers to what one run or one host knows: its
// settings, its names, its way with errors. The analyzers themselves are package
// variables and stay as they are, so that several runs in one program can differ.
package bind

import (
	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/config"
)

// Run is what an analyzer does.
type Run = func(*analysis.Pass) (any, error)

// A Binding says in what a bound suite differs from its originals. Parts that are
// nil change nothing.
type Binding struct {
	// Settings answers in place of the configuration analyzer.
	Settings *config.Source
	// Name names the clone of an analyzer.
	Name func(*analysis.Analyzer) string
	// Around wraps what an analyzer does.
	Around func(*analysis.Analyzer, Run) Run
}

// Analyzers clones the analyzers and all that they require, in the order given.
// Each clone shows its original the pass that it expects: results are found under
// the original analyzers, and the pass names the original. Clones can be bound
// again.
func (b *Binding) Analyzers(as []*analysis.Analyzer) []*analysis.Analyzer {
	clones := map[*analysis.Analyzer]*analysis.Analyzer{}
	var clone func(a *analysis.Analyzer) *analysis.Analyzer
	clone = func(a *analysis.Analyzer) *analysis.Analyzer {
		if c := clones[a]; c != nil {
			return c
		}
		c := &analysis.Analyzer{
			Name: a.Name, Doc: a.Doc, URL: a.URL, RunDespiteErrors: a.RunDespiteErrors,
			ResultType: a.ResultType, FactTypes: a.FactTypes,
		}
		clones[a] = c
		if b.Name != nil {
			c.Name = b.Name(a)
		}
		if b.Settings != nil && a.Flags.Lookup("config-inline") != nil {
			b.Settings.BindFlags(&c.Flags)
		}
		run := a.Run
		if b.Settings != nil && a == config.Analyzer {
			run = b.Settings.Analyze
		}
		if b.Around != nil {
			run = b.Around(a, run)
		}
		c.Run = func(pass *analysis.Pass) (any, error) {
			p := *pass
			p.Analyzer = a
			p.ResultOf = make(map[*analysis.Analyzer]any, len(a.Requires))
			for i, r := range a.Requires {
				p.ResultOf[r] = pass.ResultOf[c.Requires[i]]
			}
			return run(&p)
		}
		for _, r := range a.Requires {
			c.Requires = append(c.Requires, clone(r))
		}
		return c
	}
	bound := make([]*analysis.Analyzer, len(as))
	for i, a := range as {
		bound[i] = clone(a)
	}
	return bound
}

// Suite binds analyzers to fixed settings, and changes nothing else.
func Suite(s *config.Settings, as ...*analysis.Analyzer) []*analysis.Analyzer {
	b := Binding{Settings: config.Fixed(s)}
	return b.Analyzers(as)
}
