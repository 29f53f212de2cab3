package program

import (
	"maps"
	"slices"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/httpcalls"
)

// Learning is the number of rounds that find out what constructors and setters
// store in fields, before the round whose requests are kept. What the second
// one stores depends on what the first one found.
const Learning = 2

// Execute runs the functions of the package that lead to a request, or that
// store what those read. Where nothing here can make a request Klaviyo's, one
// round learns what importers need to know.
func (p *Package) Execute(e *httpcalls.Engine, own bool) []*httpcalls.Call {
	unit, foreign := p.Unit, p.Imports.Evidence
	own = own || pieces(unit) || p.all
	p.setters = ownSetters(e, unit)
	for _, h := range p.setters {
		e.Setters[h] = true
	}
	if p.gate.export {
		defer func() { p.setters = ownSetters(e, unit) }()
	}
	reach := reaching(e, unit, nil)
	if len(reach) == 0 && !own {
		return nil
	}
	roots := reach
	if !own {
		// Only what leads to another package's Klaviyo functions can matter.
		roots = reaching(e, unit, func(name string) bool { return foreign[name] })
	}
	// What names Klaviyo itself comes first, should the budget not do for all.
	first := reaching(e, unit, func(name string) bool { return foreign[name] })
	names := slices.Sorted(maps.Keys(unit.Funcs))
	slices.SortStableFunc(names, func(a, b string) int {
		switch {
		case first[a] && !first[b]:
			return -1
		case first[b] && !first[a]:
			return 1
		}
		return 0
	})
	stores := storing(unit, reach)
	e.It.Hooks.Stop = func(f *ir.Func) bool {
		// A large function that leads to no request cannot matter to one: what
		// small ones do, to build a path or fill a field, is worth following.
		return f.Pkg == unit.Pkg && f.Size > smallFunc && !reach[f.Name] && !f.Lit
	}
	run := func(pick func(name string) bool) (found []*httpcalls.Call) {
		e.It.Stores, e.It.Spent = map[string]*flow.Stored{}, 0
		e.Uses = nil
		for _, n := range names {
			f := unit.Funcs[n]
			if f.Gen && f.Size > 4000 || !pick(n) {
				continue
			}
			if !e.It.Spare() {
				p.Budget = true
				break
			}
			rs := e.Run(f)
			e.Keep(f, rs)
			found = append(found, rs...)
		}
		return found
	}
	rounds := Learning
	if len(roots) == 0 {
		rounds = 1
	}
	e.Literals(false)
	for range rounds {
		run(func(n string) bool { return stores[n] || roots[n] && len(roots) < 400 })
		e.It.Given = e.It.Stores
	}
	e.Literals(true)
	var found []*httpcalls.Call
	if len(roots) > 0 {
		e.Forget()
		found = run(func(n string) bool { return roots[n] })
		p.roots = roots
	}
	e.It.Stores = nil
	p.Stores = e.It.Given
	p.Budget = p.Budget || e.Exhausted
	return found
}
