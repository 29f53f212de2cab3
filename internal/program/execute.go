package program

import (
	"maps"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/httpcalls"
)

// Execute runs the functions of the package that lead to a request, or that
// store what those read. more says that the caller knows of something that makes
// requests of this package Klaviyo's.
//
// Where the package itself holds nothing of the kind, the functions through which
// something of an import's can enter are executed first. What they leave behind
// tells whether the rest can matter: a connector that reads its own row of a table
// of providers costs no more than that, although Klaviyo stands in the table too.
func (p *Package) Execute(e *httpcalls.Engine, more bool) []*httpcalls.Call {
	unit, foreign := p.Unit, p.Imports.Evidence
	x := &execution{p: p, e: e, unit: unit, reach: p.reaching(e, nil)}
	own := more || p.Evidence() || pieces(unit) || p.all && len(x.reach) > 0
	if !own && (len(foreign) > 0 || len(p.Imports.Fields) > 0) {
		entries := x.entries()
		if len(entries) > 0 && !x.tells(entries) {
			p.Idle, p.Stores = true, e.It.Given
			return nil
		}
		own = readsAny(unit, p.Imports.Fields)
	}
	p.setters = ownSetters(e, unit)
	for _, h := range p.setters {
		e.Setters[h] = true
	}
	if p.gate.export {
		defer func() { p.setters = ownSetters(e, unit) }()
	}
	if len(x.reach) == 0 && !own && !p.gate.dated {
		return nil
	}
	roots := x.reach
	first := p.reaching(e, func(name string) bool { return foreign[name] })
	if !own {
		// Only what leads to another package's Klaviyo functions can matter.
		roots = first
	}
	x.order(first)
	// With nothing of Klaviyo in sight, importers may want to know how the clients
	// that are made here are set up, and no more.
	stores := storing(e, unit, x.reach, own || len(roots) > 0)
	x.learn(func(n string) bool { return stores[n] || roots[n] && len(roots) < 400 })
	var found []*httpcalls.Call
	if len(roots) > 0 {
		e.Forget()
		e.It.Final(func() { found = x.run(func(n string) bool { return roots[n] }) })
		p.roots = roots
	}
	e.It.Stores = nil
	p.Stores = e.It.Given
	p.Budget = p.Budget || e.Exhausted
	for name := range e.Cut {
		p.Cut = append(p.Cut, name)
	}
	slices.Sort(p.Cut)
	return found
}

// An execution runs functions of one package.
type execution struct {
	p     *Package
	e     *httpcalls.Engine
	unit  *ir.Unit
	reach map[string]bool // functions that lead to a request
	names []string        // of all functions, in the order in which they are run
	// learned are the requests that functions made when they were last executed to
	// learn what they store; nil at other times.
	learned map[*ir.Func][]*httpcalls.Call
}

// order sorts the functions; what names Klaviyo itself comes first, should the
// budget not do for all.
func (x *execution) order(first map[string]bool) {
	x.names = slices.Sorted(maps.Keys(x.unit.Funcs))
	slices.SortStableFunc(x.names, func(a, b string) int {
		switch {
		case first[a] && !first[b]:
			return -1
		case first[b] && !first[a]:
			return 1
		}
		return 0
	})
	x.e.It.Hooks.Stop = func(f *ir.Func) bool {
		// A large function that leads to no request cannot matter to one: what
		// small ones do, to build a path or fill a field, is worth following.
		return f.Pkg == x.unit.Pkg && f.Size > smallFunc && !x.reach[f.Name] && !f.Lit
	}
}

// run executes the functions that are picked.
func (x *execution) run(pick func(name string) bool) (found []*httpcalls.Call) {
	e := x.e
	e.Uses = nil
	for _, n := range x.names {
		f := x.unit.Funcs[n]
		if f.Gen && f.Size > 4000 || !pick(n) {
			continue
		}
		if x.learned != nil && e.It.Recall(f) {
			e.Keep(f, x.learned[f])
			found = append(found, x.learned[f]...)
			continue
		}
		if !e.It.Spare() {
			x.p.Budget = true
			if e.Cut == nil {
				e.Cut = map[string]bool{}
			}
			e.Cut[n] = true
			continue
		}
		var rs []*httpcalls.Call
		if x.learned != nil {
			e.It.Lesson(f, func() { rs = e.Run(f) })
			x.learned[f] = rs
		} else {
			rs = e.Run(f)
		}
		e.Keep(f, rs)
		found = append(found, rs...)
	}
	return found
}

// learn finds out what fields and variables hold.
func (x *execution) learn(pick func(name string) bool) (found []*httpcalls.Call) {
	x.e.Literals(false)
	x.learned = map[*ir.Func][]*httpcalls.Call{}
	x.e.It.Learn(func() bool {
		found = x.run(pick)
		return false
	})
	x.e.Literals(true)
	x.learned = nil
	return found
}

// entries are the functions through which something that makes a request Klaviyo's
// can come from an import: they call a function of a package with evidence, or
// read a field or variable that holds some, or call one that does.
func (x *execution) entries() map[string]bool {
	p := x.p
	readers := map[string]bool{}
	for name, f := range x.unit.Funcs {
		if len(p.Imports.Fields) > 0 && f.Body.Any(reads(p.Imports.Fields)) {
			readers[name] = true
		}
	}
	out := p.reaching(x.e, func(name string) bool { return p.Imports.Evidence[name] || readers[name] })
	maps.Copy(out, readers)
	return out
}

// tells executes the entries, and reports whether something that makes a request
// Klaviyo's is left in a field or variable, or was sent.
func (x *execution) tells(entries map[string]bool) bool {
	x.order(entries)
	found := x.learn(func(n string) bool { return entries[n] })
	if x.p.Budget || x.e.Exhausted {
		return true // not known
	}
	for name, s := range x.e.It.Given {
		arrives := func(t flow.Tree) bool { return tellingWithin(t) && !stands(name, t) }
		if slices.ContainsFunc(s.Trees, arrives) {
			return true
		}
	}
	return slices.ContainsFunc(found, func(c *httpcalls.Call) bool {
		if c.Via.SDK != "" {
			return true
		}
		for _, u := range c.URLs {
			if Telling(u.Text.Pattern()) {
				return true
			}
		}
		return slices.ContainsFunc(c.Headers.Set["Authorization"].Texts(), func(t flow.Text) bool { return Telling(t.Pattern()) })
	})
}

// stands reports whether a text that is stored under a name is written in the
// package that declares it: a table of an import, whose readers are entries.
func stands(name string, t flow.Tree) bool {
	return len(t.Text) > 0 && !slices.ContainsFunc(t.Text, func(p flow.Part) bool {
		return !p.Hole && Telling(p.Lit) && (p.Src.Pkg == "" || !strings.HasPrefix(name, p.Src.Pkg+"."))
	})
}
