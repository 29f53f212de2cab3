package flow

import "github.com/klaviyolint/klaviyolint/internal/flow/ir"

// sliced makes lists of parts of lists: s[lo:hi], where an empty hi is the end.
func (it *Interp) sliced(v, lo, hi Value, n *ir.Node) Value {
	out := make(Value, 0, len(v))
	for _, a := range v {
		if a.Kind != ObjK || !it.objs[a.Obj].List {
			if a.Kind == ObjK {
				out = append(out, a) // what it is a part of: encoded text, say
			} else if a.Kind != NilK {
				out = Join(out, UnknownFrom(Origin{Kind: "slice", Name: a.Origin.Name, Sub: a.Origin.Kind}, n.Type))
			}
			continue
		}
		out = append(out, Atom{Kind: ObjK, Obj: it.slicedList(a.Obj, lo, hi)})
	}
	if len(out) == 0 {
		return NilValue()
	}
	return out
}

func (it *Interp) slicedList(src ID, lo, hi Value) ID {
	o := *it.objs[src]
	if _, array := ir.IsArray(o.Type); array {
		o.Type = "[]" + ir.ElemType(o.Type)
	}
	o.pointed, o.shares = false, nil
	from, known := lo.Int()
	to, sized := it.length(src)
	if len(hi) > 0 {
		if end, ok := hi.Int(); ok {
			to, sized = end, true
		} else {
			sized = false
		}
	}
	id := it.alloc(&o)
	if !known || !sized {
		it.objs[id].Symbolic = true
		if elems := it.Elements(ObjValue(src)); len(elems) > 0 {
			it.Set(id, AnyIndex, elems)
		}
		it.share(src, id, -1, false)
		return id
	}
	for i := from; i < to && i-from < 400; i++ {
		if v, ok := it.Get(src, Index(i)); ok {
			it.Set(id, Index(i-from), v)
		} else if rest, ok := it.Get(src, AnyIndex); ok {
			it.Set(id, Index(i-from), rest)
		} else if _, array := ir.IsArray(it.objs[src].Type); array {
			it.Set(id, Index(i-from), it.ReadIndex(src, IntValue(i), ir.ElemType(o.Type)))
		}
	}
	if rest, ok := it.Get(src, AnyIndex); ok {
		it.Set(id, AnyIndex, rest)
	}
	it.Set(id, Length, IntValue(to-from))
	it.share(src, id, from, true)
	return id
}

// share lets two lists share their elements: what is written to one of them is
// read from the other. Element i of b is element i+offset of a; -1 where that is
// not known. Where it is not certain, a new array may have been made.
func (it *Interp) share(a, b ID, offset int64, certain bool) {
	add := func(of ID, s share) {
		o := *it.objs[of]
		if len(o.shares) == maxShares {
			return
		}
		o.shares = append(o.shares[:len(o.shares):len(o.shares)], s)
		it.objs[of] = &o
	}
	known := offset >= 0
	add(a, share{obj: b, offset: -offset, known: known, certain: certain})
	add(b, share{obj: a, offset: offset, known: known, certain: certain})
}

// maxShares bounds how many lists are known to share elements with one.
const maxShares = 6

// ListLen is the number of elements of a list, where it is known.
func (it *Interp) ListLen(id ID) (int64, bool) { return it.length(id) }

// length is the number of elements of a list, where it is known.
func (it *Interp) length(id ID) (int64, bool) {
	o := it.objs[id]
	if n, array := ir.IsArray(o.Type); array {
		return n, true
	}
	v, ok := it.Get(id, Length)
	if !ok || o.Symbolic || o.thawed {
		return 0, false
	}
	return v.Int()
}
