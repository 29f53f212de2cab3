package oracle

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"os"
	"path"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/bind"
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/oracle/grammar"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// A World type-checks and analyses programs without files. It keeps what it
// knows of the standard library, so that one serves many programs.
type World struct {
	fset *token.FileSet
	std  types.Importer
	set  *config.Settings
}

// NewWorld makes a world. It is for one goroutine.
func NewWorld() *World {
	return &World{fset: token.NewFileSet(), std: importer.Default(), set: config.Default()}
}

// A checked package with what the analyzers made of it.
type checked struct {
	pkg     *types.Package
	files   []*ast.File
	info    *types.Info
	results map[*analysis.Analyzer]any
}

// A reading is a program as the engine reads it.
type reading struct {
	w      *World
	p      *grammar.Program
	pkgs   map[string]*checked
	facts  map[string][]byte // analyzer and package to the encoded fact
	report func(pkg string, a *analysis.Analyzer, d analysis.Diagnostic)
}

// Check type-checks a program.
func (w *World) Check(p *grammar.Program) error {
	_, err := w.read(p)
	return err
}

func (w *World) read(p *grammar.Program) (*reading, error) {
	r := &reading{w: w, p: p, pkgs: map[string]*checked{}, facts: map[string][]byte{}}
	for _, pkg := range r.paths() {
		if _, err := r.check(pkg); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// paths lists the packages of the program, imports first: lib comes before what
// imports it.
func (r *reading) paths() []string {
	seen := map[string]bool{}
	for name := range r.p.Files {
		seen[grammar.Module+"/"+path.Dir(name)] = true
	}
	out := slices.Sorted(maps.Keys(seen))
	slices.Reverse(out)
	return out
}

// Import implements types.Importer.
func (r *reading) Import(imp string) (*types.Package, error) {
	if !strings.HasPrefix(imp, grammar.Module+"/") {
		return r.w.std.Import(imp)
	}
	c, err := r.check(imp)
	if err != nil {
		return nil, err
	}
	return c.pkg, nil
}

func (r *reading) check(imp string) (*checked, error) {
	if c := r.pkgs[imp]; c != nil {
		return c, nil
	}
	c := &checked{info: &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Implicits: map[ast.Node]types.Object{}, Instances: map[*ast.Ident]types.Instance{}, Scopes: map[ast.Node]*types.Scope{},
		Selections: map[*ast.SelectorExpr]*types.Selection{}, FileVersions: map[*ast.File]string{},
	}}
	for _, name := range slices.Sorted(maps.Keys(r.p.Files)) {
		if grammar.Module+"/"+path.Dir(name) != imp {
			continue
		}
		f, err := parser.ParseFile(r.w.fset, name, r.p.Files[name], parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		c.files = append(c.files, f)
	}
	conf := types.Config{Importer: r, Sizes: types.SizesFor("gc", "amd64"), GoVersion: "go" + r.p.Version}
	var err error
	if c.pkg, err = conf.Check(imp, r.w.fset, c.files, c.info); err != nil {
		return nil, err
	}
	r.pkgs[imp] = c
	return c, nil
}

// analyze runs analyzers over every package, imports first. A panic is an error.
func (r *reading) analyze(analyzers ...*analysis.Analyzer) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	bound := bind.Suite(r.w.set, analyzers...)
	for _, imp := range r.paths() {
		c := r.pkgs[imp]
		c.results = map[*analysis.Analyzer]any{}
		for i, a := range bound {
			if err := r.run(a, c); err != nil {
				return fmt.Errorf("%s: %s: %w", imp, a.Name, err)
			}
			c.results[analyzers[i]] = c.results[a]
		}
	}
	return nil
}

func (r *reading) run(a *analysis.Analyzer, c *checked) error {
	if _, ok := c.results[a]; ok {
		return nil
	}
	for _, req := range a.Requires {
		if err := r.run(req, c); err != nil {
			return err
		}
	}
	pass := &analysis.Pass{
		Analyzer: a, Fset: r.w.fset, Files: c.files, Pkg: c.pkg, TypesInfo: c.info, TypesSizes: types.SizesFor("gc", "amd64"),
		ResultOf: c.results, Module: &analysis.Module{Path: grammar.Module, GoVersion: r.p.Version},
		ReadFile: func(name string) ([]byte, error) {
			if src, ok := r.p.Files[name]; ok {
				return []byte(src), nil
			}
			return nil, os.ErrNotExist
		},
		Report: func(d analysis.Diagnostic) {
			if r.report != nil {
				r.report(c.pkg.Path(), a, d)
			}
		},
		ExportPackageFact: func(f analysis.Fact) {
			var b bytes.Buffer
			if err := gob.NewEncoder(&b).Encode(f); err != nil {
				panic(err)
			}
			r.facts[a.Name+" "+c.pkg.Path()] = b.Bytes()
		},
		ImportPackageFact: func(pkg *types.Package, f analysis.Fact) bool { return r.fact(a, pkg.Path(), f) },
		AllPackageFacts: func() []analysis.PackageFact {
			var out []analysis.PackageFact
			for _, imp := range r.paths() {
				dep := r.pkgs[imp]
				if dep == c || !slices.Contains(c.pkg.Imports(), dep.pkg) {
					continue
				}
				for _, t := range a.FactTypes {
					f := reflect.New(reflect.TypeOf(t).Elem()).Interface().(analysis.Fact)
					if r.fact(a, imp, f) {
						out = append(out, analysis.PackageFact{Package: dep.pkg, Fact: f})
					}
				}
			}
			return out
		},
	}
	res, err := a.Run(pass)
	c.results[a] = res
	return err
}

func (r *reading) fact(a *analysis.Analyzer, imp string, into analysis.Fact) bool {
	data, ok := r.facts[a.Name+" "+imp]
	return ok && gob.NewDecoder(bytes.NewReader(data)).Decode(into) == nil
}

// requests returns what the engine says of the package with the entry.
func (r *reading) requests() (*requests.Result, error) {
	if err := r.analyze(requests.Analyzer); err != nil {
		return nil, err
	}
	res, ok := r.pkgs[grammar.Module+"/app"].results[requests.Analyzer].(*requests.Result)
	if !ok {
		return nil, fmt.Errorf("no result")
	}
	return res, nil
}
