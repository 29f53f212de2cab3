package requests_test

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
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/bind"
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/ruletest"
	"github.com/klaviyolint/klaviyolint/passes/e164"
	"github.com/klaviyolint/klaviyolint/passes/rawhttp"
	"github.com/klaviyolint/klaviyolint/passes/revision"
	"github.com/klaviyolint/klaviyolint/passes/upsert"
)

var judges = []*analysis.Analyzer{rawhttp.Analyzer, revision.Analyzer, upsert.Analyzer, e164.Analyzer}

// A world type-checks and analyses packages that exist in memory only. It
// keeps what it knows about the packages they import, so one world serves many
// programs; facts go from package to package in encoded form, as between
// processes.
type world struct {
	set    *config.Settings
	fset   *token.FileSet
	std    types.Importer
	stubs  map[string]string         // import path to source
	loaded map[string]*types.Package // stubs, checked
}

func newWorld(t testing.TB) *world {
	t.Helper()
	fset := token.NewFileSet()
	w := &world{set: ruletest.Settings(t), fset: fset, std: importer.Default(), stubs: map[string]string{}, loaded: map[string]*types.Package{}}
	for imp, file := range map[string]string{
		"github.com/go-resty/resty/v2":          "resty.go",
		"github.com/hashicorp/go-retryablehttp": "client.go",
	} {
		src, err := os.ReadFile("testdata/src/" + imp + "/" + file)
		if err != nil {
			t.Fatal(err)
		}
		w.stubs[imp] = string(src)
	}
	return w
}

// A program is the source files of a few packages, by path: the directory is
// the import path.
type program struct {
	w       *world
	files   map[string]string
	pkgs    map[string]*checked
	facts   map[string][]byte // analyzer and package to the encoded fact
	lenient bool              // type errors are expected
	module  string
}

type checked struct {
	pkg   *types.Package
	files []*ast.File
	info  *types.Info
	errs  []error
}

func newInfo() *types.Info {
	return &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Implicits: map[ast.Node]types.Object{}, Instances: map[*ast.Ident]types.Instance{}, Scopes: map[ast.Node]*types.Scope{},
		Selections: map[*ast.SelectorExpr]*types.Selection{}, FileVersions: map[*ast.File]string{},
	}
}

func (w *world) program(files map[string]string) *program {
	return &program{w: w, files: files, pkgs: map[string]*checked{}, facts: map[string][]byte{}, module: "example.com/shop"}
}

// Import implements types.Importer.
func (p *program) Import(imp string) (*types.Package, error) {
	if slices.ContainsFunc(slices.Collect(maps.Keys(p.files)), func(f string) bool { return path.Dir(f) == imp }) {
		c, err := p.check(imp)
		if err != nil {
			return nil, err
		}
		return c.pkg, nil
	}
	if src, ok := p.w.stubs[imp]; ok {
		if p.w.loaded[imp] == nil {
			f, err := parser.ParseFile(p.w.fset, imp, src, parser.SkipObjectResolution)
			if err != nil {
				return nil, err
			}
			conf := types.Config{Importer: p.w.std}
			if p.w.loaded[imp], err = conf.Check(imp, p.w.fset, []*ast.File{f}, nil); err != nil {
				return nil, err
			}
		}
		return p.w.loaded[imp], nil
	}
	return p.w.std.Import(imp)
}

func (p *program) check(imp string) (*checked, error) {
	if c := p.pkgs[imp]; c != nil {
		return c, nil
	}
	c := &checked{info: newInfo()}
	for _, name := range slices.Sorted(maps.Keys(p.files)) {
		if path.Dir(name) != imp {
			continue
		}
		f, err := parser.ParseFile(p.w.fset, name, p.files[name], parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		c.files = append(c.files, f)
	}
	conf := types.Config{Importer: p, Sizes: types.SizesFor("gc", "amd64"), Error: func(err error) { c.errs = append(c.errs, err) }}
	c.pkg, _ = conf.Check(imp, p.w.fset, c.files, c.info)
	p.pkgs[imp] = c
	if len(c.errs) > 0 && !p.lenient {
		return nil, c.errs[0]
	}
	return c, nil
}

// A found is one diagnostic.
type found struct {
	rule, file, message string
	line                int
}

func (f found) String() string { return f.file + ":" + strconv.Itoa(f.line) + " " + f.rule }

// analyze runs the analyzers over every package of the program, imports first.
func (p *program) analyze(analyzers ...*analysis.Analyzer) ([]found, error) {
	analyzers = bind.Suite(p.w.set, analyzers...)
	dirs := map[string]bool{}
	for name := range p.files {
		dirs[path.Dir(name)] = true
	}
	var out []found
	done := map[string]bool{}
	var visit func(imp string) error
	visit = func(imp string) error {
		if done[imp] || !dirs[imp] {
			return nil
		}
		done[imp] = true
		c, err := p.check(imp)
		if err != nil {
			return err
		}
		imports := c.pkg.Imports()
		slices.SortFunc(imports, func(a, b *types.Package) int { return strings.Compare(a.Path(), b.Path()) })
		for _, i := range imports {
			if err := visit(i.Path()); err != nil {
				return err
			}
		}
		results := map[*analysis.Analyzer]any{}
		for _, a := range analyzers {
			if err := p.run(a, c, results, &out); err != nil {
				return fmt.Errorf("%s: %s: %w", imp, a.Name, err)
			}
		}
		return nil
	}
	for _, imp := range slices.Sorted(maps.Keys(dirs)) {
		if err := visit(imp); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (p *program) run(a *analysis.Analyzer, c *checked, results map[*analysis.Analyzer]any, out *[]found) error {
	if _, ok := results[a]; ok {
		return nil
	}
	for _, r := range a.Requires {
		if err := p.run(r, c, results, out); err != nil {
			return err
		}
	}
	pass := &analysis.Pass{
		Analyzer: a, Fset: p.w.fset, Files: c.files, Pkg: c.pkg, TypesInfo: c.info, TypesSizes: types.SizesFor("gc", "amd64"),
		ResultOf: results, Module: &analysis.Module{Path: p.module},
		ReadFile: func(name string) ([]byte, error) {
			if src, ok := p.files[name]; ok {
				return []byte(src), nil
			}
			return nil, os.ErrNotExist
		},
		Report: func(d analysis.Diagnostic) {
			at := p.w.fset.Position(d.Pos)
			*out = append(*out, found{rule: a.Name, file: at.Filename, line: at.Line, message: d.Message})
		},
		ExportPackageFact: func(f analysis.Fact) {
			var b bytes.Buffer
			if err := gob.NewEncoder(&b).Encode(f); err != nil {
				panic(err)
			}
			p.facts[a.Name+" "+c.pkg.Path()] = b.Bytes()
		},
		ImportPackageFact: func(pkg *types.Package, f analysis.Fact) bool { return p.fact(a, pkg.Path(), f) },
		AllPackageFacts: func() []analysis.PackageFact {
			var all []analysis.PackageFact
			for _, pkg := range deps(c.pkg) {
				for _, t := range a.FactTypes {
					f := reflect.New(reflect.TypeOf(t).Elem()).Interface().(analysis.Fact)
					if p.fact(a, pkg.Path(), f) {
						all = append(all, analysis.PackageFact{Package: pkg, Fact: f})
					}
				}
			}
			return all
		},
	}
	r, err := a.Run(pass)
	results[a] = r
	return err
}

func (p *program) fact(a *analysis.Analyzer, imp string, into analysis.Fact) bool {
	data, ok := p.facts[a.Name+" "+imp]
	return ok && gob.NewDecoder(bytes.NewReader(data)).Decode(into) == nil
}

// deps lists what a package imports, however far away.
func deps(pkg *types.Package) []*types.Package {
	seen := map[*types.Package]bool{}
	var walk func(q *types.Package)
	walk = func(q *types.Package) {
		for _, i := range q.Imports() {
			if !seen[i] {
				seen[i] = true
				walk(i)
			}
		}
	}
	walk(pkg)
	return slices.Collect(maps.Keys(seen))
}

var wantComment = regexp.MustCompile(`// want((?: [a-z0-9]+)+)$`)

// verdict compares what the analyzers find with what the comments of the
// program ask for, and says what differs.
func (p *program) verdict(analyzers ...*analysis.Analyzer) ([]string, error) {
	got, err := p.analyze(analyzers...)
	if err != nil {
		return nil, err
	}
	open := map[string]int{}
	for name, src := range p.files {
		for i, line := range strings.Split(src, "\n") {
			if m := wantComment.FindStringSubmatch(line); m != nil {
				for _, rule := range strings.Fields(m[1]) {
					open[found{rule: rule, file: name, line: i + 1}.String()]++
				}
			}
		}
	}
	var out []string
	for _, f := range got {
		if open[f.String()] > 0 {
			open[f.String()]--
			continue
		}
		out = append(out, "false: "+f.String()+" "+f.message)
	}
	for k, n := range open {
		if n > 0 {
			out = append(out, "missed: "+k)
		}
	}
	slices.Sort(out)
	return out, nil
}
