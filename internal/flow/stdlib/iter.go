package stdlib

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// An item is what an iterator gives in one turn.
type item struct{ first, second flow.Value }

// iterator makes the iterator over items; open tells that there may be others.
func iterator(c *flow.Call, items []item, open bool) flow.Value {
	id := c.It.NewInternal(flow.Iterator, c.Node)
	c.It.Object(id).List = true
	for i, e := range items {
		c.It.Set(id, flow.Index(int64(i)), e.first)
		if len(e.second) > 0 {
			c.It.Set(id, flow.Second(int64(i)), e.second)
		}
	}
	c.It.Set(id, flow.Length, flow.IntValue(int64(len(items))))
	if open {
		c.It.Object(id).Symbolic = true
	}
	return flow.ObjValue(id)
}

// items lists what a list or map holds, by key and value; false where that is
// not known, or more than one collection is meant.
func items(it *flow.Interp, v flow.Value) (out []item, known bool) {
	id, ok := it.Deref(v).IsObject()
	if !ok {
		return nil, len(v) == 1 && v[0].Kind == flow.NilK
	}
	o := it.Object(id)
	if o.Symbolic || o.Type == flow.Iterator || !o.List && !o.Map {
		return nil, false
	}
	if o.List {
		n, ok := it.ListLen(id)
		if !ok || n > 100 {
			return nil, false
		}
		for i := range n {
			out = append(out, item{flow.IntValue(i), it.ReadIndex(id, flow.IntValue(i), ir.ElemType(o.Type))})
		}
		return out, true
	}
	for _, f := range it.Written(id) {
		v, _ := it.Get(id, f)
		switch {
		case f == flow.AnyEntry || f.IsEntry() && v.Has(flow.AbsentK):
			return nil, false
		case f.IsEntry():
			name, ok := it.EntryName(id, f)
			if !ok || len(name) == 0 {
				name = flow.TextValue(f.Name)
			}
			out = append(out, item{name, v})
		}
	}
	return out, true
}

// given lists what an iterator gives.
func given(it *flow.Interp, v flow.Value) (out []item, known bool) {
	id, ok := v.IsObject()
	if !ok || it.Object(id).Type != flow.Iterator || it.Object(id).Symbolic {
		return nil, false
	}
	n, ok := it.ListLen(id)
	if !ok {
		return nil, false
	}
	for i := range n {
		first, _ := it.Get(id, flow.Index(i))
		second, _ := it.Get(id, flow.Second(i))
		out = append(out, item{first, second})
	}
	return out, true
}

// list makes a list of values.
func list(c *flow.Call, values []flow.Value) flow.Value {
	typ := ""
	if len(c.Types) > 0 {
		typ = c.Types[0]
	}
	id := c.It.New(typ, c.Node)
	c.It.Object(id).List = true
	for i, v := range values {
		c.It.Set(id, flow.Index(int64(i)), v)
	}
	c.It.Set(id, flow.Length, flow.IntValue(int64(len(values))))
	return flow.ObjValue(id)
}

// addIterators knows the iterators of slices and maps. The order of a map is
// not known: where it has several entries, what is collected from it is a list
// of elements at unknown indexes.
func addIterators(m map[string]flow.Intrinsic) {
	over := func(pick func(i item) item, backward bool) flow.Intrinsic {
		return func(c *flow.Call) ([]flow.Value, bool) {
			all, ok := items(c.It, c.Arg(0))
			if !ok {
				return []flow.Value{unknownIterator(c, pick)}, true
			}
			out := make([]item, len(all))
			for i, e := range all {
				at := i
				if backward {
					at = len(all) - 1 - i
				}
				out[at] = pick(e)
			}
			return []flow.Value{iterator(c, out, false)}, true
		}
	}
	both := func(e item) item { return e }
	m["slices.All"], m["maps.All"] = over(both, false), over(both, false)
	m["slices.Backward"] = over(both, true)
	m["slices.Values"] = over(func(e item) item { return item{first: e.second} }, false)
	m["maps.Values"] = m["slices.Values"]
	m["maps.Keys"] = over(func(e item) item { return item{first: e.first} }, false)

	collect := func(c *flow.Call) ([]flow.Value, bool) {
		all, ok := given(c.It, c.Arg(0))
		if !ok {
			return nil, false
		}
		values := make([]flow.Value, len(all))
		for i, e := range all {
			values[i] = e.first
		}
		if c.Name != "slices.Collect" || len(values) < 2 || !ofMap(c, c.Arg(0)) {
			if c.Name != "slices.Collect" {
				if sorted, ok := inOrder(values); ok {
					values = sorted
				} else {
					return []flow.Value{anyOrder(c, values)}, true
				}
			}
			return []flow.Value{list(c, values)}, true
		}
		return []flow.Value{anyOrder(c, values)}, true
	}
	m["slices.Collect"], m["slices.Sorted"] = collect, collect
	m["maps.Collect"] = func(c *flow.Call) ([]flow.Value, bool) {
		all, ok := given(c.It, c.Arg(0))
		if !ok || len(c.Types) == 0 {
			return nil, false
		}
		id := c.It.New(c.Types[0], c.Node)
		c.It.Object(id).Map = true
		for _, e := range all {
			c.It.SetIndex(id, e.first, e.second)
		}
		return []flow.Value{flow.ObjValue(id)}, true
	}
	m["slices.Reverse"] = func(c *flow.Call) ([]flow.Value, bool) {
		c.It.Each(c.Arg(0), func(id flow.ID) {
			all, ok := items(c.It, flow.ObjValue(id))
			if !ok {
				elems := c.It.Elements(flow.ObjValue(id))
				c.It.SetIndex(id, flow.UnknownFrom(flow.Origin{Kind: "index"}, "int"), elems)
				return
			}
			for i, e := range all {
				c.It.SetIndex(id, flow.IntValue(int64(len(all)-1-i)), e.second)
			}
		})
		return nil, true
	}
	sort := func(c *flow.Call) ([]flow.Value, bool) {
		c.It.Each(c.Arg(0), func(id flow.ID) {
			all, ok := items(c.It, flow.ObjValue(id))
			values := make([]flow.Value, len(all))
			for i, e := range all {
				values[i] = e.second
			}
			if sorted, known := inOrder(values); ok && known && len(c.Args) == 1 {
				for i, v := range sorted {
					c.It.SetIndex(id, flow.IntValue(int64(i)), v)
				}
				return
			}
			if elems := c.It.Elements(flow.ObjValue(id)); len(elems) > 0 && (!ok || len(all) > 1) {
				c.It.SetIndex(id, flow.UnknownFrom(flow.Origin{Kind: "index"}, "int"), elems)
			}
		})
		return nil, true
	}
	for _, name := range []string{"slices.Sort", "slices.SortFunc", "slices.SortStableFunc", "sort.Strings", "sort.Slice", "sort.SliceStable", "sort.Ints"} {
		m[name] = sort
	}
}

// unknownIterator gives any of what a collection holds.
func unknownIterator(c *flow.Call, pick func(item) item) flow.Value {
	id := c.It.NewInternal(flow.Iterator, c.Node)
	o := c.It.Object(id)
	o.List = true
	elems := c.It.Elements(c.Arg(0))
	var keys flow.Value
	for _, src := range c.Arg(0).Objects() {
		for _, f := range c.It.Written(src) {
			if f.IsEntry() {
				v, _ := c.It.Get(src, f)
				elems = flow.Join(elems, v.Without(func(a flow.Atom) bool { return a.Kind == flow.AbsentK }))
				if f.Kind == flow.EntryKey {
					keys = flow.Join(keys, flow.TextValue(f.Name))
				}
			}
		}
	}
	if len(elems) == 0 {
		o.Symbolic = true
		return flow.ObjValue(id)
	}
	e := pick(item{flow.Join(keys, flow.UnknownFrom(flow.Origin{Kind: "range"}, "")), elems})
	c.It.Set(id, flow.AnyIndex, e.first)
	if len(e.second) > 0 {
		c.It.Set(id, flow.Second(-1), e.second)
	}
	return flow.ObjValue(id)
}

// ofMap reports whether an iterator was made from a map.
func ofMap(c *flow.Call, v flow.Value) bool {
	id, ok := v.IsObject()
	if !ok {
		return false
	}
	n := c.It.Object(id).Node
	return n != nil && strings.HasPrefix(n.Str, "maps.")
}

// anyOrder is a list of values in an order that is not known.
func anyOrder(c *flow.Call, values []flow.Value) flow.Value {
	id := c.It.New(c.Types[0], c.Node)
	c.It.Object(id).List = true
	c.It.Set(id, flow.AnyIndex, flow.Join(values...))
	c.It.Set(id, flow.Length, flow.IntValue(int64(len(values))))
	return flow.ObjValue(id)
}

// inOrder sorts known texts.
func inOrder(values []flow.Value) ([]flow.Value, bool) {
	out := append([]flow.Value(nil), values...)
	for i := range out {
		if _, ok := out[i].Const(); !ok {
			return nil, false
		}
		for k := i; k > 0; k-- {
			x, _ := out[k-1].Const()
			y, _ := out[k].Const()
			if x <= y {
				break
			}
			out[k-1], out[k] = out[k], out[k-1]
		}
	}
	return out, true
}
