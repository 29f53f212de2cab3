package requests

import (
	"go/ast"
	"go/token"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// maxFactNodes bounds what a package tells: a client of hundreds of functions
// fits, a generated SDK does not, and is known by its table row instead.
const maxFactNodes = 60_000

// smallFunc is the size up to which a function is told although it does not
// reach a request: getters, options, constructors, builders of paths.
const smallFunc = 160

// export tells importers of this package what its functions do.
func export(pass *analysis.Pass, prog *flow.Program, stores map[string]*flow.Stored, res *Result, f Fact) {
	unit := prog.Unit()
	e := newEngine(prog, libraryRows(), nil, nil)
	reach := reaching(e, unit, e.speaks)
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
	if len(names) == 0 && !f.Klaviyo {
		return
	}
	var globals []string
	for _, n := range slices.Sorted(maps.Keys(unit.Globals)) {
		if f.Evidence && ast.IsExported(ir.Base(n)) && unit.Globals[n].Init.Any(telltale) {
			globals = append(globals, n)
		}
	}
	prefix := pass.Pkg.Path() + "."
	fields := map[string]*flow.Stored{}
	for n, s := range stores {
		if strings.HasPrefix(n, prefix) {
			fields[n] = s
		}
	}
	judged := map[token.Pos]bool{}
	for _, d := range res.Declared {
		if _, err := klaviyo.ParseDay(d.Value); err == nil { // of anything else, the uses tell
			judged[d.Place.Pos] = true
		}
	}
	for _, r := range res.Requests {
		if r.Evidence == "" {
			continue
		}
		for _, t := range r.Headers.Set["Revision"].Texts() {
			for _, p := range t {
				if p.Src.Pos.IsValid() && p.Src.Pkg == unit.Pkg {
					judged[p.Src.Pos] = true
				}
			}
		}
	}
	f.Unit = flow.Port(prog, names, globals, fields, func(p token.Pos) bool { return p.IsValid() && judged[p] })
	f.Offers = offers(unit.Pkg, res.Requests)
	for _, o := range f.Offers {
		res.Offers[o] = true
	}
	pass.ExportPackageFact(&f)
}
