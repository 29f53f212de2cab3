package stdlib

import (
	"cmp"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
)

// elements returns what a list holds, in order, where its length is known and
// every index too; an element that was not written is absent.
func elements(it *flow.Interp, id flow.ID) ([]flow.Value, bool) {
	o := it.Object(id)
	if !o.List || o.Symbolic {
		return nil, false
	}
	if _, open := it.Get(id, flow.AnyIndex); open {
		return nil, false
	}
	v, _ := it.Get(id, flow.Length)
	n, ok := Number(v)
	if !ok || n > 400 {
		return nil, false
	}
	out := make([]flow.Value, n)
	for i := range out {
		w, ok := it.Get(id, flow.Index(int64(i)))
		if !ok || len(w) == 0 {
			w = flow.Value{{Kind: flow.AbsentK}}
		}
		out[i] = w
	}
	return out, true
}

// newList makes a list of a type.
func newList(c *flow.Call, typ string, vs []flow.Value) flow.Value {
	id := c.It.New(typ, c.Node)
	c.It.Object(id).List = true
	for i, v := range vs {
		c.It.Set(id, flow.Index(int64(i)), v)
	}
	c.It.Set(id, flow.Length, flow.IntValue(int64(len(vs))))
	return flow.ObjValue(id)
}

// resultType is the type of a call's first result, or that of its first
// argument.
func resultType(c *flow.Call) string {
	if len(c.Types) > 0 && strings.HasPrefix(c.Types[0], "[") {
		return c.Types[0]
	}
	if id, ok := c.Arg(0).IsObject(); ok {
		return c.It.Object(id).Type
	}
	return "[]"
}

// shuffled lets every element of a list be any of them: what sorts and reverses
// in a way that is not known leaves.
func shuffled(it *flow.Interp, v flow.Value) {
	it.Each(v, func(id flow.ID) {
		if !it.Object(id).List {
			return
		}
		all := it.Elements(flow.ObjValue(id))
		for _, k := range it.Written(id) {
			if k.IsElement() {
				it.Set(id, k, all)
			}
		}
	})
}

// reordered makes an intrinsic that changes the order of a list in place. order
// returns false where it is not known which comes first.
func reordered(order func(vs []flow.Value) bool) flow.Intrinsic {
	return func(c *flow.Call) ([]flow.Value, bool) {
		id, ok := c.Arg(0).IsObject()
		if ok {
			vs, known := elements(c.It, id)
			if vs = slices.Clone(vs); known && order(vs) {
				for i, v := range vs {
					c.It.Set(id, flow.Index(int64(i)), v)
				}
				return nil, true
			}
		}
		shuffled(c.It, c.Arg(0))
		return nil, true
	}
}

// sorted sorts elements that are known.
func sorted(vs []flow.Value) bool {
	keys := make([]any, len(vs))
	for i, v := range vs {
		ks, ok := constants(v)
		if !ok || len(ks) != 1 {
			return false
		}
		keys[i] = ks[0]
	}
	order := make([]int, len(vs))
	for i := range order {
		order[i] = i
	}
	known := true
	slices.SortStableFunc(order, func(i, j int) int {
		switch x := keys[i].(type) {
		case string:
			y, ok := keys[j].(string)
			known = known && ok
			return strings.Compare(x, y)
		case int64:
			y, ok := keys[j].(int64)
			known = known && ok
			return cmp.Compare(x, y)
		}
		known = false
		return 0
	})
	if !known {
		return false
	}
	old := slices.Clone(vs)
	for i, j := range order {
		vs[i] = old[j]
	}
	return true
}

// unsorted is the order of a function that is not asked.
func unsorted(vs []flow.Value) bool { return len(vs) < 2 }

func reversed(vs []flow.Value) bool {
	slices.Reverse(vs)
	return true
}

func addLists(m map[string]flow.Intrinsic) {
	for _, n := range []string{"sort.Strings", "sort.Ints", "sort.Float64s", "slices.Sort"} {
		m[n] = reordered(sorted)
	}
	for _, n := range []string{"sort.Slice", "sort.SliceStable", "slices.SortFunc", "slices.SortStableFunc", "sort.Sort", "sort.Stable", "math/rand.Shuffle", "math/rand/v2.Shuffle"} {
		m[n] = reordered(unsorted)
	}
	m["slices.Reverse"] = reordered(reversed)
	// changed makes an intrinsic that returns a list, and leaves the one that it
	// was given in a state that is not known.
	changed := func(f func(c *flow.Call, vs []flow.Value) ([]flow.Value, bool)) flow.Intrinsic {
		return func(c *flow.Call) ([]flow.Value, bool) {
			it := c.It
			id, ok := c.Arg(0).IsObject()
			if ok {
				if vs, known := elements(it, id); known {
					if out, ok := f(c, vs); ok {
						v := newList(c, resultType(c), out)
						if c.Name != "slices.Concat" {
							shuffled(it, c.Arg(0))
						}
						return []flow.Value{v}, true
					}
				}
			}
			nid := it.New(resultType(c), c.Node)
			it.Object(nid).List = true
			all := flow.UnknownFrom(flow.Origin{Kind: "element"}, "")
			for _, a := range c.Args {
				all = flow.Join(all, it.Elements(a))
			}
			it.Set(nid, flow.AnyIndex, all)
			shuffled(it, c.Arg(0))
			return []flow.Value{flow.ObjValue(nid)}, true
		}
	}
	m["slices.Insert"] = changed(func(c *flow.Call, vs []flow.Value) ([]flow.Value, bool) {
		i, ok := Number(c.Arg(1))
		if !ok || c.Node.Ellipsis || i < 0 || int(i) > len(vs) {
			return nil, false
		}
		return slices.Insert(slices.Clone(vs), int(i), c.Args[2:]...), true
	})
	m["slices.Delete"] = changed(func(c *flow.Call, vs []flow.Value) ([]flow.Value, bool) {
		i, ok := Number(c.Arg(1))
		j, ok2 := Number(c.Arg(2))
		if !ok || !ok2 || i < 0 || i > j || int(j) > len(vs) {
			return nil, false
		}
		return slices.Delete(slices.Clone(vs), int(i), int(j)), true
	})
	m["slices.Compact"] = changed(func(_ *flow.Call, vs []flow.Value) ([]flow.Value, bool) {
		var out []flow.Value
		var last any
		for i, v := range vs {
			ks, ok := constants(v)
			if !ok || len(ks) != 1 {
				return nil, false
			}
			if i == 0 || ks[0] != last {
				out = append(out, v)
			}
			last = ks[0]
		}
		return out, true
	})
	for _, n := range []string{"DeleteFunc", "CompactFunc", "Replace"} {
		m["slices."+n] = changed(func(*flow.Call, []flow.Value) ([]flow.Value, bool) { return nil, false })
	}
	m["slices.Concat"] = changed(func(c *flow.Call, _ []flow.Value) ([]flow.Value, bool) {
		var out []flow.Value
		for _, a := range spreadArgs(c, 0) {
			id, ok := a.IsObject()
			if !ok {
				return nil, false
			}
			vs, known := elements(c.It, id)
			if !known {
				return nil, false
			}
			out = append(out, vs...)
		}
		return out, true
	})
	find := func(result func(i int) any) flow.Intrinsic {
		return func(c *flow.Call) ([]flow.Value, bool) {
			want, ok := constants(c.Arg(1))
			id, isObj := c.Arg(0).IsObject()
			if !ok || !isObj || len(want) != 1 {
				return nil, false
			}
			vs, known := elements(c.It, id)
			if !known {
				return nil, false
			}
			for i, v := range vs {
				ks, ok := constants(v)
				if !ok || len(ks) != 1 {
					return nil, false
				}
				if ks[0] == want[0] {
					return []flow.Value{constant(result(i))}, true
				}
			}
			return []flow.Value{constant(result(-1))}, true
		}
	}
	m["slices.Index"] = find(func(i int) any { return i })
	m["slices.Contains"] = find(func(i int) any { return i >= 0 })
	extreme := func(last bool) flow.Intrinsic {
		return func(c *flow.Call) ([]flow.Value, bool) {
			id, ok := c.Arg(0).IsObject()
			if !ok {
				return nil, false
			}
			vs, known := elements(c.It, id)
			if vs = slices.Clone(vs); !known || len(vs) == 0 || !sorted(vs) {
				return nil, false
			}
			if last {
				return []flow.Value{vs[len(vs)-1]}, true
			}
			return []flow.Value{vs[0]}, true
		}
	}
	m["slices.Min"], m["slices.Max"] = extreme(false), extreme(true)
	addSplits(m)
}
