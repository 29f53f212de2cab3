package flow_test

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/flow/stdlib"
)

// TestValues executes the functions of testdata/values whose names start with
// "case" and compares what their calls of show are given with the comment on
// the line:
//
//	show(x) // "a" | "b" | ?
//
// lists every value that x may have, in order; {?} is a hole in a text. A file
// is a package of its own; "//go:build go1.21" at its top sets its version.
func TestValues(t *testing.T) {
	files, err := filepath.Glob("testdata/values/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".go"), func(t *testing.T) {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			checkValues(t, name, string(src))
		})
	}
}

func checkValues(t *testing.T, name, src string) {
	t.Helper()
	fset, unit, files := lower(t, name, src)
	if err := ir.Check(unit); err != nil {
		t.Errorf("what was lowered does not hold together: %v", err)
	}
	got := shown(fset, unit, slices.Sorted(maps.Keys(unit.Funcs)))
	// The order of functions changes nothing.
	turned := slices.Sorted(maps.Keys(unit.Funcs))
	slices.Reverse(turned)
	if other := shown(fset, unit, turned); !maps.EqualFunc(got, other, slices.Equal) {
		t.Errorf("in another order of functions, show has %v, not %v", other, got)
	}
	for _, f := range files {
		for _, group := range f.Comments {
			for _, c := range group.List {
				at := fset.Position(c.Pos())
				line := strings.TrimSpace(strings.TrimPrefix(c.Text, "//"))
				values, ok := got[at.Line]
				if !ok && (line == "" || !lineShows(src, at.Line)) {
					continue
				}
				delete(got, at.Line)
				if have := strings.Join(values, " | "); have != line {
					t.Errorf("%s: show has %s, want %s", at, have, line)
				}
			}
		}
	}
	for _, line := range slices.Sorted(maps.Keys(got)) {
		t.Errorf("%s:%d: show has %s, and no comment", name, line, strings.Join(got[line], " | "))
	}
}

func lineShows(src string, line int) bool {
	return strings.HasPrefix(strings.TrimSpace(strings.Split(src, "\n")[line-1]), "show(")
}

var stdImporter = importer.ForCompiler(token.NewFileSet(), "source", nil)

// lower type-checks one file and lowers it.
func lower(t testing.TB, name, src string) (*token.FileSet, *ir.Unit, []*ast.File) {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	info := &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Implicits: map[ast.Node]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{}, Instances: map[*ast.Ident]types.Instance{},
		Scopes: map[ast.Node]*types.Scope{}, FileVersions: map[*ast.File]string{},
	}
	conf := types.Config{Importer: stdImporter, GoVersion: "go1.25"}
	if strings.HasPrefix(src, "//go:build go1.21\n") {
		conf.GoVersion = "go1.21"
	}
	pkg, err := conf.Check("p", fset, []*ast.File{f}, info)
	if err != nil {
		t.Fatal(err)
	}
	files := []*ast.File{f}
	return fset, ir.Lower(fset, pkg, info, files, func(*ast.File) bool { return false }), files
}

// shown executes the cases of a unit until nothing new is stored, and returns
// what show was given, by line.
func shown(fset *token.FileSet, unit *ir.Unit, names []string) map[int][]string {
	lib := stdlib.Library()
	sets := map[int]map[string]bool{}
	it := &flow.Interp{Prog: flow.NewProgram(unit)}
	lib["p.show"] = func(c *flow.Call) ([]flow.Value, bool) {
		line := fset.Position(c.Node.NamePos).Line
		if sets[line] == nil {
			sets[line] = map[string]bool{}
		}
		for _, s := range write(it, c.Arg(0)) {
			sets[line][s] = true
		}
		return nil, true
	}
	lib["p.input"] = func(c *flow.Call) ([]flow.Value, bool) { return c.Unknown("input"), true }
	it.Hooks.Lookup = func(name string) flow.Intrinsic { return lib[name] }
	run := func(last bool) {
		clear(sets)
		for _, n := range names {
			if f := unit.Funcs[n]; !strings.HasSuffix(n, "#") && n != "p.show" && n != "p.input" {
				if last && !strings.HasPrefix(ir.Base(n), "case") {
					continue
				}
				it.Run(f)
			}
		}
	}
	it.Learn(func() bool {
		run(false)
		return false
	})
	it.Final(func() { run(true) })
	out := map[int][]string{}
	for line, set := range sets {
		out[line] = slices.Sorted(maps.Keys(set))
	}
	return out
}

// write shows the alternatives of a value as the comments have them.
func write(it *flow.Interp, v flow.Value) []string {
	if len(v) == 0 {
		return []string{"nothing"}
	}
	var out []string
	for _, a := range v {
		switch a.Kind {
		case flow.TextK:
			s := `"` + a.Text.String() + `"`
			if s == `"{?}"` {
				s = "?"
			}
			out = append(out, s)
		case flow.IntK:
			out = append(out, fmt.Sprint(a.Int))
		case flow.BoolK:
			out = append(out, fmt.Sprint(a.Int == 1))
		case flow.NilK:
			out = append(out, "nil")
		case flow.AbsentK:
			out = append(out, "absent")
		case flow.FuncK:
			out = append(out, "func")
		case flow.RefK:
			out = append(out, "pointer")
		case flow.ObjK:
			out = append(out, "a "+it.Object(a.Obj).Type)
		default:
			out = append(out, "?")
		}
	}
	return out
}
