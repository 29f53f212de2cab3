package flow

import "github.com/klaviyolint/klaviyolint/internal/flow/ir"

func (it *Interp) assign(n *ir.Node) {
	lhs, rhs := n.Kids[:n.Int], n.Kids[n.Int:]
	switch n.Str {
	case "zero":
		for _, l := range lhs {
			if l.Op == ir.OpVar {
				if len(l.Types) > 0 {
					it.store(l, ObjValue(it.New(l.Type, l)))
				} else {
					v := it.Zero(l.Type)
					if len(v) == 1 && v[0].Kind == NilK {
						v[0].Int = int64(it.loops) // a list appended to it is made here
					}
					it.store(l, v)
				}
			}
		}
		return
	case "+=":
		if len(rhs) == 1 && len(lhs) == 1 {
			l, r := it.eval(lhs[0]), it.eval(rhs[0])
			it.store(lhs[0], it.plus(l, r, lhs[0].Type))
		}
		return
	case "op=":
		var vs []Value
		for _, r := range rhs {
			vs = append(vs, it.eval(r))
		}
		it.store(lhs[0], UnknownFrom(Origin{Kind: "arith", loops: it.Depends(it.eval(lhs[0])).With(it.Depends(vs...))}, lhs[0].Type))
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
	for i, l := range lhs {
		if i < len(vs) {
			it.store(l, vs[i])
		}
	}
}

func (it *Interp) plus(l, r Value, typ string) Value {
	if l.Has(TextK) || r.Has(TextK) || typ == "string" {
		if len(l) > 1 && it.loops > 0 {
			// A string that grows in a loop is not enumerated.
			return TextsValue(Concat(l[:1].Texts(), r.Texts()))
		}
		return TextsValue(Concat(l.Texts(), r.Texts()))
	}
	return UnknownFrom(Origin{Kind: "arith", loops: it.shallow(l).With(it.shallow(r))}, typ)
}

// store assigns to a place.
func (it *Interp) store(l *ir.Node, v Value) {
	if l.Missing() {
		return
	}
	switch l.Op {
	case ir.OpVar:
		it.Set(it.frame().obj, variable(l.Int), v)
	case ir.OpGlobal:
		it.st.put(key{0, Field(l.Str)}, v)
		if it.Stores != nil {
			it.note(l.Str, v, true)
		}
	case ir.OpField:
		base := it.eval(l.Kids[0])
		it.Each(base, func(id ID) { it.Set(id, Field(l.Str), v) })
	case ir.OpIndex:
		base := it.eval(l.Kids[0])
		k := it.eval(l.Kids[1])
		it.Each(base, func(id ID) { it.SetIndex(id, k, v) })
	case ir.OpDeref:
		base := it.eval(l.Kids[0])
		for _, a := range base {
			switch {
			case a.Kind == RefK:
				it.st.put(key{a.Ref.Obj, a.Ref.Key}, v)
			case a.Kind == ObjK:
				if src, ok := v.IsObject(); ok {
					it.copyInto(src, a.Obj)
				}
			}
		}
	}
}

// SetIndex writes an element of a list or an entry of a map.
func (it *Interp) SetIndex(id ID, k, v Value) {
	o := it.objs[id]
	if o.List {
		if len(k) == 1 && k[0].Kind == IntK {
			it.Set(id, Index(k[0].Int), v)
		} else {
			old, _ := it.Get(id, AnyIndex)
			it.Set(id, AnyIndex, Join(old, v))
		}
		return
	}
	ts := k.Texts()
	if len(ts) == 1 {
		if s, ok := ts[0].Const(); ok {
			f := Entry(it.mapName(o, s))
			it.Set(id, f, v)
			it.Set(id, entryName(f), k)
			return
		}
	}
	for _, t := range ts {
		s, ok := t.Const()
		if !ok {
			old, _ := it.Get(id, AnyEntry)
			it.Set(id, AnyEntry, Join(old, v))
			it.Set(id, anyNamed, k)
			continue
		}
		f := Entry(it.mapName(o, s))
		old, had := it.Get(id, f)
		if !had {
			old = it.unset(key{id, f})
		}
		it.Set(id, f, Join(old, v))
	}
}

func (it *Interp) mapName(o *Object, s string) string {
	if o.Type == "net/http.Header" {
		return Canonical(s)
	}
	return s
}

// Copy returns a struct value's own copy.
func (it *Interp) Copy(v Value) Value {
	var out Value
	for _, a := range v {
		if a.Kind == ObjK && !it.objs[a.Obj].Map && !it.objs[a.Obj].List {
			o := *it.objs[a.Obj]
			id := it.alloc(&o)
			it.copyInto(a.Obj, id)
			a.Obj = id
		}
		out = append(out, a)
	}
	return out
}

func (it *Interp) copyInto(src, dst ID) {
	saved := it.Stores
	it.Stores = nil
	for _, f := range it.Written(src) {
		v, _ := it.Get(src, f)
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
