package requests

import (
	"bytes"
	"go/ast"
	"maps"
	"reflect"
	"slices"
	"sort"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// Analyzer finds the Klaviyo requests of a package. Its name is one that no
// other linter uses, since golangci-lint keys its cache of facts by name.
var Analyzer = &analysis.Analyzer{
	Name:             "klaviyorequests",
	Doc:              "find every HTTP request and SDK call to Klaviyo in a package",
	URL:              "https://github.com/klaviyolint/klaviyolint",
	Requires:         []*analysis.Analyzer{config.Analyzer},
	Run:              run,
	ResultType:       reflect.TypeFor[*Result](),
	FactTypes:        []analysis.Fact{new(Fact)},
	RunDespiteErrors: true,
}

func run(pass *analysis.Pass) (any, error) {
	s := pass.ResultOf[config.Analyzer].(*config.Settings)
	res := &Result{Offers: map[string]bool{}, pkg: pass.Pkg.Path()}
	facts, imported := importedFacts(pass, s)
	g := gate(pass, s, imported)
	if !g.look {
		return res, nil
	}
	res.Imports, res.Declared = imports(pass), declared(pass)
	unit := ir.Lower(pass.Fset, pass.Pkg, pass.TypesInfo, pass.Files, func(f *ast.File) bool {
		return strings.HasSuffix(pass.Fset.File(f.FileStart).Name(), "_test.go")
	})
	prog := flow.NewProgram(unit, facts.units...)
	addForeignTypes(pass, prog)
	rows := append(append([]Row(nil), libraryRows()...), userRows(s.Client.Models)...)
	e := newEngine(prog, rows, s.Client.Hosts, s.Client.TransportSets)
	e.self, e.fset = klaviyo.SDKFor(pass.Pkg.Path()), pass.Fset
	e.setters = facts.setters
	e.scanLimits(unit)
	res.unit, res.main = unit, pass.Pkg.Name() == "main"
	res.program = prog
	res.leaks = func() []Leak {
		if !g.token && !imported {
			// A field of somebody's configuration is no reason to look into all
			// that use it; see internal/driver on what may be left.
			return nil
		}
		return findLeaks(prog, pass.Fset, rows, s.Client.Hosts, e.self, len(facts.evidence) > 0)
	}
	for _, h := range ownSetters(e, unit) {
		e.setters[h] = true
	}
	own := evidence(unit) || readsAny(unit, facts.fields) || e.self != nil || len(res.Imports) > 0 || configured(pass, s)
	stores := execute(e, unit, res, own || pieces(unit) || s.Host.NoGate, facts.evidence)
	res.Budget = res.Budget || e.exhausted
	res.Declared = append(res.Declared, storedRevisions(unit, stores)...)
	if g.export {
		export(pass, prog, stores, res, Fact{Klaviyo: g.token, Evidence: own || len(facts.evidence) > 0, Setters: ownSetters(e, unit), Foreign: g.foreign})
	}
	res.foreignOffers = facts.offers
	res.klaviyoPkgs = facts.klaviyo
	res.finish(e)
	return res, nil
}

type gated struct {
	look   bool // lower the package at all
	token  bool // a file names Klaviyo
	export bool
	// foreign is for Fact.Foreign.
	foreign bool
}

// gate decides what a package can contribute. Facts come from packages that
// name Klaviyo, and from packages of the main modules that speak HTTP; any
// other module is opaque, so that every host knows the same.
func gate(pass *analysis.Pass, s *config.Settings, imported bool) gated {
	var g gated
	main := mainModule(pass)
	g.token = names(pass, s)
	// How far knowledge reaches is no matter of speed: without the gate every
	// package is executed, and tells its importers what it always does.
	g.look = s.Host.NoGate
	g.foreign = !main && !tokenPath(pass.Pkg.Path(), s)
	if g.foreign {
		// A package of another module counts by its import path only, or where the
		// configuration of those who import it names it.
		g.look, g.export = g.look || g.token, g.token
		return g
	}
	http := false
	for _, imp := range pass.Pkg.Imports() {
		http = http || isClient(imp.Path()) || userClient(imp.Path(), s) || signing[imp.Path()]
	}
	g.export = g.token || http || imported
	g.look = g.look || g.token || imported || main && http
	return g
}

// signing are the packages with which helpers verify a webhook's signature;
// such a helper need not speak HTTP itself.
var signing = map[string]bool{"crypto/hmac": true, "crypto/subtle": true}

func userClient(path string, s *config.Settings) bool {
	for _, m := range s.Client.Models {
		if m.Package == path {
			return true
		}
	}
	return false
}

// mainModule reports whether the package belongs to a module under
// development: one that has no version. Where the host does not tell, the
// standard library is known by its paths.
func mainModule(pass *analysis.Pass) bool {
	if pass.Module != nil && pass.Module.Path != "" {
		return pass.Module.Version == ""
	}
	first, _, _ := strings.Cut(pass.Pkg.Path(), "/")
	return strings.Contains(first, ".") || pass.Pkg.Name() == "main" || pass.Pkg.Path() == "a" || !goroot(pass)
}

func goroot(pass *analysis.Pass) bool {
	if len(pass.Files) == 0 {
		return true
	}
	name := pass.Fset.File(pass.Files[0].FileStart).Name()
	return strings.HasPrefix(name, "$GOROOT") || strings.Contains(strings.ReplaceAll(name, "\\", "/"), "/go/src/"+pass.Pkg.Path()+"/")
}

func tokenPath(path string, s *config.Settings) bool {
	if strings.Contains(strings.ToLower(path), "klaviyo") || klaviyo.SDKFor(path) != nil || s.Client.HasPackage(path) {
		return true
	}
	return userClient(path, s)
}

// names reports whether a file of the package, or its path, names Klaviyo or
// one of the configuration's hosts.
func names(pass *analysis.Pass, s *config.Settings) bool {
	if tokenPath(pass.Pkg.Path(), s) {
		return true
	}
	for _, imp := range pass.Pkg.Imports() {
		if klaviyo.SDKFor(imp.Path()) != nil || s.Client.HasPackage(imp.Path()) {
			return true
		}
	}
	for _, f := range pass.Files {
		name := pass.Fset.File(f.FileStart).Name()
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		data, err := config.ReadFile(pass, name)
		if err != nil {
			continue
		}
		low := bytes.ToLower(data)
		if bytes.Contains(low, []byte("klaviyo")) {
			return true
		}
		for _, h := range s.Client.Hosts {
			if bytes.Contains(low, []byte(strings.ToLower(h))) {
				return true
			}
		}
	}
	return false
}

type knowledge struct {
	units   []*flow.Import
	setters map[string]bool
	offers  map[string][]string
	klaviyo map[string]bool
	// evidence names the functions of packages with evidence, and the variables
	// that hold some.
	evidence map[string]bool
	// fields names the fields and variables in which a package stores what is
	// evidence: the host in a configuration, for the client elsewhere to read.
	fields map[string]bool
}

// importedFacts collects what the imports told, in the order of their paths.
func importedFacts(pass *analysis.Pass, s *config.Settings) (knowledge, bool) {
	k := knowledge{setters: map[string]bool{}, offers: map[string][]string{}, klaviyo: map[string]bool{}, evidence: map[string]bool{}, fields: map[string]bool{}}
	all := pass.AllPackageFacts()
	sort.Slice(all, func(i, j int) bool { return all[i].Package.Path() < all[j].Package.Path() })
	imported := false
	for _, pf := range all {
		f, ok := pf.Fact.(*Fact)
		if !ok || pf.Package == pass.Pkg || f.Foreign && !tokenPath(pf.Package.Path(), s) {
			continue
		}
		k.units = append(k.units, f.Unit.Import())
		imported = imported || f.Evidence
		if f.Evidence {
			for _, fn := range f.Unit.Funcs {
				k.evidence[fn.Name] = true
			}
			for _, g := range f.Unit.Globals {
				k.evidence[g.Name] = k.evidence[g.Name] || g.Init.Any(telltale)
			}
		}
		for _, s := range f.Setters {
			k.setters[s] = true
		}
		for _, stored := range f.Unit.Fields {
			if slices.ContainsFunc(stored.Trees, tellingTree) {
				k.fields[stored.Name] = true
			}
		}
		for _, t := range f.Unit.Types {
			for _, field := range t.Fields {
				if telling(field.Default) {
					k.fields[t.Name+"."+field.Name] = true
				}
			}
		}
		k.offers[pf.Package.Path()] = f.Offers
		k.klaviyo[pf.Package.Path()] = f.Klaviyo
	}
	return k, imported
}

// addForeignTypes describes the struct types of imports that came without a
// fact, so that their JSON keys are known.
func addForeignTypes(pass *analysis.Pass, prog *flow.Program) {
	for _, imp := range pass.Pkg.Imports() {
		path := imp.Path()
		if !strings.Contains(strings.ToLower(path), "klaviyo") && !sameModule(pass, path) {
			continue
		}
		for _, name := range imp.Scope().Names() {
			for _, t := range ir.TypesOf(imp.Scope().Lookup(name).Type()) {
				prog.AddType(t)
			}
		}
	}
}

func sameModule(pass *analysis.Pass, path string) bool {
	if pass.Module == nil || pass.Module.Path == "" {
		return false
	}
	return path == pass.Module.Path || strings.HasPrefix(path, pass.Module.Path+"/")
}

// learning is the number of rounds that find out what constructors and setters
// store in fields, before the round whose requests are kept. What the second
// one stores depends on what the first one found.
const learning = 2

// execute runs the functions of the package that lead to a request, or that
// store what those read. Where nothing here can make a request Klaviyo's, one
// round learns what importers need to know.
func execute(e *engine, unit *ir.Unit, res *Result, own bool, foreign map[string]bool) map[string]*flow.Stored {
	reach := reaching(e, unit, e.speaks)
	if len(reach) == 0 && !own {
		e.fillPhones(unit, nil)
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
	e.it.Hooks.Stop = func(f *ir.Func) bool {
		// A large function that leads to no request cannot matter to one: what
		// small ones do, to build a path or fill a field, is worth following.
		return f.Pkg == unit.Pkg && f.Size > smallFunc && !reach[f.Name] && !f.Lit
	}
	run := func(pick func(name string) bool) (found []*Request) {
		e.it.Stores, e.it.Spent = map[string]*flow.Stored{}, 0
		e.keys, e.phones = nil, nil
		for _, n := range names {
			f := unit.Funcs[n]
			if f.Gen && f.Size > 4000 || !pick(n) {
				continue
			}
			if !e.it.Spare() {
				res.Budget = true
				break
			}
			e.memo[f] = e.run(f)
			found = append(found, e.memo[f]...)
		}
		return found
	}
	rounds := learning
	if len(roots) == 0 {
		rounds = 1
	}
	e.it.Hooks.LitRoot = nil
	for range rounds {
		run(func(n string) bool { return stores[n] || roots[n] && len(roots) < 400 })
		e.it.Given = e.it.Stores
	}
	e.it.Hooks.LitRoot = e.litRoot
	if len(roots) > 0 {
		clear(e.memo)
		res.Requests = run(func(n string) bool { return roots[n] })
		e.it.Stores = nil
		e.fillPhones(unit, roots)
		e.try(res.Requests)
	} else {
		e.it.Stores = nil
		e.fillPhones(unit, nil)
	}
	e.it.Stores = nil
	return e.it.Given
}

// evidence reports whether a constant of the package could make a request
// Klaviyo's: the host, or the scheme of its credential.
func evidence(unit *ir.Unit) bool { return tagged(unit) || anywhere(unit, telltale) }

// tagged reports whether the tag of a field gives it such a constant.
func tagged(unit *ir.Unit) bool {
	for _, t := range unit.Types {
		if slices.ContainsFunc(t.Fields, func(f ir.Field) bool { return telling(f.Default) }) {
			return true
		}
	}
	return false
}

// pieces reports whether a constant of the package could become Klaviyo's host
// together with others: "https://a." + brand + ".com".
func pieces(unit *ir.Unit) bool {
	return anywhere(unit, func(n *ir.Node) bool {
		if n.Op != ir.OpConst {
			return false
		}
		low := strings.ToLower(n.Str)
		return strings.HasSuffix(low, "klaviyo") || strings.HasPrefix(low, "klaviyo.") || strings.Contains(low, ".klaviyo")
	})
}

func anywhere(unit *ir.Unit, holds func(*ir.Node) bool) bool {
	for _, f := range unit.Funcs {
		if f.Body.Any(holds) {
			return true
		}
	}
	for _, g := range unit.Globals {
		if g.Init.Any(holds) {
			return true
		}
	}
	return false
}

func telltale(n *ir.Node) bool { return n.Op == ir.OpConst && telling(n.Str) }

func tellingTree(t flow.Tree) bool {
	return slices.ContainsFunc(t.Text, func(p flow.Part) bool { return telling(p.Lit) })
}

// readsAny reports whether a function of the package reads one of the fields or
// variables.
func readsAny(unit *ir.Unit, names map[string]bool) bool {
	return len(names) > 0 && anywhere(unit, func(n *ir.Node) bool {
		switch n.Op {
		case ir.OpField:
			return names[ir.Elem(n.Kids[0].Type)+"."+n.Str]
		case ir.OpGlobal:
			return names[n.Str]
		}
		return false
	})
}

func telling(s string) bool {
	low := strings.ToLower(s)
	return strings.Contains(low, "klaviyo.com") || strings.Contains(low, "klaviyo-api-key") || low == "klaviyo-signature"
}

// configured reports whether the configuration says that the package talks to
// Klaviyo, or names hosts that it may use.
func configured(pass *analysis.Pass, s *config.Settings) bool {
	return len(s.Client.Hosts) > 0 || s.Client.HasPackage(pass.Pkg.Path())
}

// storing tells which functions store what a request may be made of: they make
// or change a value of a type that a function on the way to a request handles.
// In a package that names Klaviyo and sends nothing, of configuration mostly,
// that is any type of its own.
func storing(unit *ir.Unit, reach map[string]bool) map[string]bool {
	types := map[string]bool{}
	var mark func(name string)
	mark = func(name string) {
		name = ir.Elem(name)
		t := unit.Types[name]
		if t == nil || types[name] {
			return
		}
		types[name] = true
		for _, f := range t.Fields {
			mark(f.Type)
		}
	}
	for n := range reach {
		if f := unit.Funcs[n]; f != nil {
			for _, t := range f.Types {
				mark(t)
			}
		}
	}
	if len(reach) == 0 {
		for name := range unit.Types {
			mark(name)
		}
	}
	out := map[string]bool{}
	for n, f := range unit.Funcs {
		for _, t := range append(append([]string(nil), f.Types...), f.ResTypes...) {
			if types[ir.Elem(t)] {
				out[n] = true
			}
		}
		if makes(f.Body, types) {
			out[n] = true
		}
	}
	return out
}

// setter reports whether a method is called like one that fills what it is called
// on.
func setter(method string) bool { return strings.HasPrefix(method, "Set") || method == "Add" }

func makes(n *ir.Node, types map[string]bool) bool {
	return n.Any(func(n *ir.Node) bool {
		switch n.Op {
		case ir.OpFuncLit:
			return true
		case ir.OpStruct:
			return types[ir.Elem(n.Type)]
		case ir.OpAssign:
			return slices.ContainsFunc(n.Kids[:n.Int], func(l *ir.Node) bool {
				return l.Op == ir.OpField && (types[ir.Elem(l.Kids[0].Type)] || l.Kids[0].Op == ir.OpGlobal) || l.Op == ir.OpGlobal
			})
		case ir.OpCall: // client.SetHeader("revision", ...)
			return n.Recv && len(n.Kids) > 0 && n.Kids[0].Op == ir.OpGlobal && setter(ir.Base(n.Str))
		}
		return false
	})
}

// reaching tells which functions lead to a request at all.
func reaching(e *engine, unit *ir.Unit, target func(name string) bool) map[string]bool {
	http := target("net/http.Client.Do")
	calls := map[string][]string{}
	direct := map[string]bool{}
	for name, f := range unit.Funcs {
		f.Body.Each(func(n *ir.Node) {
			switch n.Op {
			case ir.OpCall, ir.OpFunc, ir.OpMethodVal:
				calls[name] = append(calls[name], n.Str)
				if target(n.Str) {
					direct[name] = true
				}
				for _, t := range n.Types {
					if http && strings.HasSuffix(t, "http.Response") || http && strings.HasSuffix(t, "http.Request") {
						direct[name] = true
					}
				}
				calls[name] = append(calls[name], e.it.Prog.Implementations(n)...)
			case ir.OpStruct, ir.OpField:
				if http && strings.HasSuffix(n.Type, "http.Request") || http && strings.HasSuffix(n.Type, "http.Header") {
					direct[name] = true
				}
			case ir.OpConst:
				if telling(n.Str) {
					direct[name] = true
				}
			case ir.OpGlobal:
				if !http && target(n.Str) {
					direct[name] = true
				}
			}
		})
	}
	for changed := true; changed; {
		changed = false
		for name, cs := range calls {
			if direct[name] {
				continue
			}
			for _, c := range cs {
				if direct[c] || target(c) || http && unit.Funcs[c] == nil && e.it.Prog.Func(c) != nil {
					direct[name] = true
					changed = true
					break
				}
			}
		}
	}
	return direct
}

// speaks reports whether a function is one that HTTP is done with.
func (e *engine) speaks(name string) bool {
	if strings.HasPrefix(name, "net/http.") || e.models[name] != nil || strings.HasPrefix(name, "crypto/hmac.New") {
		return true
	}
	_, call := sdkCalls()[name]
	_, key := sdkKeys()[name]
	_, phone := sdkPhones()[name]
	return call || key || phone
}

// transports recognises a function literal that is a RoundTripper, once it is
// converted to a type of functions that has the method.
func transports(f *ir.Func) bool {
	return len(f.Types) == 1 && f.Types[0] == "*net/http.Request" && len(f.ResTypes) == 2 && f.ResTypes[0] == "*net/http.Response" && f.ResTypes[1] == "error"
}

// ownSetters lists the headers that RoundTrippers of this package set.
func ownSetters(e *engine, unit *ir.Unit) []string {
	set := map[string]bool{}
	sees := func(f *ir.Func) {
		for _, r := range e.run(f) {
			for h := range r.Headers.Set {
				if r.Headers.May(h) {
					set[h] = true
				}
			}
			if r.Headers.anyName {
				set["Revision"], set["Authorization"] = true, true
			}
		}
	}
	for _, t := range unit.Types {
		if m, ok := t.Methods["RoundTrip"]; ok && unit.Funcs[m.Func] != nil {
			sees(unit.Funcs[m.Func])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(unit.Funcs)) {
		unit.Funcs[name].Body.Each(func(n *ir.Node) {
			if n.Op == ir.OpFuncLit && transports(n.Fn) {
				sees(n.Fn)
			}
		})
	}
	return slices.Sorted(maps.Keys(set))
}
