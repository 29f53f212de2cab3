package driver

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A surface is what a package offers by name and what it selects by name, read
// from its syntax alone.
type surface struct {
	funcs   map[string]bool // exported functions, variables, which may hold one, and constants
	methods map[string]bool // exported ones
	fields  map[string]bool // exported ones of exported structs
	// lends is set when an exported type has methods that are declared elsewhere:
	// it embeds a type or is another name for one.
	lends bool

	name     string                     // of the package
	selected map[string]bool            // every name after a dot
	of       map[string]map[string]bool // names selected from an import, by its path
	// filled are the types of imports that have a composite literal with
	// elements. An empty one is a value that is made to be put into a list, and
	// counts as no selection.
	filled map[string]map[string]bool
	dots   map[string]bool // paths imported with a dot
}

// surfaceOf reads the package in dir. Test files do not count.
func (w *workspace) surfaceOf(dir string) *surface {
	s := &surface{
		funcs: map[string]bool{}, methods: map[string]bool{}, fields: map[string]bool{},
		selected: map[string]bool{}, of: map[string]map[string]bool{}, filled: map[string]map[string]bool{}, dots: map[string]bool{},
	}
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if !isGoFile(e) || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		src, err := w.text(filepath.Join(dir, e.Name()))
		if err != nil {
			continue
		}
		f, _ := parser.ParseFile(token.NewFileSet(), e.Name(), src, parser.SkipObjectResolution)
		if f != nil {
			s.file(f)
		}
	}
	return s
}

// knownSurface returns the surface of a directory, from the session if nothing has
// changed since.
func (w *workspace) knownSurface(dir string) *surface {
	if w.session == nil || w.session.nodes[dir].stamp == "" {
		return w.surfaceOf(dir)
	}
	stamp := w.session.nodes[dir].stamp
	known := w.session.faces[dir]
	if known.stamp != stamp {
		known = surfaced{stamp, w.surfaceOf(dir)}
		w.session.faces[dir] = known
	}
	return known.surface
}

func (s *surface) file(f *ast.File) {
	s.name = f.Name.Name
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
	note := func(to map[string]map[string]bool, sel *ast.SelectorExpr) {
		x, ok := sel.X.(*ast.Ident)
		if !ok {
			return
		}
		// An import without a name of its own is known by the package's.
		key := x.Name
		if path, ok := imported[key]; ok {
			key = path
		}
		if to[key] == nil {
			to[key] = map[string]bool{}
		}
		to[key][sel.Sel.Name] = true
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CompositeLit:
			sel, ok := n.Type.(*ast.SelectorExpr)
			if ok && len(n.Elts) == 0 {
				return false
			}
			if ok {
				note(s.filled, sel)
			}
		case *ast.SelectorExpr:
			s.selected[n.Sel.Name] = true
			note(s.of, n)
		}
		return true
	})
}

func (s *surface) function(decl *ast.FuncDecl) {
	switch {
	case !decl.Name.IsExported():
	case decl.Recv == nil:
		s.funcs[decl.Name.Name] = true
	default:
		s.methods[decl.Name.Name] = true
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
		if !spec.Name.IsExported() {
			return
		}
		switch t := spec.Type.(type) {
		case *ast.StructType:
			for _, field := range t.Fields.List {
				s.lends = s.lends || len(field.Names) == 0
				for _, name := range field.Names {
					if name.IsExported() {
						s.fields[name.Name] = true
					}
				}
			}
		case *ast.InterfaceType:
			for _, method := range t.Methods.List {
				s.lends = s.lends || len(method.Names) == 0
				for _, name := range method.Names {
					if name.IsExported() {
						s.methods[name.Name] = true
					}
				}
			}
		case *ast.SelectorExpr:
			s.lends = true
		default:
			s.lends = s.lends || spec.Assign.IsValid()
		}
	}
}

// fewPackages is up to how many packages that declare a member of one name a
// selection of that name may mean any of them. Beyond, it is a call through an
// interface with many implementations, which nobody follows.
const fewPackages = 16

// A useGraph answers whether code of one package can call into another.
type useGraph struct {
	*importGraph
	surfaces map[string]*surface
	declared map[string]int // member: packages asked about that declare it
	counted  map[string]bool
}

func newUseGraph(g *importGraph) *useGraph {
	return &useGraph{importGraph: g, surfaces: map[string]*surface{}, declared: map[string]int{}, counted: map[string]bool{}}
}

func (g *useGraph) surface(dir string) *surface {
	s := g.surfaces[dir]
	if s == nil {
		s = g.w.knownSurface(dir)
		g.surfaces[dir] = s
	}
	return s
}

// count notes which members the packages that dir reaches declare, so that
// [useGraph.uses] can tell a common name from a rare one. It must have seen all
// whom uses is asked about before, or the answers would depend on the order.
func (g *useGraph) count(dir string) {
	for dep := range g.reach(dir) {
		if g.counted[dep] || !g.speaks[dep] && !g.nodes[dep].dated {
			continue
		}
		g.counted[dep] = true
		s := g.surface(dep)
		for name := range s.methods {
			g.declared[name]++
		}
		for name := range s.fields {
			if !s.methods[name] {
				g.declared[name]++
			}
		}
	}
}

// uses reports whether code of the package in dir can call a function or a
// method of the package in dep, which it imports or reaches, or fill a value of
// its types, and with fields also read one: it selects one by name. An empty
// value of a type, such as an entry of a list of plug-ins, is no use.
func (g *useGraph) uses(dir, dep string, fields bool) bool {
	s, d := g.surface(dir), g.surface(dep)
	path := g.nodes[dep].path
	direct := false
	for _, other := range g.deps[dir] {
		direct = direct || other == dep
	}
	if s.dots[path] {
		return true
	}
	named := false // other than to make an empty value
	if direct {
		for _, key := range []string{path, d.name} {
			if overlap(s.of[key], d.funcs) || len(s.filled[key]) > 0 {
				return true
			}
			named = named || len(s.of[key]) > 0
		}
	}
	if named && d.lends {
		return true // any name that is selected may be one of its methods
	}
	selects := func(members map[string]bool) bool {
		for name := range members {
			if s.selected[name] && (named || g.declared[name] <= fewPackages) {
				return true
			}
		}
		return false
	}
	return selects(d.methods) || fields && selects(d.fields)
}

// users returns what uses one of the marked packages, or one that does.
func (g *useGraph) users(marked map[string]bool) map[string]bool {
	candidates := slices.Sorted(maps.Keys(g.above(marked)))
	for _, dir := range candidates {
		g.count(dir)
	}
	found := map[string]bool{}
	for changed := true; changed; {
		changed = false
		for _, dir := range candidates {
			if found[dir] {
				continue
			}
			for dep := range g.reach(dir) {
				if dep != dir && (marked[dep] || found[dep]) && g.uses(dir, dep, true) {
					found[dir], changed = true, true
					break
				}
			}
		}
	}
	return found
}

func overlap(a, b map[string]bool) bool {
	for name := range a {
		if b[name] {
			return true
		}
	}
	return false
}
