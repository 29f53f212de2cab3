// Package paths knows what happens around a call in a program as a whole: who
// leads to it, what stands before it on every way, where a value comes from, and
// what the code does with an answer, up to the visitor or the end of the process.
//
// It works on the main modules of a run in SSA form, with a call graph over
// interfaces and function values. It is built when somebody asks, so lint does not
// pay for it. Code of other modules has no bodies here: what it does is known by
// tables alone.
package paths

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/callgraph"
	"golang.org/x/tools/go/callgraph/cha"
	"golang.org/x/tools/go/callgraph/vta"
	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"
)

// A Program is the main modules of a run.
type Program struct {
	Fset *token.FileSet
	SSA  *ssa.Program
	// Left are packages that could not be taken in, since their types are broken.
	Left []string
	// Mains are the main packages, Libraries all others.
	Mains []*ssa.Package

	pkgs    map[string]*ssa.Package
	own     map[*types.Package]bool
	graph   *callgraph.Graph
	funcs   []*ssa.Function // of the module, in a fixed order
	byName  map[string][]*ssa.Function
	byParen map[token.Pos][]ssa.CallInstruction
	parens  map[[2]token.Pos]token.Pos // call expression to its parenthesis
	fields  map[fieldKey][]store
	globals map[*ssa.Global][]ssa.Value
	allocs  map[ssa.Value][]ssa.Value // what is stored to a variable
	roots   []Root
	written map[any][]*ssa.Store // by address; see stores
	reached map[*ssa.Function]bool
	meter   *machine
	// sleeping are the functions that sleep; nil until somebody asks.
	sleeping map[*ssa.Function]bool
	atomics  map[any][]ssa.Value // see atomically
	// closures are where literals and method values are made.
	closures map[*ssa.Function][]*ssa.MakeClosure
	spent    int // steps of all explorations; see maxSpent
	// Retrying says what a function of a retry library is; nil: nothing is.
	Retrying func(names []string) Retry
	// Opaque is set when code is reached in a way that is not followed.
	Opaque bool
}

type fieldKey struct {
	typ   string
	field int
}

type store struct {
	val ssa.Value
	fn  *ssa.Function
	// making is set when it fills a new object.
	making bool
}

// Build makes the program of the loaded packages.
func Build(loaded []*packages.Package) *Program {
	p := &Program{pkgs: map[string]*ssa.Package{}, own: map[*types.Package]bool{}, byName: map[string][]*ssa.Function{}, byParen: map[token.Pos][]ssa.CallInstruction{},
		parens: map[[2]token.Pos]token.Pos{}, fields: map[fieldKey][]store{}, globals: map[*ssa.Global][]ssa.Value{}, allocs: map[ssa.Value][]ssa.Value{}, closures: map[*ssa.Function][]*ssa.MakeClosure{}}
	if len(loaded) == 0 {
		return p
	}
	p.Fset = loaded[0].Fset
	p.SSA = ssa.NewProgram(p.Fset, ssa.InstantiateGenerics)
	created := map[*types.Package]bool{}
	var imports func(t *types.Package)
	imports = func(t *types.Package) {
		for _, imp := range t.Imports() {
			if !created[imp] {
				created[imp] = true
				if !p.own[imp] {
					p.SSA.CreatePackage(imp, nil, nil, true)
				}
				imports(imp)
			}
		}
	}
	var whole []*packages.Package
	for _, l := range loaded {
		if len(l.Errors) > 0 || l.IllTyped {
			p.Left = append(p.Left, l.PkgPath)
			continue
		}
		p.own[l.Types] = true
		whole = append(whole, l)
	}
	slices.SortFunc(whole, func(a, b *packages.Package) int {
		return cmp.Or(cmp.Compare(a.PkgPath, b.PkgPath), cmp.Compare(a.ID, b.ID))
	})
	for _, l := range whole {
		created[l.Types] = true
		p.pkgs[l.PkgPath] = p.SSA.CreatePackage(l.Types, l.Syntax, l.TypesInfo, true)
	}
	for _, l := range whole {
		imports(l.Types)
	}
	for _, l := range whole {
		pkg := p.pkgs[l.PkgPath]
		if !build(pkg) {
			p.Left = append(p.Left, l.PkgPath)
			delete(p.pkgs, l.PkgPath)
			continue
		}
		if l.Name == "main" {
			p.Mains = append(p.Mains, pkg)
		}
		for _, f := range l.Syntax {
			ast.Inspect(f, func(n ast.Node) bool {
				if c, ok := n.(*ast.CallExpr); ok {
					p.parens[[2]token.Pos{c.Pos(), c.End()}] = c.Lparen
				}
				return true
			})
		}
	}
	p.index()
	return p
}

// build builds one package; code that the checker let through can still be too
// broken for it.
func build(pkg *ssa.Package) (ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	pkg.Build()
	return true
}

// Own reports whether a function belongs to the main modules and has a body.
func (p *Program) Own(f *ssa.Function) bool {
	if f == nil || len(f.Blocks) == 0 {
		return false
	}
	for g := f; g != nil; g = g.Parent() {
		if g.Origin() != nil {
			g = g.Origin()
		}
		if g.Pkg != nil {
			return p.own[g.Pkg.Pkg]
		}
	}
	return f.Synthetic != ""
}

func (p *Program) index() {
	all := ssautil.AllFunctions(p.SSA)
	for f := range all {
		if !p.Own(f) {
			continue
		}
		p.funcs = append(p.funcs, f)
	}
	slices.SortFunc(p.funcs, p.compareFuncs)
	p.graph = vta.CallGraph(all, cha.CallGraph(p.SSA))
	for _, f := range p.funcs {
		name := Name(f)
		p.byName[name] = append(p.byName[name], f)
		for _, b := range f.Blocks {
			for _, in := range b.Instrs {
				p.note(f, in)
			}
		}
	}
	p.findRoots()
	p.reach()
}

func (p *Program) note(f *ssa.Function, in ssa.Instruction) {
	switch in := in.(type) {
	case ssa.CallInstruction:
		if pos := in.Common().Pos(); pos.IsValid() {
			p.byParen[pos] = append(p.byParen[pos], in)
		}
	case *ssa.Store:
		switch addr := in.Addr.(type) {
		case *ssa.FieldAddr:
			k := keyOf(addr.X.Type(), addr.Field)
			p.fields[k] = append(p.fields[k], store{in.Val, f, isNew(addr)})
		case *ssa.Global:
			p.globals[addr] = append(p.globals[addr], in.Val)
		case *ssa.IndexAddr:
			p.allocs[addr.X] = append(p.allocs[addr.X], in.Val)
		default:
			p.allocs[in.Addr] = append(p.allocs[in.Addr], in.Val)
		}
	case *ssa.MakeClosure:
		if g, ok := in.Fn.(*ssa.Function); ok {
			p.closures[g] = append(p.closures[g], in)
		}
	case *ssa.MapUpdate:
		p.allocs[in.Map] = append(p.allocs[in.Map], in.Value)
	}
}

// isNew reports whether a field is one of an object that its function makes.
func isNew(addr *ssa.FieldAddr) bool {
	for {
		switch x := addr.X.(type) {
		case *ssa.Alloc:
			return true
		case *ssa.FieldAddr:
			addr = x
		default:
			return false
		}
	}
}

func keyOf(t types.Type, field int) fieldKey {
	return fieldKey{typeName(t), field}
}

// typeName writes a type without pointers and type arguments.
func typeName(t types.Type) string {
	for {
		t = types.Unalias(t)
		ptr, ok := t.(*types.Pointer)
		if !ok {
			break
		}
		t = ptr.Elem()
	}
	if n, ok := t.(*types.Named); ok {
		n = n.Origin()
		if n.Obj().Pkg() == nil {
			return n.Obj().Name()
		}
		return n.Obj().Pkg().Path() + "." + n.Obj().Name()
	}
	return types.TypeString(t, nil)
}

// Name writes a function as the tables do: import path, receiver type and name,
// joined by dots.
func Name(f *ssa.Function) string {
	if f.Origin() != nil {
		f = f.Origin()
	}
	if f.Parent() != nil {
		return Name(f.Parent()) + "$" + strings.TrimPrefix(f.Name(), f.Parent().Name()+"$")
	}
	if o, ok := f.Object().(*types.Func); ok {
		return objectName(o)
	}
	if f.Signature.Recv() != nil {
		return typeName(f.Signature.Recv().Type()) + "." + f.Name()
	}
	if f.Pkg != nil {
		return f.Pkg.Pkg.Path() + "." + f.Name()
	}
	return f.Name()
}

func objectName(o *types.Func) string {
	o = o.Origin()
	sig := o.Type().(*types.Signature)
	if sig.Recv() != nil {
		return typeName(sig.Recv().Type()) + "." + o.Name()
	}
	if o.Pkg() == nil {
		return o.Name()
	}
	return o.Pkg().Path() + "." + o.Name()
}

// Callees returns the functions that a call may enter, those of the module and
// others alike, in a fixed order.
func (p *Program) Callees(c ssa.CallInstruction) []*ssa.Function {
	if f := c.Common().StaticCallee(); f != nil {
		return []*ssa.Function{f}
	}
	n := p.graph.Nodes[c.Parent()]
	if n == nil {
		return nil
	}
	var out []*ssa.Function
	for _, e := range n.Out {
		if e.Site == c && !slices.Contains(out, e.Callee.Func) {
			out = append(out, e.Callee.Func)
		}
	}
	slices.SortFunc(out, func(a, b *ssa.Function) int {
		return cmp.Or(strings.Compare(a.String(), b.String()), p.compareFuncs(a, b))
	})
	return out
}

// Names returns what a call is by its full name: of the functions it may enter,
// and of the interface's method.
func (p *Program) Names(c ssa.CallInstruction) []string {
	var out []string
	if m := c.Common().Method; m != nil {
		out = append(out, objectName(m))
	}
	for _, f := range p.Callees(c) {
		f = through(f)
		if n := Name(f); !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// through looks through what the compiler makes of a bound method or a promoted
// one.
func through(f *ssa.Function) *ssa.Function {
	for f.Synthetic != "" && f.Parent() == nil && f.Object() == nil && len(f.Blocks) > 0 {
		var next *ssa.Function
		for _, b := range f.Blocks {
			for _, in := range b.Instrs {
				if c, ok := in.(ssa.CallInstruction); ok && c.Common().StaticCallee() != nil {
					next = c.Common().StaticCallee()
				}
			}
		}
		if next == nil {
			break
		}
		f = next
	}
	return f
}

// Callers returns the calls that may enter a function, in a fixed order.
func (p *Program) Callers(f *ssa.Function) []ssa.CallInstruction {
	n := p.graph.Nodes[f]
	if n == nil {
		return nil
	}
	var out []ssa.CallInstruction
	for _, e := range n.In {
		if e.Site != nil && p.Own(e.Caller.Func) && !slices.Contains(out, e.Site) {
			out = append(out, e.Site)
		}
	}
	slices.SortFunc(out, p.compareCalls)
	return out
}

// At finds the calls that a call expression became.
func (p *Program) At(from, to token.Pos) []ssa.CallInstruction {
	return p.byParen[p.parens[[2]token.Pos{from, to}]]
}

// Func finds a function by its full name.
func (p *Program) Func(name string) *ssa.Function {
	if fs := p.byName[name]; len(fs) > 0 {
		return fs[0]
	}
	return nil
}

// Funcs returns the functions of the module.
func (p *Program) Funcs() []*ssa.Function { return p.funcs }

// Pos is where a value or instruction stands: the first position that is known.
func Pos(v interface{ Pos() token.Pos }) token.Pos {
	if v.Pos().IsValid() {
		return v.Pos()
	}
	if in, ok := v.(ssa.Instruction); ok && in.Block() != nil {
		// A near neighbour of the same block stands on the line.
		for _, n := range in.Block().Instrs {
			if n.Pos().IsValid() {
				return n.Pos()
			}
		}
		return in.Parent().Pos()
	}
	return token.NoPos
}
