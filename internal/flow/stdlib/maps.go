package stdlib

import "github.com/klaviyolint/klaviyolint/internal/flow"

// addMaps knows the functions of package maps that change one.
func addMaps(m map[string]flow.Intrinsic) {
	m["maps.DeleteFunc"] = func(c *flow.Call) ([]flow.Value, bool) {
		// Any entry may be gone.
		c.It.Each(c.Arg(0), func(id flow.ID) {
			for _, k := range c.It.Written(id) {
				if k.IsEntry() {
					v, _ := c.It.Get(id, k)
					c.It.Set(id, k, flow.Join(v, flow.Value{{Kind: flow.AbsentK}}))
				}
			}
		})
		return nil, true
	}
	m["maps.Insert"] = func(c *flow.Call) ([]flow.Value, bool) {
		anything(c.It, c.Arg(0))
		return nil, true
	}
}

// anything lets a map hold anything.
func anything(it *flow.Interp, v flow.Value) {
	it.Each(v, func(id flow.ID) {
		if !it.Object(id).Map {
			return
		}
		some := flow.UnknownFrom(flow.Origin{Kind: "entries"}, "")
		for _, k := range it.Written(id) {
			if k.IsEntry() {
				old, _ := it.Get(id, k)
				it.Set(id, k, flow.Join(old, some))
			}
		}
		it.Set(id, flow.AnyEntry, some)
	})
}
