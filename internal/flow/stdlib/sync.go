package stdlib

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
)

// addSync knows what is shared between goroutines. A value that several may
// store is any of those that were stored: nothing is known of their order.
func addSync(m map[string]flow.Intrinsic) {
	once := func(c *flow.Call) ([]flow.Value, bool) {
		c.It.CallFunc(c.Arg(0), nil, c.Node)
		return nil, true
	}
	m["sync.Once.Do"] = func(c *flow.Call) ([]flow.Value, bool) {
		id, ok := c.It.Deref(c.Recv).IsObject()
		if v, had := c.It.Get(id, flow.Pointee); ok && had && v.Truth() == 1 {
			return nil, true // it has run
		} else if ok && had {
			c.It.Fork(func() { c.It.CallFunc(c.Arg(0), nil, c.Node) }, func() {})
		} else {
			c.It.CallFunc(c.Arg(0), nil, c.Node)
		}
		if ok {
			c.It.Set(id, flow.Pointee, flow.BoolValue(true))
		}
		return nil, true
	}
	m["sync.WaitGroup.Go"] = once
	m["golang.org/x/sync/errgroup.Group.Go"] = func(c *flow.Call) ([]flow.Value, bool) {
		c.It.CallFunc(c.Arg(0), nil, c.Node)
		return c.Unknown("call"), true
	}
	onceValue := func(c *flow.Call) ([]flow.Value, bool) {
		return []flow.Value{c.It.Once(c.Arg(0), c.Node)}, true
	}
	m["sync.OnceValue"], m["sync.OnceValues"], m["sync.OnceFunc"] = onceValue, onceValue, onceValue
	for _, typ := range []string{"Value", "Pointer", "Bool", "Int32", "Int64", "Uint32", "Uint64"} {
		addAtomic(m, "sync/atomic."+typ)
	}
	addSyncMap(m)
	m["sync.Pool.Get"] = func(c *flow.Call) ([]flow.Value, bool) {
		id, ok := c.Recv.IsObject()
		if !ok {
			return nil, false
		}
		if fn, ok := c.It.Get(id, flow.Field("New")); ok && fn.Has(flow.FuncK) {
			if rs := c.It.CallFunc(fn, nil, c.Node); len(rs) > 0 {
				return []flow.Value{flow.Join(rs[0], c.Unknown("call")[0])}, true
			}
		}
		return nil, false
	}
}

func addAtomic(m map[string]flow.Intrinsic, typ string) {
	load := func(c *flow.Call) flow.Value {
		var out flow.Value
		for _, a := range c.It.Deref(c.Recv) {
			if a.Kind != flow.ObjK {
				out = flow.Join(out, c.Unknown("call")[0])
				continue
			}
			o := c.It.Object(a.Obj)
			v, ok := c.It.Get(a.Obj, flow.Pointee)
			out = flow.Join(out, v.Without(func(a flow.Atom) bool { return a.Kind == flow.AbsentK }))
			switch {
			case !ok && !o.Symbolic && len(c.Types) > 0:
				out = flow.Join(out, c.It.Zero(c.Types[0]))
			case !ok || o.Symbolic:
				out = flow.Join(out, c.Unknown("call")[0])
			}
		}
		if len(out) == 0 {
			return c.Unknown("call")[0]
		}
		return out
	}
	store := func(c *flow.Call, v flow.Value) {
		c.It.Each(c.It.Deref(c.Recv), func(id flow.ID) { c.It.Set(id, flow.Pointee, v) })
	}
	m[typ+".Load"] = func(c *flow.Call) ([]flow.Value, bool) { return []flow.Value{load(c)}, true }
	m[typ+".Store"] = func(c *flow.Call) ([]flow.Value, bool) {
		store(c, c.Arg(0))
		return nil, true
	}
	m[typ+".Swap"] = func(c *flow.Call) ([]flow.Value, bool) {
		old := load(c)
		store(c, c.Arg(0))
		return []flow.Value{old}, true
	}
	m[typ+".CompareAndSwap"] = func(c *flow.Call) ([]flow.Value, bool) {
		c.It.Fork(func() { store(c, c.Arg(1)) }, func() {})
		return c.Unknown("call"), true
	}
	if strings.Contains(typ, "nt") {
		m[typ+".Add"] = func(c *flow.Call) ([]flow.Value, bool) {
			u := c.Unknown("call")
			store(c, u[0])
			return u, true
		}
	}
}

func addSyncMap(m map[string]flow.Intrinsic) {
	const typ = "sync.Map"
	get := func(c *flow.Call) flow.Value {
		var out flow.Value
		for _, id := range c.It.Deref(c.Recv).Objects() {
			c.It.Object(id).Map = true
			out = flow.Join(out, c.It.ReadIndex(id, c.Arg(0), "interface"))
		}
		if len(out) == 0 {
			return c.Unknown("call")[0]
		}
		return out
	}
	put := func(c *flow.Call, v flow.Value) {
		c.It.Each(c.It.Deref(c.Recv), func(id flow.ID) {
			c.It.Object(id).Map = true
			c.It.SetIndex(id, c.Arg(0), v)
		})
	}
	ok := flow.UnknownFrom(flow.Origin{Kind: "ok"}, "bool")
	m[typ+".Load"] = func(c *flow.Call) ([]flow.Value, bool) { return []flow.Value{get(c), ok}, true }
	m[typ+".Store"] = func(c *flow.Call) ([]flow.Value, bool) {
		put(c, c.Arg(1))
		return nil, true
	}
	m[typ+".LoadOrStore"] = func(c *flow.Call) ([]flow.Value, bool) {
		old := get(c).Without(func(a flow.Atom) bool { return a.Kind == flow.NilK })
		c.It.Fork(func() { put(c, c.Arg(1)) }, func() {})
		return []flow.Value{flow.Join(old, c.Arg(1)), ok}, true
	}
	m[typ+".LoadAndDelete"] = func(c *flow.Call) ([]flow.Value, bool) {
		old := get(c)
		put(c, flow.Value{{Kind: flow.AbsentK}})
		return []flow.Value{old, ok}, true
	}
	m[typ+".Delete"] = func(c *flow.Call) ([]flow.Value, bool) {
		put(c, flow.Value{{Kind: flow.AbsentK}})
		return nil, true
	}
	m[typ+".Clear"] = func(c *flow.Call) ([]flow.Value, bool) {
		c.It.Each(c.It.Deref(c.Recv), func(id flow.ID) {
			for _, f := range c.It.Written(id) {
				if f.IsEntry() {
					c.It.Set(id, f, flow.Value{{Kind: flow.AbsentK}})
				}
			}
		})
		return nil, true
	}
	m[typ+".Range"] = func(c *flow.Call) ([]flow.Value, bool) {
		for _, id := range c.It.Deref(c.Recv).Objects() {
			for _, f := range c.It.Written(id) {
				v, _ := c.It.Get(id, f)
				v = v.Without(func(a flow.Atom) bool { return a.Kind == flow.AbsentK })
				if !f.IsEntry() || len(v) == 0 {
					continue
				}
				k, named := c.It.EntryName(id, f)
				if !named || len(k) == 0 {
					k = flow.TextValue(f.Name)
				}
				c.It.Fork(func() { c.It.CallFunc(c.Arg(0), []flow.Value{k, v}, c.Node) }, func() {})
			}
			if c.It.Object(id).Symbolic {
				u := flow.UnknownFrom(flow.Origin{Kind: "range"}, "interface")
				c.It.Fork(func() { c.It.CallFunc(c.Arg(0), []flow.Value{u, u}, c.Node) }, func() {})
			}
		}
		return nil, true
	}
}
