package flow

import (
	"net/textproto"
	"strconv"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// Canonical writes a header name as net/http does.
func Canonical(s string) string { return textproto.CanonicalMIMEHeaderKey(s) }

func itoa(i int64) string { return strconv.FormatInt(i, 10) }

// multiEval evaluates an expression that may have several results.
func (it *Interp) multiEval(n *ir.Node) []Value {
	switch n.Op {
	case ir.OpCall, ir.OpDynCall:
		return it.callNode(n)
	case ir.OpAssert, ir.OpIndex:
		return []Value{it.eval(n), UnknownFrom(Origin{Kind: "ok"}, "bool")}
	}
	return []Value{it.eval(n), UnknownFrom(Origin{Kind: "ok"}, "bool")}
}

func (it *Interp) eval(n *ir.Node) Value {
	if n.Missing() {
		return nil
	}
	it.step()
	switch n.Op {
	case ir.OpConst:
		return it.constant(n)
	case ir.OpNil:
		return NilValue()
	case ir.OpVar:
		if v, ok := it.Get(it.frame().obj, variable(n.Int)); ok && len(v) > 0 {
			return v
		}
		v := it.Fresh(n.Type, Origin{Kind: "var", Name: n.Str})
		it.remember(it.frame().obj, variable(n.Int), v)
		return v
	case ir.OpGlobal:
		return it.readGlobal(n)
	case ir.OpFunc:
		return Value{{Kind: FuncK, Fn: &Closure{Fn: it.Prog.Func(n.Str), Name: n.Str, Frame: -1}}}
	case ir.OpFuncLit:
		f := it.frame()
		it.noteLit(n, f)
		return Value{{Kind: FuncK, Fn: &Closure{Fn: n.Fn, Name: n.Fn.Name, Frame: f.obj}}}
	case ir.OpMethodVal:
		recv := it.eval(n.Kids[0])
		fn := it.method(recv, n.Str)
		return Value{{Kind: FuncK, Fn: &Closure{Fn: it.Prog.Func(fn), Name: fn, Frame: -1, Bound: recv, Recv: true}}}
	case ir.OpField:
		v := it.field(n)
		if it.Hooks.Field != nil {
			v = it.Hooks.Field(it, n, v)
		}
		return v
	case ir.OpIndex:
		return it.index(n)
	case ir.OpSlice:
		return it.slice(n)
	case ir.OpDeref:
		out := it.Deref(it.eval(n.Kids[0]).Without(func(a Atom) bool { return a.Kind == NilK }))
		if len(out) == 0 {
			return it.Fresh(n.Type, Origin{Kind: "deref"})
		}
		return out
	case ir.OpAddr:
		return it.addr(n)
	case ir.OpNot:
		v := it.eval(n.Kids[0])
		if t := v.Truth(); t >= 0 {
			return BoolValue(t == 0)
		}
		return UnknownFrom(Origin{Kind: "cond"}, "bool")
	case ir.OpConcat:
		return TextsValue(Concat(it.eval(n.Kids[0]).Texts(), it.eval(n.Kids[1]).Texts()))
	case ir.OpBin:
		return it.binary(n)
	case ir.OpCall, ir.OpDynCall, ir.OpBuiltin:
		vs := it.callNode(n)
		if len(vs) == 0 {
			return UnknownFrom(Origin{Kind: "call", Name: n.Str}, "")
		}
		return vs[0]
	case ir.OpStruct, ir.OpMap, ir.OpList:
		return it.literal(n)
	case ir.OpAssert:
		return it.assertType(it.eval(n.Kids[0]), n.Type)
	case ir.OpConv:
		return it.convert(n)
	case ir.OpCopy:
		return it.Copy(it.eval(n.Kids[0]))
	}
	made := it.made()
	for _, k := range n.Kids {
		made = made.With(it.Depends(it.eval(k)))
	}
	return UnknownFrom(Origin{Kind: "expr", loops: made}, n.Type)
}

func (it *Interp) constant(n *ir.Node) Value {
	switch {
	case n.Type == "bool":
		v := BoolValue(n.Int == 1)
		v[0].Src = it.source(n)
		return v
	case len(n.Types) > 0 && n.Types[0] == "int":
		return Value{{Kind: IntK, Int: n.Int, Src: it.source(n), Type: n.Type}}
	case len(n.Types) > 0:
		return UnknownFrom(Origin{Kind: "number"}, n.Type)
	}
	return Value{{Kind: TextK, Type: n.Type, Text: Text{{Lit: n.Str, Src: it.source(n)}}}}
}

func (it *Interp) source(n *ir.Node) ir.Source {
	s := ir.Source{Pos: n.Pos, End: n.End, Named: n.Named, DeclPkg: n.DeclPkg, Judged: n.Judged}
	if len(it.frames) > 0 {
		s.Pkg, s.Gen = it.frame().fn.Pkg, it.frame().fn.Gen
	}
	return s
}

func (it *Interp) readGlobal(n *ir.Node) Value {
	k := key{0, Field(n.Str)}
	if v, ok := it.st.get(k); ok {
		if len(v) == 0 { // being initialised
			return it.Fresh(n.Type, Origin{Kind: "global", Name: n.Str})
		}
		return v
	}
	var v Value
	if g := it.Prog.Global(n.Str); g != nil && !g.Init.Missing() {
		it.root.put(k, nil)
		v = it.initGlobal(g)
	}
	if s := it.summary(n.Str); !s.empty() {
		v = Join(it.superseded(v, s), it.thaw(s))
	}
	it.watch(n.Str, v)
	if len(v) == 0 && it.Hooks.Lookup != nil {
		if in := it.Hooks.Lookup("var " + n.Str); in != nil {
			if rs, ok := in(&Call{It: it, Node: n, Name: n.Str}); ok {
				v = rs[0]
			}
		}
	}
	if len(v) == 0 {
		v = it.Fresh(n.Type, Origin{Kind: "global", Name: n.Str})
	}
	it.root.put(k, v)
	return v
}

// initGlobal evaluates the initialiser as if a function of its own did it,
// before everything else: in the root state.
func (it *Interp) initGlobal(g *ir.Global) (v Value) {
	pkg := g.Name[:strings.LastIndexByte(g.Name, '.')]
	f := &ir.Func{Name: g.Name + ".init", Pkg: pkg, ResTypes: make([]string, g.Index+1)}
	saved, savedTags, loops, around := it.st, it.Tags, it.loops, it.around
	it.st, it.Tags, it.loops, it.around = it.root, nil, 0, nil
	frames, made := it.frames, it.Len()
	it.frames = []*frame{{fn: f, obj: it.alloc(&Object{frame: true}), base: it.root}}
	vs := it.multiEval(g.Init)
	it.frames = frames
	for id := made; id < it.Len(); id++ {
		it.objs[id].thawed = true // other functions may have filled it since
	}
	it.root.dead = false
	it.st, it.Tags, it.loops, it.around = saved, savedTags, loops, around
	if g.Index < len(vs) {
		return vs[g.Index]
	}
	return nil
}

func (it *Interp) field(n *ir.Node) Value {
	base := it.eval(n.Kids[0])
	var out Value
	for _, a := range base {
		switch a.Kind {
		case ObjK:
			out = Join(out, it.mark(it.ReadField(a.Obj, n.Str, n.Type), it.objs[a.Obj].Origin.loops))
		case NilK, AbsentK:
		default:
			out = Join(out, it.Fresh(n.Type, Origin{Kind: "field", Name: n.Str, Obj: a.Origin.Obj, Sub: n.Str, loops: a.Origin.loops}))
		}
	}
	if len(out) == 0 {
		return it.Fresh(n.Type, Origin{Kind: "field", Name: n.Str})
	}
	return out
}

func (it *Interp) index(n *ir.Node) Value {
	base, k := it.eval(n.Kids[0]), it.eval(n.Kids[1])
	if it.Hooks.Index != nil {
		if v, ok := it.Hooks.Index(it, base, k, n); ok {
			return v
		}
	}
	var out Value
	for _, a := range base {
		if a.Kind == ObjK {
			out = Join(out, it.mark(it.ReadIndex(a.Obj, k, n.Type), it.objs[a.Obj].Origin.loops.With(it.shallow(k))))
		} else {
			out = Join(out, it.Fresh(n.Type, Origin{Kind: "index", Name: a.Origin.Name, loops: a.Origin.loops.With(it.shallow(k))}))
		}
	}
	if len(out) == 0 {
		return it.Fresh(n.Type, Origin{Kind: "index"})
	}
	return out
}

// ReadIndex reads an element of a list or an entry of a map.
func (it *Interp) ReadIndex(id ID, k Value, typ string) Value {
	o := it.objs[id]
	var out Value
	if o.List {
		if len(k) == 1 && k[0].Kind == IntK && k[0].Origin.Kind == "" {
			if v, ok := it.Get(id, Index(k[0].Int)); ok {
				return v
			}
		}
	} else if ts := k.Texts(); len(ts) == 1 {
		if s, ok := ts[0].Const(); ok {
			v, had := it.Get(id, Entry(it.mapName(o, s)))
			star, some := it.Get(id, AnyEntry)
			switch {
			case had && !v.Has(AbsentK):
				return v
			case had:
				return Join(v.Without(func(a Atom) bool { return a.Kind == AbsentK }), star, it.Zero(typ))
			case some:
				return Join(star, it.Zero(typ))
			case !o.Symbolic:
				return it.Zero(typ)
			}
			return it.Fresh(typ, Origin{Kind: "index", Name: s})
		}
	}
	// An unknown index: any of them.
	for _, f := range it.Written(id) {
		if f.IsElement() || f.IsEntry() {
			v, _ := it.Get(id, f)
			out = Join(out, v.Without(func(a Atom) bool { return a.Kind == AbsentK }))
		}
	}
	if o.Symbolic || len(out) == 0 {
		out = Join(out, it.Fresh(typ, Origin{Kind: "index", Name: o.Origin.Name}))
	}
	return out
}

func (it *Interp) slice(n *ir.Node) Value {
	v := it.eval(n.Kids[0])
	if n.Int == 1 || v.Has(ObjK) {
		return v
	}
	lo, hi := it.eval(n.Kids[1]), it.eval(n.Kids[2])
	if s, ok := v.Const(); ok && len(v[0].Text) == 1 {
		from, to := int64(0), int64(len(s))
		known := true
		if n.Kids[1].Op != ir.OpUnknown {
			known = known && len(lo) == 1 && lo[0].Kind == IntK
			if known {
				from = lo[0].Int
			}
		}
		if n.Kids[2].Op != ir.OpUnknown {
			known = known && len(hi) == 1 && hi[0].Kind == IntK
			if known {
				to = hi[0].Int
			}
		}
		if known && from >= 0 && from <= to && to <= int64(len(s)) {
			return TextsValue([]Text{v[0].Text.Slice(int(from), int(to))})
		}
	}
	// A part of something is not that thing, but what it is a part of is kept.
	o := Origin{Kind: "slice", loops: it.shallow(v).With(it.shallow(lo)).With(it.shallow(hi))}
	for _, a := range v {
		if a.Kind == Unknown && a.Origin.Kind != "slice" {
			o.Name, o.Sub = a.Origin.Name, a.Origin.Kind
		}
	}
	return UnknownFrom(o, n.Type)
}

func (it *Interp) addr(n *ir.Node) Value {
	x := n.Kids[0]
	v := it.eval(x)
	if len(v) > 0 && v[0].Kind == ObjK {
		return v
	}
	// The address of a scalar: a reference to the place for a variable, so that
	// a library may write through it, and a cell for anything else.
	if x.Op == ir.OpVar {
		return it.RefTo(it.frame().obj, variable(x.Int))
	}
	return it.NewCell(v, n)
}

// Deref reads through a pointer to a scalar.
func (it *Interp) Deref(v Value) Value {
	var out Value
	for _, a := range v {
		switch {
		case a.Kind == RefK:
			w, _ := it.Get(a.Ref.Obj, a.Ref.Key)
			out = Join(out, w)
		default:
			out = append(out, a)
		}
	}
	return out
}

// Assign writes through a pointer, as json.Unmarshal or errors.As do.
func (it *Interp) Assign(ptr, v Value) {
	for _, a := range ptr {
		if a.Kind == RefK {
			it.st.put(key{a.Ref.Obj, a.Ref.Key}, v)
		}
	}
}

func (it *Interp) literal(n *ir.Node) Value {
	id := it.New(n.Type, n)
	o := it.objs[id]
	switch n.Op {
	case ir.OpStruct:
		for _, kv := range n.Kids {
			if len(kv.Kids) > 0 {
				it.Set(id, Field(kv.Str), it.eval(kv.Kids[0]))
			}
		}
		it.Set(id, literal, NilValue())
	case ir.OpMap:
		o.Map = true
		it.Set(id, literal, NilValue())
		for _, kv := range n.Kids {
			it.SetIndex(id, it.eval(kv.Kids[0]), it.eval(kv.Kids[1]))
		}
	case ir.OpList:
		o.List = true
		for i, k := range n.Kids {
			if i > 400 {
				it.Set(id, AnyIndex, it.eval(k))
				break
			}
			it.Set(id, Index(int64(i)), it.eval(k))
		}
		it.Set(id, Length, IntValue(int64(len(n.Kids))))
	}
	return ObjValue(id)
}

func (it *Interp) assertType(v Value, typ string) Value {
	var out Value
	for _, a := range v {
		switch {
		case a.Kind == ObjK:
			o := it.objs[a.Obj]
			if o.Type == ir.Elem(typ) || it.isInterface(typ) {
				out = append(out, a)
			} else if o.Symbolic {
				out = Join(out, it.Fresh(typ, o.Origin))
			}
		case a.Kind == Unknown:
			out = Join(out, it.Fresh(typ, a.Origin))
		case a.Kind == NilK:
		default:
			out = append(out, a)
		}
	}
	if len(out) == 0 {
		return it.Fresh(typ, Origin{Kind: "assert"})
	}
	return out
}

func (it *Interp) isInterface(typ string) bool {
	if typ == "interface" || typ == "error" || typ == "any" {
		return true
	}
	if strings.HasPrefix(typ, "*") {
		return false
	}
	t := it.Prog.Type(typ)
	return t != nil && !t.Struct && len(t.Methods) == 0
}

func (it *Interp) convert(n *ir.Node) Value {
	if len(n.Kids) == 0 {
		return UnknownFrom(Origin{Kind: "conv"}, n.Type)
	}
	v := it.eval(n.Kids[0])
	out := make(Value, len(v))
	for i, a := range v {
		switch a.Kind {
		case FuncK, TextK, Unknown:
			a.Type = n.Type // a named type has methods
		case ObjK:
			if o := it.objs[a.Obj]; o.Type != ir.Elem(n.Type) && strings.Contains(n.Type, ".") && !it.isInterface(n.Type) && !strings.HasPrefix(n.Type, "*") {
				c := *o
				if o.Map || o.List {
					// A named map keeps its entries, and its identity.
					if n.Type == "net/http.Header" && o.Type != n.Type {
						c.Type = n.Type
						nid := it.alloc(&c)
						for _, f := range it.Written(a.Obj) {
							fv, _ := it.Get(a.Obj, f)
							if f.Kind == EntryKey {
								// A conversion keeps keys as they are, and so does the wire.
								f = Entry(Canonical(f.Name))
							}
							it.Set(nid, f, fv)
						}
						a.Obj = nid
					}
				} else {
					c.Type = ir.Elem(n.Type)
					nid := it.alloc(&c)
					it.copyInto(a.Obj, nid)
					a.Obj = nid
				}
			}
		}
		out[i] = a
	}
	return out
}

func (it *Interp) binary(n *ir.Node) Value {
	l := it.eval(n.Kids[0])
	switch n.Str {
	case "&&", "||":
		var r Value
		stop := 0
		if n.Str == "||" {
			stop = 1
		}
		if l.Truth() == stop {
			return l
		}
		it.Fork(func() { r = it.eval(n.Kids[1]) }, func() {})
		if l.Truth() >= 0 {
			return r
		}
		if r.Truth() == stop {
			return r
		}
		return UnknownFrom(Origin{Kind: "cond"}, "bool")
	}
	r := it.eval(n.Kids[1])
	switch n.Str {
	case "==", "!=", "<", ">", "<=", ">=":
		t := it.compare(n.Str, l, r, n)
		if t < 0 {
			return UnknownFrom(Origin{Kind: "cond"}, "bool")
		}
		return BoolValue(t == 1)
	}
	if it.Hooks.Arith != nil {
		if v, ok := it.Hooks.Arith(n.Str, l, r); ok {
			return v
		}
	}
	if len(l) == 1 && len(r) == 1 && l[0].Kind == IntK && r[0].Kind == IntK && it.loops == 0 {
		switch n.Str {
		case "+":
			return IntValue(l[0].Int + r[0].Int)
		case "-":
			return IntValue(l[0].Int - r[0].Int)
		case "*":
			return IntValue(l[0].Int * r[0].Int)
		}
	}
	// Arithmetic keeps where the number came from: 30 * time.Second is as known
	// as it needs to be.
	if l.Has(IntK) && r.Has(IntK) {
		return Value{{Kind: IntK, Int: 1, Type: n.Type, Origin: Origin{Kind: "arith", loops: it.shallow(l).With(it.shallow(r))}}}
	}
	return UnknownFrom(Origin{Kind: "arith", loops: it.shallow(l).With(it.shallow(r))}, n.Type)
}

// compare decides a comparison where both sides are known: 1, 0 or -1.
func (it *Interp) compare(op string, a, b Value, n *ir.Node) int {
	it.Compared(op, a, b, n)
	if it.Hooks.Decide != nil {
		if d := it.Hooks.Decide(op, a, b); d >= 0 {
			return d
		}
	}
	if op != "==" && op != "!=" {
		return -1
	}
	eq := -2
	for _, x := range a {
		for _, y := range b {
			e := it.sameAtom(x, y)
			if eq == -2 {
				eq = e
			} else if eq != e {
				return -1
			}
		}
	}
	if eq < 0 {
		return -1
	}
	if op == "!=" {
		return 1 - eq
	}
	return eq
}

func (it *Interp) sameAtom(x, y Atom) int {
	bool2 := func(b bool) int {
		if b {
			return 1
		}
		return 0
	}
	if x.Kind == NilK || y.Kind == NilK {
		o := x
		if x.Kind == NilK {
			o = y
		}
		switch o.Kind {
		case NilK:
			return 1
		case FuncK, RefK:
			return 0
		case ObjK:
			if !it.objs[o.Obj].Symbolic {
				return 0
			}
		}
		return -1
	}
	if x.Kind == TextK && y.Kind == TextK {
		p, pk := x.Text.Const()
		q, qk := y.Text.Const()
		if pk && qk {
			return bool2(p == q)
		}
		// A text with a literal part is not the empty string.
		if pk && p == "" && y.Text.LitLen() > 0 || qk && q == "" && x.Text.LitLen() > 0 {
			return 0
		}
		return -1
	}
	if x.Kind == IntK && y.Kind == IntK && x.Origin.Kind == "" && y.Origin.Kind == "" {
		return bool2(x.Int == y.Int)
	}
	if x.Kind == BoolK && y.Kind == BoolK {
		return bool2(x.Int == y.Int)
	}
	return -1
}

// LitLen is the number of bytes of the text that are known.
func (t Text) LitLen() int {
	n := 0
	for _, p := range t {
		n += len(p.Lit)
	}
	return n
}

// noteLit remembers a function literal, once for each function it was seen
// from: a helper that is entered many times makes the same literal each time.
func (it *Interp) noteLit(n *ir.Node, f *frame) {
	for i := range it.lits {
		if it.lits[i].n == n && (len(it.frames) > 1 || it.lits[i].frame == f.obj) {
			return
		}
	}
	it.lits = append(it.lits, pendingLit{n: n, frame: f.obj, chain: append([]*frame(nil), it.frames...), around: append([]*Loop(nil), it.around...)})
}

// Compared tells the user of the package of a comparison, and keeps the tag
// that it gives.
func (it *Interp) Compared(op string, a, b Value, n *ir.Node) {
	if it.Hooks.Compare != nil {
		if t := it.Hooks.Compare(it, op, a, b, n); t != "" {
			it.tag = t
		}
	}
}

// Growing reports whether the present statement stands in a loop whose number
// of turns is not known: a text that grows there has no end.
func (it *Interp) Growing() bool { return it.loops > 0 }
