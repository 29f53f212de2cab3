package flow

import "github.com/klaviyolint/klaviyolint/internal/flow/ir"

// CallAgain calls a function as a library does that tries it again while it fails.
func (it *Interp) CallAgain(fun Value, n *ir.Node) []Value {
	defer it.enterLoop(&Loop{Kind: LoopRetry, Node: n, Turns: -1})()
	return it.CallFunc(fun, nil, n)
}

// CallEach calls a function as a library does that calls it for each element of a
// list: with the element, and its index where it takes one. fun and list are
// positions of arguments; without a list it is the receiver. The results become the
// elements of a list.
func (it *Interp) CallEach(c *Call, fun, list int) ([]Value, bool) {
	fn, coll := c.Arg(fun), c.Recv
	if list >= 0 {
		coll = c.Arg(list)
	}
	var f *ir.Func
	for _, a := range fn {
		if a.Kind == FuncK && a.Fn.Fn != nil {
			f = a.Fn.Fn
		}
	}
	coll = it.Deref(coll)
	if f == nil || len(f.Params) == 0 {
		return nil, false
	}
	l := &Loop{Kind: LoopEach, Node: c.Node, Turns: -1, Elem: f.Types[0]}
	if id, ok := coll.IsObject(); ok {
		l.Turns = it.size(id)
	}
	elems := rows(it.Elements(coll))
	if len(coll.Objects()) == 0 || len(elems) == 0 || len(elems) == 1 && len(elems[0]) == 0 {
		elems = []Value{it.Fresh(f.Types[0], Origin{Kind: "range", Name: f.Names[0]})}
	}
	done := it.enterLoop(l)
	it.loops++
	it.multi++
	var out Value
	var fs []func()
	for _, e := range elems {
		fs = append(fs, func() {
			args := []Value{it.item(l, e)}
			for i := 1; i < len(f.Params); i++ {
				args = append(args, it.item(l, it.Fresh(f.Types[i], Origin{Kind: "range", Name: f.Names[i]})))
			}
			if rs := it.CallFunc(fn, args, c.Node); len(rs) > 0 {
				out = Join(out, rs[0])
			}
			it.st.dead = false // what ends in the function ends nothing else
		})
	}
	it.Fork(append(fs, func() {})...)
	it.multi--
	it.loops--
	done()
	if len(c.Types) == 0 {
		return nil, true
	}
	results := c.Unknown("call")
	if id, ok := results[0].IsObject(); ok && it.objs[id].List && len(out) > 0 {
		it.Set(id, AnyIndex, out)
		it.Set(id, Length, UnknownFrom(Origin{Kind: "len"}, "int"))
		o := *it.objs[id]
		o.Symbolic = false
		it.objs[id] = &o
	}
	return results, true
}
