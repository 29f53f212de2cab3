package driver

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// A surface is what a package offers by name and what it selects by name, read
// from its syntax alone.
type surface struct {
	funcs   map[string]bool // exported functions, and variables, which may hold one
	takers  map[string]bool // exported methods with parameters
	getters map[string]bool // exported methods without
	fields  bool            // an exported struct has exported fields, so that its values can be filled

	selected map[string]bool            // every name after a dot
	of       map[string]map[string]bool // names selected from an import, by its path
	dots     map[string]bool            // paths imported with a dot
}

// surfaceOf reads the package in dir. Test files do not count.
func surfaceOf(dir string) *surface {
	s := &surface{
		funcs: map[string]bool{}, takers: map[string]bool{}, getters: map[string]bool{},
		selected: map[string]bool{}, of: map[string]map[string]bool{}, dots: map[string]bool{},
	}
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if !isGoFile(e) || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		f, _ := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, e.Name()), nil, parser.SkipObjectResolution)
		if f != nil {
			s.file(f)
		}
	}
	return s
}

func (s *surface) file(f *ast.File) {
	for _, decl := range f.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			s.function(decl)
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				s.spec(spec)
			}
		}
	}
	imported := map[string]string{}
	for _, imp := range f.Imports {
		path, err := strconv.Unquote(imp.Path.Value)
		switch {
		case err != nil:
		case imp.Name != nil && imp.Name.Name == ".":
			s.dots[path] = true
		case imp.Name != nil:
			imported[imp.Name.Name] = path
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		s.selected[sel.Sel.Name] = true
		if x, ok := sel.X.(*ast.Ident); ok {
			// Without a name of its own an import is known by its last elements;
			// see [surface.uses].
			key := x.Name
			if path, ok := imported[key]; ok {
				key = path
			}
			if s.of[key] == nil {
				s.of[key] = map[string]bool{}
			}
			s.of[key][sel.Sel.Name] = true
		}
		return true
	})
}

func (s *surface) function(decl *ast.FuncDecl) {
	switch {
	case !decl.Name.IsExported():
	case decl.Recv == nil:
		s.funcs[decl.Name.Name] = true
	case decl.Type.Params.NumFields() > 0:
		s.takers[decl.Name.Name] = true
	default:
		s.getters[decl.Name.Name] = true
	}
}

func (s *surface) spec(spec ast.Spec) {
	switch spec := spec.(type) {
	case *ast.ValueSpec:
		for _, name := range spec.Names {
			// Constants as well: telling them apart is not worth the trouble.
			if name.IsExported() {
				s.funcs[name.Name] = true
			}
		}
	case *ast.TypeSpec:
		t, _ := spec.Type.(*ast.StructType)
		if t == nil {
			return
		}
		for _, field := range t.Fields.List {
			for _, name := range field.Names {
				s.fields = s.fields || name.IsExported()
			}
		}
	}
}

// fewPackages is up to how many packages that declare a method of one name a
// call of that name may mean any of them. Beyond, it is a call through an
// interface with many implementations, which nobody follows.
const fewPackages = 16

// A useGraph answers whether code of one package can call into another.
type useGraph struct {
	*importGraph
	surfaces map[string]*surface
	declared map[string]int // method name: packages asked about that declare it
	counted  map[string]bool
}

func newUseGraph(g *importGraph) *useGraph {
	return &useGraph{importGraph: g, surfaces: map[string]*surface{}, declared: map[string]int{}, counted: map[string]bool{}}
}

func (g *useGraph) surface(dir string) *surface {
	s := g.surfaces[dir]
	if s == nil {
		s = surfaceOf(dir)
		g.surfaces[dir] = s
	}
	return s
}

// count notes which methods the packages that dir reaches declare, so that
// [useGraph.uses] can tell a common name from a rare one. It must have seen all
// makers before uses is asked, or the answers would depend on the order.
func (g *useGraph) count(dir string) {
	for dep := range g.reach(dir) {
		if g.counted[dep] || !g.speaks[dep] {
			continue
		}
		g.counted[dep] = true
		s := g.surface(dep)
		for _, names := range []map[string]bool{s.takers, s.getters} {
			for name := range names {
				g.declared[name]++
			}
		}
	}
}

// uses reports whether code of the package in dir can call a function or a
// method of the package in dep, which it imports or reaches: it selects one by
// name. A plain value of a type, such as an entry of a list of plug-ins, is no
// call.
func (g *useGraph) uses(dir, dep string) bool {
	s, d := g.surface(dir), g.surface(dep)
	path := g.nodes[dep].path
	direct := false
	for _, other := range g.deps[dir] {
		direct = direct || other == dep
	}
	if s.dots[path] {
		return true
	}
	if direct {
		for key, names := range s.of {
			if key != path && !mayName(key, path) {
				continue
			}
			if overlap(names, d.funcs) {
				return true
			}
		}
	}
	for _, methods := range []map[string]bool{d.takers, d.getters} {
		for name := range methods {
			if !s.selected[name] || !d.takers[name] && !d.fields {
				continue
			}
			if direct || g.declared[name] <= fewPackages {
				return true
			}
		}
	}
	return false
}

// mayName reports whether an identifier can be the name of an import that has
// no name of its own: the package's name need not be the last element of its
// path, so that any shared word will do.
func mayName(ident, path string) bool {
	for elem := range strings.SplitSeq(path, "/") {
		if strings.Contains(elem, ident) || strings.Contains(ident, elem) {
			return true
		}
	}
	return false
}

func overlap(a, b map[string]bool) bool {
	for name := range a {
		if b[name] {
			return true
		}
	}
	return false
}
