package ir

import (
	"go/token"
	"maps"
	"slices"
)

// A Portable is a Unit in a form that encoding/gob writes the same way every
// time: lists in order, no positions, no nil.
type Portable struct {
	Pkg     string
	Funcs   []*Func
	Types   []PortableType
	Globals []*Global
	Under   []Under
	Made    []string
	Main    bool
}

// Under is what is under a named type of another package.
type Under struct{ Name, Type string }

// A PortableType is a Type with its methods in order.
type PortableType struct {
	Name    string
	Fields  []Field
	Names   []string
	Methods []Method
	Gen     bool
	Struct  bool
	Under   string
	// Exported types may be made and filled by whoever imports the package.
	Exported bool
}

// Port writes the named functions and variables of the program, and the types,
// variables and field values that they need, for another package. judged tells
// which constants the package has judged itself.
func Port(p *Program, funcs, globals []string, judged func(token.Pos) bool) *Portable {
	out := &Portable{Pkg: p.Unit().Pkg}
	pt := &porter{prog: p, judged: judged, funcs: map[string]bool{}, globals: map[string]bool{}, types: map[string]bool{}}
	for _, name := range funcs {
		pt.fn(name)
	}
	for _, name := range globals {
		pt.global(name)
	}
	for _, t := range slices.Sorted(maps.Keys(p.Unit().Types)) {
		pt.types[t] = true
	}
	u := p.Unit()
	out.Main = u.Main
	for _, name := range slices.Sorted(maps.Keys(u.Under)) {
		out.Under = append(out.Under, Under{name, u.Under[name]})
	}
	out.Made = slices.Sorted(maps.Keys(u.Made))
	for _, name := range slices.Sorted(maps.Keys(pt.funcs)) {
		f := p.Func(name)
		if u.Funcs[name] == f {
			f = pt.copyFunc(f)
		}
		out.Funcs = append(out.Funcs, f)
	}
	for _, name := range slices.Sorted(maps.Keys(pt.globals)) {
		if u.Globals[name] == nil {
			out.Globals = append(out.Globals, p.Global(name))
			continue
		}
		g := *p.Global(name)
		g.Init, g.Pos = pt.node(g.Init), token.NoPos
		out.Globals = append(out.Globals, &g)
	}
	for _, name := range slices.Sorted(maps.Keys(pt.types)) {
		t := p.Type(name)
		if t == nil {
			continue
		}
		c := PortableType{Name: t.Name, Fields: t.Fields, Gen: t.Gen, Struct: t.Struct, Under: t.Under, Exported: t.Exported}
		for _, m := range slices.Sorted(maps.Keys(t.Methods)) {
			c.Names = append(c.Names, m)
			c.Methods = append(c.Methods, t.Methods[m])
		}
		out.Types = append(out.Types, c)
	}
	return out
}

// Unit gives the portable form back its maps.
func (p *Portable) Unit() *Unit {
	u := &Unit{Pkg: p.Pkg, Funcs: map[string]*Func{}, Types: map[string]*Type{}, Globals: map[string]*Global{}, Under: map[string]string{}, Made: map[string]bool{}, Main: p.Main}
	for _, x := range p.Under {
		u.Under[x.Name] = x.Type
	}
	for _, name := range p.Made {
		u.Made[name] = true
	}
	for _, f := range p.Funcs {
		u.Funcs[f.Name] = f
	}
	for _, t := range p.Types {
		c := &Type{Name: t.Name, Fields: t.Fields, Gen: t.Gen, Struct: t.Struct, Under: t.Under, Exported: t.Exported, Methods: map[string]Method{}}
		for i, n := range t.Names {
			c.Methods[n] = t.Methods[i]
		}
		u.Types[t.Name] = c
	}
	for _, g := range p.Globals {
		u.Globals[g.Name] = g
	}
	return u
}

// A porter finds what is needed, and copies it. What an import told is in this form
// already, and goes on as it is: a fact of a package far up would else hold a copy
// of all that is below it.
type porter struct {
	prog    *Program
	judged  func(token.Pos) bool
	funcs   map[string]bool
	globals map[string]bool
	types   map[string]bool
}

// fn adds a function and whatever its body names.
func (pt *porter) fn(name string) {
	f := pt.prog.Func(name)
	if f == nil || pt.funcs[name] {
		return
	}
	pt.funcs[name] = true
	for _, t := range f.Types {
		pt.typ(t)
	}
	pt.needs(f.Body)
}

func (pt *porter) typ(name string) {
	name = Elem(name)
	if pt.types[name] {
		return
	}
	t := pt.prog.Type(name)
	if t == nil {
		return
	}
	pt.types[name] = true
	for _, f := range t.Fields {
		pt.typ(f.Type)
	}
}

// global adds a package variable and whatever its initialiser names.
func (pt *porter) global(name string) {
	if g := pt.prog.Global(name); g != nil && !pt.globals[name] {
		pt.globals[name] = true
		pt.needs(g.Init)
	}
}

func (pt *porter) needs(n *Node) {
	if n.Missing() {
		return
	}
	switch n.Op {
	case OpCall, OpFunc, OpMethodVal:
		pt.fn(n.Str)
	case OpGlobal:
		pt.global(n.Str)
	case OpStruct, OpConv, OpAssert:
		pt.typ(n.Type)
		if n.Op != OpAssert {
			pt.methods(n.Type)
		}
	}
	for _, k := range n.Kids {
		pt.needs(k)
	}
	if n.Fn != nil {
		pt.needs(n.Fn.Body)
	}
}

// methods adds the methods of a type that a literal makes: a RoundTripper or
// an implementation is reached by its dynamic type only.
func (pt *porter) methods(name string) {
	if t := pt.prog.Type(name); t != nil {
		for _, m := range slices.Sorted(maps.Keys(t.Methods)) {
			if f := pt.prog.Func(t.Methods[m].Func); f != nil && f.Size < 400 {
				pt.fn(t.Methods[m].Func)
			}
		}
	}
}

func (pt *porter) copyFunc(f *Func) *Func {
	c := *f
	c.Body, c.Pos = pt.node(f.Body), token.NoPos
	return &c
}

func (pt *porter) node(n *Node) *Node {
	if n == nil {
		return none
	}
	c := *n
	if pt.judged != nil && n.Op == OpConst && pt.judged(n.Pos) {
		c.Judged = true
	}
	c.Pos, c.End, c.NamePos = 0, 0, 0
	c.Kids = nil
	for _, k := range n.Kids {
		c.Kids = append(c.Kids, pt.node(k))
	}
	if n.Fn != nil {
		c.Fn = pt.copyFunc(n.Fn)
	}
	return &c
}
