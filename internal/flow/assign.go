package flow

import (
	"slices"
	"strconv"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

func (it *Interp) assign(n *ir.Node) {
	lhs, rhs := n.Kids[:n.Int], n.Kids[n.Int:]
	switch n.Str {
	case "zero":
		for _, l := range lhs {
			if l.Op != ir.OpVar {
				continue
			}
			if len(l.Types) > 0 {
				it.store(l, ObjValue(it.New(l.Type, l)))
				continue
			}
			v := it.Zero(it.typ(l.Type))
			if len(v) == 1 && v[0].Kind == NilK {
				v = Value{{Kind: NilK, Int: int64(it.loops)}} // a list appended to it is made here
			}
			it.store(l, v)
		}
		return
	case "op=":
		if len(rhs) != 1 || len(lhs) != 1 {
			return
		}
		l, r := it.eval(lhs[0]), it.eval(rhs[0])
		it.store(lhs[0], it.operate(n.Operator, l, r, lhs[0].Type))
		return
	}
	if len(rhs) == 1 && len(lhs) > 1 {
		vs := it.multiEval(rhs[0])
		for i, l := range lhs {
			if i < len(vs) {
				it.store(l, vs[i])
			} else {
				it.store(l, it.Fresh(l.Type, Origin{Kind: "unknown"}))
			}
		}
		return
	}
	vs := make([]Value, len(rhs))
	for i, r := range rhs {
		vs[i] = it.eval(r)
	}
	if len(lhs) > 1 {
		it.storeAll(lhs, vs)
		return
	}
	for i, l := range lhs {
		if i < len(vs) {
			it.store(l, vs[i])
		}
	}
}

// storeAll assigns to several places at once: what they are is decided before
// the first one is written.
func (it *Interp) storeAll(lhs []*ir.Node, vs []Value) {
	puts := make([]func(), 0, len(lhs))
	for i, l := range lhs {
		if i < len(vs) {
			puts = append(puts, it.place(l, vs[i]))
		}
	}
	for _, put := range puts {
		put()
	}
}

func (it *Interp) operate(op string, l, r Value, typ string) Value {
	if op != "+" || !l.Has(TextK) && !r.Has(TextK) && it.Prog.Under(typ) != "string" {
		return it.arith(op, l, r, typ)
	}
	return TextsValue(Concat(l.Texts(), r.Texts()))
}

// store assigns to a place.
func (it *Interp) store(l *ir.Node, v Value) { it.place(l, v)() }

// place evaluates the operands of a place; what it returns writes to it.
func (it *Interp) place(l *ir.Node, v Value) func() {
	nothing := func() {}
	if l.Missing() {
		return nothing
	}
	switch l.Op {
	case ir.OpVar:
		return func() {
			fr := it.frame()
			if l.Decl {
				it.declare(fr, l.Int, v)
				return
			}
			if l.ByValue {
				if old, ok := it.readVar(fr, l.Int); ok && it.overwrite(old, v) {
					return
				}
			}
			it.assignVar(fr, l.Int, v)
		}
	case ir.OpGlobal:
		return func() {
			if l.ByValue && it.overwrite(it.readGlobal(l), v) {
				return
			}
			it.setGlobal(l.Str, v)
		}
	case ir.OpField:
		base := it.Deref(it.eval(l.Kids[0]))
		return func() {
			it.Each(base, func(id ID) {
				if l.ByValue {
					if old, ok := it.Get(id, Field(l.Str)); ok && it.overwrite(old, v) {
						return
					}
				}
				it.Set(id, Field(l.Str), v)
			})
		}
	case ir.OpIndex:
		base := it.Deref(it.eval(l.Kids[0]))
		k := it.eval(l.Kids[1])
		if base.Has(TextK) || base.Has(Unknown) {
			return func() { it.bytesChanged(base, l.Kids[0].Type) }
		}
		return func() { it.Each(base, func(id ID) { it.SetIndex(id, k, v) }) }
	case ir.OpDeref:
		base := it.eval(l.Kids[0])
		return func() {
			if base.Has(RefK) {
				it.storeRefs(base.Without(func(a Atom) bool { return a.Kind == ObjK }), v)
			}
			it.Each(base, func(id ID) { it.overwriteObject(id, v) })
		}
	}
	return nothing
}

// bytesChanged forgets what is in slices of bytes that are written to, and in
// all that may share their memory: those that hold the same text, or a part of it,
// or of which it is a part.
func (it *Interp) bytesChanged(v Value, typ string) {
	switch it.Prog.Under(typ) {
	case "[]byte", "[]uint8", "[]rune", "[]int32":
	default:
		return
	}
	same := func(a Atom) bool {
		if a.Kind != TextK {
			return false
		}
		if under := it.Prog.Under(a.Type); under == "string" {
			return false
		}
		for i := range v {
			if v[i].Kind == TextK && (v[i].Text.same(a.Text) || overlap(v[i].Text, a.Text)) {
				return true
			}
		}
		return false
	}
	seen := map[key]bool{}
	for s := it.st; s != nil; s = s.parent {
		for _, o := range s.objs.all() {
			for _, row := range o.value.all() {
				k := key{o.key, row.key}
				if seen[k] {
					continue
				}
				seen[k] = true
				if w := row.value.Without(same); len(w) < len(row.value) {
					it.st.put(k, Join(w, UnknownFrom(Origin{Kind: "bytes"}, typ)))
				}
			}
		}
	}
}

// overlap reports whether one of two texts may be a slice of the other.
func overlap(t, u Text) bool {
	x, y := t.Pattern(), u.Pattern()
	return x != "" && y != "" && (strings.Contains(x, y) || strings.Contains(y, x))
}

// overwrite assigns to a struct or an array in its place, where somebody has
// its address. Otherwise the variable gets the new object, which says better
// where it was made.
func (it *Interp) overwrite(old, v Value) bool {
	id, ok := old.IsObject()
	if !ok || !it.objs[id].pointed {
		return false
	}
	it.overwriteObject(id, v)
	return true
}

// overwriteObject gives an object all parts of another one.
func (it *Interp) overwriteObject(dst ID, v Value) {
	srcs := v.Objects()
	if len(srcs) == 0 || len(srcs) < len(v) {
		it.Opened(dst, Origin{Kind: "assigned"})
		for _, k := range it.Written(dst) {
			if k.IsPart() {
				old, _ := it.Get(dst, k)
				it.Set(dst, k, Join(old, UnknownFrom(Origin{Kind: "assigned"}, "")))
			}
		}
	}
	it.Each(v, func(src ID) {
		if src == dst {
			return
		}
		for _, k := range it.Written(dst) {
			if _, ok := it.Get(src, k); ok || !k.IsPart() {
				continue
			}
			w := Value{{Kind: AbsentK}}
			if it.objs[src].Symbolic && k.IsField() {
				w = it.ReadField(src, k.Name, "")
			}
			it.Set(dst, k, w)
		}
		it.copyInto(src, dst)
	})
}

// SetIndex writes an element of a list or an entry of a map. Where it is not
// known which one, any of them may be the one.
func (it *Interp) SetIndex(id ID, k, v Value) {
	it.setIndex(id, k, v)
	o := it.objs[id]
	for _, s := range o.shares {
		if o.List && !it.sharing {
			it.sharing = true
			it.setShared(s, k, v)
			it.sharing = false
		}
	}
}

// setShared writes to a list that may have the same elements.
func (it *Interp) setShared(s share, k, v Value) {
	i, ok := k.Int()
	if !ok || !s.known {
		it.setIndex(s.obj, UnknownFrom(Origin{Kind: "index"}, "int"), v)
		return
	}
	at := Index(i + s.offset)
	size, sized := it.length(s.obj)
	if at.Num < 0 || sized && at.Num >= size {
		return
	}
	old, had := it.Get(s.obj, at)
	switch {
	case s.certain:
		it.Set(s.obj, at, v)
	case had:
		it.Set(s.obj, at, Join(old, v))
	}
}

func (it *Interp) setIndex(id ID, k, v Value) {
	o := it.objs[id]
	if o.List {
		if i, ok := k.Int(); ok {
			it.Set(id, Index(i), v)
			return
		}
		it.setAny(id, AnyIndex, v, Key.IsElement)
		return
	}
	ks := it.entries(o, k)
	if len(ks) == 1 && ks[0] != AnyEntry {
		it.Set(id, ks[0], v)
		it.Set(id, entryName(ks[0]), k)
		return
	}
	if len(ks) > 1 && len(v) > 1 {
		// Which value goes with which key is not known: Set(kv[i], kv[i+1]).
		v = UnknownFrom(Origin{Kind: "index"}, v[0].Type)
	}
	for _, f := range ks {
		if f == AnyEntry {
			it.setAny(id, AnyEntry, v, Key.IsEntry)
			old, _ := it.Get(id, anyNamed)
			it.Set(id, anyNamed, Join(old, k))
			continue
		}
		old, had := it.Get(id, f)
		if !had {
			old = it.unset(key{id, f})
		}
		it.Set(id, f, Join(old, v))
	}
}

// entries lists the entries of a map that a key may mean: [AnyEntry] where it is
// not known which. Numbers and truth values are no texts.
func (it *Interp) entries(o *Object, k Value) []Key {
	var out []Key
	for _, a := range k {
		f := AnyEntry
		switch s, ok := a.Text.Const(); {
		case a.Kind == TextK && ok:
			f = Entry(it.mapName(o, s))
		case a.Kind == IntK && a.Origin.Kind == "":
			f = Key{Kind: EntryKey, Num: 1, Name: strconv.FormatInt(a.Int, 10)}
		case a.Kind == BoolK:
			f = Key{Kind: EntryKey, Num: 2, Name: strconv.FormatBool(a.Int == 1)}
		}
		if !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	if len(out) == 0 {
		return []Key{AnyEntry}
	}
	return out
}

// setAny writes a part of which it is not known which one it is.
func (it *Interp) setAny(id ID, anyKey Key, v Value, part func(Key) bool) {
	absent := len(v) == 1 && v[0].Kind == AbsentK // deleted
	if o := it.objs[id]; o.Type != "net/http.Header" {
		// A header that is set under an unknown name is seldom one of those that
		// were set by theirs, and what it replaces there would be lost.
		for _, f := range it.Written(id) {
			if part(f) && f != anyKey {
				old, _ := it.Get(id, f)
				it.Set(id, f, Join(old, v))
			}
		}
	}
	if !absent {
		old, _ := it.Get(id, anyKey)
		it.Set(id, anyKey, Join(old, v))
	}
}

func (it *Interp) mapName(o *Object, s string) string {
	if o.Type == "net/http.Header" {
		return Canonical(s)
	}
	return s
}

// Copy returns a struct's or an array's own copy, with copies of the structs
// and arrays in it.
func (it *Interp) Copy(v Value) Value {
	if !v.Has(ObjK) {
		return v
	}
	out := make(Value, 0, len(v))
	for _, a := range v {
		if a.Kind == ObjK && it.copies(it.objs[a.Obj]) {
			o := *it.objs[a.Obj]
			o.pointed, o.shares = false, nil
			id := it.alloc(&o)
			it.copyInto(a.Obj, id)
			a.Obj = id
		}
		out = append(out, a)
	}
	return out
}

// copies reports whether assigning an object copies it, where it is not behind
// a pointer.
func (it *Interp) copies(o *Object) bool {
	if o.List {
		_, array := ir.IsArray(o.Type)
		return array
	}
	return !o.Map && !o.frame && !strings.HasPrefix(o.Type, "chan ")
}

// byValue reports whether parts of a type are in their owner, and not behind a
// pointer.
func (it *Interp) byValue(typ string) bool {
	if typ == "" || typ[0] == '*' {
		return false
	}
	if _, array := ir.IsArray(typ); array {
		return true
	}
	return it.Prog.Under(typ) == "struct"
}

// partType is the type that an object's part is declared with, where it is
// known.
func (it *Interp) partType(o *Object, k Key) string {
	switch k.Kind {
	case IndexKey, AnyIndexKey, EntryKey, AnyEntryKey:
		return ir.ElemType(o.Type)
	case FieldKey:
		if t := it.Prog.Type(o.Type); t != nil {
			for i := range t.Fields {
				if t.Fields[i].Name == k.Name {
					return t.Fields[i].Type
				}
			}
		}
	}
	return ""
}

func (it *Interp) copyInto(src, dst ID) {
	saved := it.Stores
	it.Stores = nil
	for _, f := range it.Written(src) {
		v, _ := it.Get(src, f)
		if v.Has(ObjK) && it.byValue(it.partType(it.objs[src], f)) {
			v = it.Copy(v)
		}
		it.Set(dst, f, v)
	}
	it.Stores = saved
	if it.objs[src].Symbolic && !it.objs[dst].Symbolic {
		o := *it.objs[dst]
		o.Symbolic, o.Origin = true, it.objs[src].Origin
		it.objs[dst] = &o
	}
}

// Clone copies an object with the objects it holds in the named fields.
func (it *Interp) Clone(id ID, deep ...Key) ID {
	o := *it.objs[id]
	nid := it.alloc(&o)
	it.copyInto(id, nid)
	for _, f := range deep {
		if v, ok := it.Get(nid, f); ok {
			var out Value
			for _, a := range v {
				if a.Kind == ObjK {
					a.Obj = it.Clone(a.Obj)
				}
				out = append(out, a)
			}
			it.Set(nid, f, out)
		}
	}
	return nid
}

// CopyFields copies every field of an object into another.
func (it *Interp) CopyFields(src, dst ID) { it.copyInto(src, dst) }

// CopyEntries copies the entries of a map into another.
func (it *Interp) CopyEntries(src, dst ID) {
	for _, f := range it.Written(src) {
		v, _ := it.Get(src, f)
		if f.IsEntry() && it.objs[dst].Type == "net/http.Header" && f != AnyEntry {
			f = Entry(Canonical(f.Name))
		}
		if f.IsEntry() || f.Kind == EntryNameKey {
			it.Set(dst, f, v)
		}
	}
	if it.objs[src].Symbolic {
		it.Set(dst, AnyEntry, UnknownFrom(Origin{Kind: "entries"}, ""))
	}
}
