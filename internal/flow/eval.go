package flow

import (
	"go/ast"
	"go/token"
	"net/textproto"
	"slices"
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
	case ir.OpAssert:
		v := it.eval(n.Kids[0])
		return []Value{it.assertType(v, n.Type), it.asserted(v, it.typ(n.Type))}
	}
	return []Value{it.eval(n), UnknownFrom(Origin{Kind: "ok"}, "bool")}
}

// asserted is whether a value has a type.
func (it *Interp) asserted(v Value, typ string) Value {
	if len(v) > 0 && !slices.ContainsFunc(v, func(a Atom) bool { return it.is(a, typ) != 0 }) {
		return BoolValue(false)
	}
	return UnknownFrom(Origin{Kind: "ok"}, "bool")
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
		fr := it.frame()
		if v, ok := it.readVar(fr, n.Int); ok && len(v) > 0 {
			return v
		}
		v := it.Fresh(n.Type, Origin{Kind: "var", Name: n.Str})
		if fr.fn.IsBoxed(int(n.Int)) {
			it.assignVar(fr, n.Int, v)
		} else {
			it.remember(fr.obj, variable(n.Int), v)
		}
		return v
	case ir.OpGlobal:
		return it.taken(it.readGlobal(n), n)
	case ir.OpFunc:
		c := &Closure{Fn: it.Prog.Func(n.Str), Name: n.Str}
		if n.Recv {
			c.Method = n
		} else if c.Fn != nil && len(n.TypeArgs) == len(c.Fn.TypeParams) {
			c.TypeArgs = it.bindTypes(c.Fn, n.TypeArgs)
		}
		return Value{{Kind: FuncK, Fn: c}}
	case ir.OpFuncLit:
		c := it.capture(n)
		it.noteLit(n, c)
		return Value{{Kind: FuncK, Fn: c}}
	case ir.OpMethodVal:
		recv := it.eval(n.Kids[0])
		fn := it.method(recv, n.Str)
		f := it.Prog.Func(fn)
		if f != nil && f.Recv && len(f.Types) > 0 && !strings.HasPrefix(f.Types[0], "*") {
			recv = it.Copy(recv) // it is bound as it is now
		}
		return Value{{Kind: FuncK, Fn: &Closure{Fn: f, Name: fn, Bound: recv, Recv: true, Method: n}}}
	case ir.OpField:
		v := it.taken(it.field(n), n)
		if it.Hooks.Field != nil {
			v = it.Hooks.Field(it, n, v)
		}
		return v
	case ir.OpIndex:
		return it.index(n)
	case ir.OpSlice:
		return it.slice(n)
	case ir.OpDeref:
		return it.deref(n)
	case ir.OpAddr:
		return it.addr(n)
	case ir.OpNot:
		v := it.eval(n.Kids[0])
		if t := v.Truth(); t >= 0 {
			return BoolValue(t == 0)
		}
		return UnknownFrom(Origin{Kind: "cond"}, "bool")
	case ir.OpUnary:
		v := it.eval(n.Kids[0])
		zero := int64(0)
		if n.Str == "^" {
			zero = -1 // all bits
		}
		return it.arith(n.Str, IntValue(zero), v, n.Type)
	case ir.OpRecv:
		return it.receive(it.eval(n.Kids[0]), n.Type)
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
		if pkg := it.Prog.Unit().Pkg; s.Pkg != pkg {
			s.Use, s.UseEnd = it.use(pkg)
		}
	}
	return s
}

// use is the call in a package that leads out of it.
func (it *Interp) use(pkg string) (at, end token.Pos) {
	for i := len(it.frames) - 1; i > 0; i-- {
		if n := it.frames[i].call; n != nil && it.frames[i-1].fn.Pkg == pkg && n.Pos.IsValid() {
			return n.Pos, n.End
		}
	}
	return 0, 0
}

// taken notes the place where this package reads a constant of another one, which
// a field or variable brings.
func (it *Interp) taken(v Value, n *ir.Node) Value {
	pkg := it.Prog.Unit().Pkg
	foreign := func(p *Part) bool { return !p.Hole && p.Src.Pkg != pkg && p.Src.Pkg != "" && !p.Src.Use.IsValid() }
	if !n.Pos.IsValid() || len(it.frames) == 0 || it.frame().fn.Pkg != pkg {
		return v
	}
	out := v
	for i := range v {
		if v[i].Kind != TextK || !slices.ContainsFunc(v[i].Text, func(p Part) bool { return foreign(&p) }) {
			continue
		}
		if &out[0] == &v[0] {
			out = slices.Clone(v)
		}
		text := slices.Clone(v[i].Text)
		for j := range text {
			if foreign(&text[j]) {
				text[j].Src.Use, text[j].Src.UseEnd = n.Pos, n.End
			}
		}
		out[i].Text = text
	}
	return out
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
	if g := it.Prog.Global(n.Str); g != nil && g.Init.Missing() && it.byValue(g.Type) {
		// A struct or an array that is declared without a value.
		made := it.Len()
		v = it.Zero(g.Type)
		for id := made; id < it.Len(); id++ {
			it.objs[id].thawed = true
		}
	}
	if s := it.summary(n.Str); !s.empty() {
		v = it.replaced(Join(it.superseded(v, s), it.thaw(s)))
	}
	if len(v) > 0 && ast.IsExported(ir.Base(n.Str)) && scalar(it.Prog.Under(n.Type)) && !it.Prog.InMain(n.Str) {
		// Whoever imports the package may set it.
		v = Join(v, UnknownFrom(Origin{Kind: "global", Name: n.Str}, n.Type))
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

// replaced leaves out the empty text that a variable is declared with, where
// functions store something else: whether one of them has run by now is not
// known.
func (it *Interp) replaced(v Value) Value {
	w := v.Without(func(a Atom) bool {
		s, ok := a.Text.Const()
		return a.Kind == TextK && ok && s == ""
	})
	if len(w) == 0 || len(w) == len(v) {
		return v
	}
	return Join(w, UnknownFrom(Origin{Kind: "global"}, "string"))
}

// initGlobal evaluates the initialiser as if a function of its own did it,
// before everything else: in the root state.
func (it *Interp) initGlobal(g *ir.Global) (v Value) {
	pkg := g.Name[:strings.LastIndexByte(g.Name, '.')]
	f := &ir.Func{Name: g.Name + ".init", Pkg: pkg, ResTypes: make([]string, g.Index+1), NumVars: g.NVars, Boxed: g.Boxed}
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
		if i, ok := k.Int(); ok {
			v, had := it.Get(id, Index(i))
			v = v.Without(func(a Atom) bool { return a.Kind == AbsentK })
			if had && len(v) > 0 {
				return v
			}
			if size, array := ir.IsArray(o.Type); array && !o.Symbolic && i < size {
				rest, _ := it.Get(id, AnyIndex)
				zero := it.Zero(ir.ElemType(o.Type))
				if zero.Has(ObjK) {
					it.remember(id, Index(i), zero)
				}
				return Join(zero, rest)
			}
		}
	} else if ks := it.entries(o, k); len(ks) == 1 {
		if f := ks[0]; f != AnyEntry {
			s := f.Name
			v, had := it.Get(id, f)
			rest, some := it.Get(id, AnyEntry)
			switch {
			case had && !v.Has(AbsentK):
				return v
			case had:
				return Join(v.Without(func(a Atom) bool { return a.Kind == AbsentK }), rest, it.Zero(typ))
			case o.Symbolic && some:
				return Join(rest, it.Fresh(typ, Origin{Kind: "index", Name: s}))
			case some:
				return Join(rest, it.Zero(typ))
			case !o.Symbolic && !o.thawed:
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
	} else if _, array := ir.IsArray(o.Type); o.Map || array {
		out = Join(out, it.Zero(typ)) // of a key that is not there
	}
	return out
}

func (it *Interp) slice(n *ir.Node) Value {
	v := it.Deref(it.eval(n.Kids[0]))
	if n.Int == 1 {
		if n.ByValue {
			return it.sliced(v, IntValue(0), nil, n) // of an array
		}
		return v
	}
	var lo, hi Value
	if n.Kids[1].Op != ir.OpUnknown {
		lo = it.eval(n.Kids[1])
	} else {
		lo = IntValue(0)
	}
	if n.Kids[2].Op != ir.OpUnknown {
		hi = it.eval(n.Kids[2])
	}
	if v.Has(ObjK) {
		return it.sliced(v, lo, hi, n)
	}
	if s, ok := v.Const(); ok && len(v[0].Text) == 1 {
		from, known := lo.Int()
		to := int64(len(s))
		if len(hi) > 0 {
			var end bool
			to, end = hi.Int()
			known = known && end
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

// addr is the address of a place: the object itself for a struct or an array,
// a pointer to the part for anything else.
func (it *Interp) addr(n *ir.Node) Value {
	x := n.Kids[0]
	v := it.addrOfPlace(n, x)
	for i, a := range v {
		if a.Kind == RefK && a.Type == "" && x.Type != "" {
			v = append(Value(nil), v...) // it may be shared
			for j := i; j < len(v); j++ {
				if v[j].Kind == RefK {
					v[j].Type = "*" + it.typ(x.Type)
				}
			}
			break
		}
	}
	return v
}

func (it *Interp) addrOfPlace(n, x *ir.Node) Value {
	switch x.Op {
	case ir.OpStruct, ir.OpCopy, ir.OpUnknown:
		return it.eval(x)
	case ir.OpMap, ir.OpList:
		v := it.eval(x)
		if !x.ByValue {
			v = it.NewCell(v, n)
		}
		return v
	}
	if x.ByValue {
		v := it.eval(x)
		for _, id := range v.Objects() {
			it.objs[id].pointed = true
		}
		return v
	}
	switch x.Op {
	case ir.OpVar:
		return it.refVar(it.frame(), x)
	case ir.OpGlobal:
		it.readGlobal(x)
		return it.RefTo(0, Field(x.Str))
	case ir.OpDeref:
		return it.eval(x.Kids[0])
	case ir.OpField:
		return it.addrOf(it.eval(x.Kids[0]), n, func(id ID) Value {
			it.ReadField(id, x.Str, x.Type)
			return it.RefTo(id, Field(x.Str))
		})
	case ir.OpIndex:
		base, k := it.eval(x.Kids[0]), it.eval(x.Kids[1])
		return it.addrOf(base, n, func(id ID) Value {
			if i, ok := k.Int(); ok {
				return it.RefTo(id, Index(i))
			}
			return it.RefTo(id, AnyIndex)
		})
	}
	return it.NewCell(it.eval(x), n)
}

func (it *Interp) addrOf(base Value, n *ir.Node, ref func(ID) Value) Value {
	var out Value
	for _, a := range it.Deref(base) {
		switch a.Kind {
		case ObjK:
			out = Join(out, ref(a.Obj))
		case NilK:
		default:
			out = Join(out, UnknownFrom(Origin{Kind: "field", Obj: a.Origin.Obj}, n.Type))
		}
	}
	if len(out) == 0 {
		return UnknownFrom(Origin{Kind: "field"}, n.Type)
	}
	return out
}

func (it *Interp) deref(n *ir.Node) Value {
	var out Value
	for _, a := range it.eval(n.Kids[0]) {
		switch a.Kind {
		case NilK:
		case RefK:
			out = Join(out, it.readPlace(*a.Ref, n.Type))
		case Unknown:
			o := a.Origin
			if o.Kind == "" {
				o.Kind = "deref"
			}
			a.Type = n.Type
			out = Join(out, Value{a})
		default:
			out = Join(out, Value{a})
		}
	}
	if len(out) == 0 {
		return it.Fresh(n.Type, Origin{Kind: "deref"})
	}
	return out
}

// Deref reads through pointers to parts of objects.
func (it *Interp) Deref(v Value) Value {
	if !v.Has(RefK) {
		return v
	}
	var out Value
	for _, a := range v {
		if a.Kind == RefK {
			out = Join(out, it.readPlace(*a.Ref, ""))
		} else {
			out = append(out[:len(out):len(out)], a)
		}
	}
	return out
}

// Assign writes through a pointer, as json.Unmarshal or errors.As do.
func (it *Interp) Assign(ptr, v Value) { it.storeRefs(ptr, v) }

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
			k, v := it.eval(kv.Kids[0]), it.eval(kv.Kids[1])
			it.noteRow(v)
			it.SetIndex(id, k, v)
		}
	case ir.OpList:
		o.List = true
		at, most := int64(0), n.Int
		for i, k := range n.Kids {
			if k.Op == ir.OpKV {
				at, k = k.Int, k.Kids[0]
			}
			if i > 400 {
				it.Set(id, AnyIndex, it.eval(k))
				continue
			}
			v := it.eval(k)
			it.noteRow(v)
			it.Set(id, Index(at), v)
			at++
			most = max(most, at)
		}
		it.Set(id, Length, IntValue(most))
		if elem := ir.ElemType(n.Type); n.Int == 0 && most > int64(len(n.Kids)) {
			for i := range min(most, 400) { // elements that the literal leaves out
				if _, ok := it.Get(id, Index(i)); !ok {
					it.Set(id, Index(i), it.Zero(elem))
				}
			}
		}
	}
	return ObjValue(id)
}

// assertType is x.(T), where it holds.
func (it *Interp) assertType(v Value, typ string) Value {
	typ = it.typ(typ)
	var out Value
	for _, a := range v {
		switch {
		case a.Kind == NilK, it.is(a, typ) == 0:
		case a.Kind == Unknown:
			out = Join(out, it.Fresh(typ, a.Origin))
		case a.Kind == ObjK && it.objs[a.Obj].Symbolic && it.objs[a.Obj].Type != ir.Elem(typ) && !it.isInterface(typ):
			out = Join(out, it.Fresh(typ, it.objs[a.Obj].Origin))
		default:
			out = append(out[:len(out):len(out)], a)
		}
	}
	if len(out) == 0 {
		return it.Fresh(typ, Origin{Kind: "assert"})
	}
	return out
}

// is reports whether the dynamic type of an alternative is a type: 1, 0 or -1.
func (it *Interp) is(a Atom, typ string) int {
	if typ == "nil" {
		switch a.Kind {
		case NilK:
			return 1
		case TextK, IntK, BoolK, RefK:
			return 0
		}
		return -1
	}
	switch a.Kind {
	case NilK:
		return 0
	case Unknown:
		if a.Origin.Kind == "error" && !it.isInterface(typ) && it.Prog.Type(typ) != nil {
			return 0 // what a library made is of no type of the program
		}
	case ObjK:
		o := it.objs[a.Obj]
		switch {
		case o.Symbolic || o.Type == "" || o.Internal || it.isInterface(o.Type):
			return -1
		case o.Type == ir.Elem(typ):
			if o.Map || o.List {
				return 1
			}
			return -1 // or a pointer to it
		case it.isInterface(typ) || strings.HasPrefix(typ, "?") || strings.HasPrefix(o.Type, "?"):
			return it.hasMethods(o.Type, typ)
		}
		return 0
	case TextK, IntK, BoolK:
		if it.isInterface(typ) {
			return -1
		}
		under := it.Prog.Under(typ)
		switch {
		case under == "" || strings.HasPrefix(typ, "?"):
			return -1
		case a.Kind == TextK && under != "string" && under != "[]byte" && under != "[]uint8",
			a.Kind == IntK && (!scalar(under) || under == "string" || under == "bool"),
			a.Kind == BoolK && under != "bool":
			return 0
		case a.Type != "" && a.Type != typ && !strings.HasPrefix(a.Type, "untyped") && it.Prog.Under(a.Type) == under && under != "[]uint8" && under != "[]byte":
			return 0
		}
		return -1
	}
	return -1
}

// hasMethods reports whether a type of the program implements an interface of
// it, where both are known.
func (it *Interp) hasMethods(string, string) int { return -1 }

func (it *Interp) isInterface(typ string) bool {
	if typ == "interface" || typ == "error" || typ == "any" || typ == "comparable" {
		return true
	}
	if strings.HasPrefix(typ, "*") {
		return false
	}
	if it.Prog.Under(typ) == "interface" {
		return true
	}
	t := it.Prog.Type(typ)
	return t != nil && !t.Struct && len(t.Methods) == 0 && (t.Under == "" || t.Under == "interface")
}

func (it *Interp) convert(n *ir.Node) Value {
	typ := it.typ(n.Type)
	if len(n.Kids) == 0 {
		return UnknownFrom(Origin{Kind: "conv"}, typ)
	}
	v := it.eval(n.Kids[0])
	under := it.Prog.Under(typ)
	out := make(Value, len(v))
	for i, a := range v {
		switch a.Kind {
		case IntK:
			a = convertInt(a, typ, under)
		case FuncK, TextK, Unknown:
			if it.isInterface(typ) {
				break // what it is in it stays
			}
			if a.Kind == Unknown {
				a.Origin = a.origin()
			}
			a.Type = typ // a named type has methods
			if a.Kind == Unknown && integer(under) && a.Origin.Kind == "number" {
				a.Origin.Kind = "arith"
			}
		case ObjK:
			a = it.convertObject(a, typ)
		}
		out[i] = a
	}
	return out
}

// convertInt converts an integer: to text as the letter it is, to a smaller
// type only where it fits.
func convertInt(a Atom, typ, under string) Atom {
	fits := map[string][2]int64{
		"int8": {-1 << 7, 1<<7 - 1}, "int16": {-1 << 15, 1<<15 - 1}, "int32": {-1 << 31, 1<<31 - 1}, "rune": {-1 << 31, 1<<31 - 1},
		"uint8": {0, 1<<8 - 1}, "byte": {0, 1<<8 - 1}, "uint16": {0, 1<<16 - 1}, "uint32": {0, 1<<32 - 1},
	}
	switch {
	case under == "string":
		return Atom{Kind: TextK, Type: typ, Text: Text{{Lit: string(rune(a.Int)), Src: a.Src}}}
	case strings.HasPrefix(under, "float"), strings.HasPrefix(under, "complex"):
		return Atom{Kind: Unknown, Type: typ, Origin: Origin{Kind: "number", loops: a.Origin.loops}}
	case strings.HasPrefix(under, "uint") && a.Int < 0:
		return Atom{Kind: Unknown, Type: typ, Origin: Origin{Kind: "arith", loops: a.Origin.loops}}
	}
	if r, ok := fits[under]; ok && (a.Int < r[0] || a.Int > r[1]) {
		return Atom{Kind: Unknown, Type: typ, Origin: Origin{Kind: "arith", loops: a.Origin.loops}}
	}
	a.Type = typ
	return a
}

// convertObject gives an object the type it is converted to.
func (it *Interp) convertObject(a Atom, typ string) Atom {
	o := it.objs[a.Obj]
	if size, array := ir.IsArray(typ); array && o.List && !o.Internal {
		c := *o
		c.Type, c.shares, c.pointed = typ, nil, false
		nid := it.alloc(&c)
		it.copyInto(a.Obj, nid)
		it.Set(nid, Length, IntValue(size))
		a.Obj = nid
		return a
	}
	if o.Internal {
		a.Type = typ // encoded text as a string is another thing than raw
		return a
	}
	if o.Type == ir.Elem(typ) || !strings.Contains(typ, ".") || it.isInterface(typ) || strings.HasPrefix(typ, "*") {
		return a
	}
	c := *o
	if !o.Map && !o.List {
		c.Type = ir.Elem(typ)
		nid := it.alloc(&c)
		it.copyInto(a.Obj, nid)
		a.Obj = nid
		return a
	}
	if typ != "net/http.Header" {
		if !o.Symbolic && it.Prog.Type(typ) != nil {
			// A named map or list has methods, and keeps its identity.
			c.Type = typ
			it.objs[a.Obj] = &c
		}
		return a
	}
	c.Type = typ
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
	return a
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
	return it.arith(n.Str, l, r, n.Type)
}

// arith is an operation on numbers: known where both sides are.
func (it *Interp) arith(op string, l, r Value, typ string) Value {
	if it.Hooks.Arith != nil {
		if v, ok := it.Hooks.Arith(op, l, r); ok {
			return v
		}
	}
	loops := it.shallow(l).With(it.shallow(r))
	unknown := UnknownFrom(Origin{Kind: "arith", loops: loops}, typ)
	if len(l)*len(r) == 0 || len(l)*len(r) > 8 {
		return unknown
	}
	var out Value
	for _, x := range l {
		for _, y := range r {
			if x.Kind != IntK || y.Kind != IntK {
				return unknown
			}
			i, ok := integers(op, x.Int, y.Int)
			if !ok {
				return unknown
			}
			out = Join(out, Value{convertInt(Atom{Kind: IntK, Int: i, Origin: Origin{loops: loops}}, typ, it.Prog.Under(typ))})
		}
	}
	return out
}

// bigInt bounds the integers that are computed with: what goes beyond may not
// fit the type.
const bigInt = 1 << 30

func integers(op string, x, y int64) (int64, bool) {
	var z int64
	switch op {
	case "+":
		z = x + y
	case "-":
		z = x - y
	case "*":
		if x > bigInt || x < -bigInt || y > bigInt*4 || y < -bigInt*4 {
			return 0, false
		}
		z = x * y
	case "/", "%":
		if y == 0 {
			return 0, false
		}
		if op == "/" {
			z = x / y
		} else {
			z = x % y
		}
	case "<<":
		if y < 0 || y > 30 || x < 0 || x > bigInt {
			return 0, false
		}
		z = x << y
	case ">>":
		if y < 0 || y > 62 {
			return 0, false
		}
		z = x >> y
	case "&":
		z = x & y
	case "|":
		z = x | y
	case "^":
		z = x ^ y
	case "&^":
		z = x &^ y
	default:
		return 0, false
	}
	return z, true
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
		return ordered(op, a, b)
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

// ordered decides an order between known integers.
func ordered(op string, a, b Value) int {
	res := -2
	for _, x := range a {
		for _, y := range b {
			if x.Kind != IntK || y.Kind != IntK {
				return -1
			}
			t := 0
			switch {
			case op == "<" && x.Int < y.Int, op == "<=" && x.Int <= y.Int, op == ">" && x.Int > y.Int, op == ">=" && x.Int >= y.Int:
				t = 1
			}
			if res != -2 && res != t {
				return -1
			}
			res = t
		}
	}
	return max(res, -1)
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
func (it *Interp) noteLit(n *ir.Node, c *Closure) {
	for i := range it.lits {
		if it.lits[i].n == n && (len(it.frames) > 1 || it.lits[i].top == it.frame()) {
			return
		}
	}
	it.lits = append(it.lits, pendingLit{n: n, fn: c, top: it.frame(), chain: append([]*frame(nil), it.frames...), around: append([]*Loop(nil), it.around...)})
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
