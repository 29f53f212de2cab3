package flow

import "github.com/klaviyolint/klaviyolint/internal/flow/ir"

// The variables of a function under execution are parts of its frame. A
// variable that a literal captured, or whose address was taken, lives apart, in
// a cell: the frame holds a pointer to it, and each time its declaration runs
// there is a new one. So closures made in the turns of a loop have variables of
// their own, as in Go.

// declare makes a variable anew.
func (it *Interp) declare(fr *frame, i int64, v Value) {
	if fr.fn.IsBoxed(int(i)) {
		id := it.alloc(&Object{Internal: true, loops: it.loops})
		it.Set(id, Pointee, v)
		v = it.RefTo(id, Pointee)
	}
	it.Set(fr.obj, variable(i), v)
}

// readVar reads a variable.
func (it *Interp) readVar(fr *frame, i int64) (Value, bool) {
	v, ok := it.Get(fr.obj, variable(i))
	if !ok || !fr.fn.IsBoxed(int(i)) {
		return v, ok
	}
	var out Value
	for _, a := range v {
		if a.Kind == RefK {
			w, _ := it.Get(a.Ref.Obj, a.Ref.Key)
			out = Join(out, w)
		}
	}
	return out, len(out) > 0
}

// assignVar writes a variable that was declared before.
func (it *Interp) assignVar(fr *frame, i int64, v Value) {
	if !fr.fn.IsBoxed(int(i)) {
		it.Set(fr.obj, variable(i), v)
		return
	}
	ref, ok := it.Get(fr.obj, variable(i))
	if !ok || len(ref) == 0 {
		it.declare(fr, i, v)
		return
	}
	it.storeRefs(ref, v)
}

// refVar is a pointer to a variable that lives apart.
func (it *Interp) refVar(fr *frame, n *ir.Node) Value {
	ref, ok := it.Get(fr.obj, variable(n.Int))
	if !ok || len(ref) == 0 {
		it.declare(fr, n.Int, it.Fresh(n.Type, Origin{Kind: "var", Name: n.Str}))
		ref, _ = it.Get(fr.obj, variable(n.Int))
	}
	return ref
}

// capture makes the function value of a literal.
func (it *Interp) capture(n *ir.Node) *Closure {
	fr := it.frame()
	c := &Closure{Fn: n.Fn, Name: n.Fn.Name, TypeArgs: fr.types}
	for _, cp := range n.Fn.Captures {
		c.Vars = append(c.Vars, it.refVar(fr, &ir.Node{Op: ir.OpVar, Int: int64(cp.Outer)}))
	}
	return c
}

// storeRefs writes through pointers; where there are several, to each on a path
// of its own.
func (it *Interp) storeRefs(ref, v Value) {
	var places []Place
	for _, a := range ref {
		if a.Kind == RefK {
			places = append(places, *a.Ref)
		}
	}
	if len(places) == 1 && len(ref) == 1 {
		it.setPlace(places[0], v)
		return
	}
	var fs []func()
	for _, p := range places {
		fs = append(fs, func() { it.setPlace(p, v) })
	}
	if len(places) > 0 && len(places) < len(ref) {
		fs = append(fs, func() {}) // it may point elsewhere
	}
	if len(fs) > 0 {
		it.Fork(fs...)
	}
}

func (it *Interp) setPlace(p Place, v Value) {
	switch {
	case p.Obj == 0:
		it.setGlobal(p.Key.Name, v)
	case p.Key.Kind == IndexKey:
		it.SetIndex(p.Obj, IntValue(p.Key.Num), v)
	case p.Key.Kind == AnyIndexKey:
		it.SetIndex(p.Obj, UnknownFrom(Origin{Kind: "index"}, "int"), v)
	default:
		it.Set(p.Obj, p.Key, v)
	}
}

// readPlace reads what a pointer to a part of an object points to.
func (it *Interp) readPlace(p Place, typ string) Value {
	switch p.Key.Kind {
	case FieldKey:
		if p.Obj == 0 {
			return it.readGlobal(&ir.Node{Op: ir.OpGlobal, Str: p.Key.Name, Type: typ})
		}
		return it.ReadField(p.Obj, p.Key.Name, typ)
	case IndexKey:
		return it.ReadIndex(p.Obj, IntValue(p.Key.Num), typ)
	case AnyIndexKey:
		return it.ReadIndex(p.Obj, UnknownFrom(Origin{Kind: "index"}, "int"), typ)
	}
	v, _ := it.Get(p.Obj, p.Key)
	return v
}

// setGlobal writes a package variable.
func (it *Interp) setGlobal(name string, v Value) {
	if _, ok := it.st.get(key{0, Field(name)}); !ok {
		// Where another path leaves it as it is, that is what it was before.
		typ := ""
		if g := it.Prog.Global(name); g != nil {
			typ = g.Type
		}
		it.readGlobal(&ir.Node{Op: ir.OpGlobal, Str: name, Type: typ})
	}
	it.st.put(key{0, Field(name)}, v)
	if it.Stores != nil {
		it.note(name, v, true)
	}
}

// instance binds the type parameters of a function that is called by its name:
// to what the call says, else, in methods of generic types, to nothing.
func (it *Interp) instance(f *ir.Func, n *ir.Node, _ Value) *Closure {
	if len(f.TypeParams) == 0 || len(n.TypeArgs) != len(f.TypeParams) {
		return nil
	}
	return &Closure{Fn: f, Name: f.Name, TypeArgs: it.bindTypes(f, n.TypeArgs)}
}

func (it *Interp) bindTypes(f *ir.Func, args []string) map[string]string {
	out := make(map[string]string, len(args))
	for i, a := range args {
		out[f.TypeParams[i]] = it.typ(a)
	}
	return out
}

// typ replaces a type parameter, also one under a pointer or list, by the type
// that the present function was instantiated with.
func (it *Interp) typ(name string) string {
	if len(it.frames) == 0 || len(it.frame().types) == 0 {
		return name
	}
	for i := range len(name) {
		if name[i] == '?' {
			if t, ok := it.frame().types[name[i+1:]]; ok {
				return name[:i] + t
			}
			return name
		}
	}
	return name
}
