package program

import (
	"go/ast"
	"go/token"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/httpcalls"
)

// maxFactNodes bounds what a package tells: a client of hundreds of functions
// fits, a generated SDK does not, and is known by its table row instead.
const maxFactNodes = 60_000

// smallFunc is the size up to which a function is told although it does not
// reach a request: getters, options, constructors, builders of paths.
const smallFunc = 160

// Export tells importers of this package what its functions do. judged tells which
// constants the package has judged itself. Export reports whether it told
// anything.
func (p *Package) Export(pass *analysis.Pass, f Fact, judged func(token.Pos) bool) bool {
	if !p.gate.export || p.Idle && !p.gate.token && !p.gate.http {
		return false
	}
	unit := p.Unit
	f.Klaviyo, f.Foreign, f.Setters = p.gate.token, p.gate.foreign, p.setters
	f.Evidence = f.Evidence || len(p.Imports.Evidence) > 0 && !p.Idle
	reach := p.reaching(httpcalls.New(p.Flow, httpcalls.Options{Vendor: p.opts.Vendor}), nil)
	var names []string
	total := 0
	for _, pick := range []func(f *ir.Func) bool{
		func(f *ir.Func) bool { return reach[f.Name] && !f.Gen },
		func(f *ir.Func) bool { return !reach[f.Name] && !f.Gen && f.Size <= smallFunc },
		func(f *ir.Func) bool { return reach[f.Name] && f.Gen },
		func(f *ir.Func) bool { return !reach[f.Name] && f.Gen && f.Size <= smallFunc },
	} {
		for _, n := range slices.Sorted(maps.Keys(unit.Funcs)) {
			f := unit.Funcs[n]
			if !pick(f) || strings.Contains(n, "#") || total+f.Size > maxFactNodes {
				continue
			}
			total += f.Size
			names = append(names, n)
		}
	}
	var globals []string
	for _, n := range slices.Sorted(maps.Keys(unit.Globals)) {
		if !ast.IsExported(ir.Base(n)) {
			continue
		}
		if init := unit.Globals[n].Init; f.Evidence && init.Any(telltale) || init.Any(dated) {
			globals = append(globals, n)
		}
	}
	if len(names) == 0 && len(globals) == 0 && !f.Klaviyo {
		return false
	}
	prefix := p.Path + "."
	fields := map[string]*flow.Stored{}
	for n, s := range p.Stores {
		if _, named := flow.Named(n); named || strings.HasPrefix(n, prefix) {
			fields[n] = s
		}
	}
	f.Unit = flow.Port(p.Flow, names, globals, fields, func(at token.Pos) bool { return at.IsValid() && judged(at) })
	// What leads to a request is so by the models of the configuration too.
	sends := p.reaching(httpcalls.New(p.Flow, p.opts), nil)
	var tellers map[string]bool
	if f.Evidence {
		tellers = p.tellers(sends)
	}
	for _, fn := range f.Unit.Funcs {
		if f.Evidence && p.Imports.Evidence[fn.Name] {
			tellers[fn.Name] = true
		}
		if sends[fn.Name] || p.Imports.Sends[fn.Name] || speaksOf(fn.Types) || speaksOf(fn.ResTypes) {
			f.Sends = append(f.Sends, fn.Name)
		}
	}
	f.Tells = slices.Sorted(maps.Keys(tellers))
	pass.ExportPackageFact(&f)
	return true
}

// speaksOf reports whether a type of net/http is among those that a function takes
// or returns: it has part in requests, whoever sends them.
func speaksOf(types []string) bool {
	return slices.ContainsFunc(types, func(t string) bool { return strings.HasPrefix(ir.Elem(t), "net/http.") })
}
