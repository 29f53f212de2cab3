package stdlib

import (
	"net/url"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// addValues knows net/url.Values: a map from keys to texts, or to lists of them.
func addValues(m map[string]flow.Intrinsic) {
	m["net/url.Values.Set"] = func(c *flow.Call) ([]flow.Value, bool) {
		c.It.Each(c.Recv, func(id flow.ID) { c.It.SetIndex(id, c.Arg(0), c.Arg(1)) })
		return nil, true
	}
	m["net/url.Values.Add"] = func(c *flow.Call) ([]flow.Value, bool) {
		c.It.Each(c.Recv, func(id flow.ID) {
			name, ok := c.Arg(0).Const()
			old, had := c.It.Get(id, flow.Entry(name))
			if !ok || !had {
				c.It.SetIndex(id, c.Arg(0), c.Arg(1))
				return
			}
			c.It.SetIndex(id, c.Arg(0), added(c, old, c.Arg(1)))
		})
		return nil, true
	}
	m["net/url.Values.Del"] = func(c *flow.Call) ([]flow.Value, bool) {
		c.It.Each(c.Recv, func(id flow.ID) { c.It.SetIndex(id, c.Arg(0), flow.Value{{Kind: flow.AbsentK}}) })
		return nil, true
	}
	m["net/url.Values.Get"] = func(c *flow.Call) ([]flow.Value, bool) {
		id, ok := c.Recv.IsObject()
		if !ok {
			return nil, false
		}
		var out flow.Value
		for _, a := range c.It.ReadIndex(id, c.Arg(0), "string") {
			if a.Kind != flow.ObjK {
				out = flow.Join(out, flow.Value{a})
				continue
			}
			vs, known := elements(c.It, a.Obj)
			switch {
			case !known:
				out = flow.Join(out, flow.UnknownFrom(flow.Origin{Kind: "query"}, "string"))
			case len(vs) == 0:
				out = flow.Join(out, flow.TextValue(""))
			default:
				out = flow.Join(out, vs[0])
			}
		}
		return []flow.Value{out}, true
	}
	m["net/url.Values.Encode"] = func(c *flow.Call) ([]flow.Value, bool) {
		id, ok := c.Recv.IsObject()
		if !ok {
			return nil, false
		}
		return []flow.Value{flow.TextsValue(encodeValues(c.It, id))}, true
	}
}

// added is the list of what an entry holds with one more.
func added(c *flow.Call, old, more flow.Value) flow.Value {
	var out flow.Value
	for _, a := range old {
		switch vs := []flow.Value{{a}}; {
		case a.Kind == flow.AbsentK:
			out = flow.Join(out, more)
			continue
		case a.Kind == flow.ObjK:
			var known bool
			if vs, known = elements(c.It, a.Obj); !known {
				id := c.It.New("[]string", c.Node)
				c.It.Object(id).List = true
				c.It.Set(id, flow.AnyIndex, flow.Join(c.It.Elements(flow.Value{a}), more))
				out = flow.Join(out, flow.ObjValue(id))
				continue
			}
			fallthrough
		default:
			out = flow.Join(out, newList(c, "[]string", append(vs[:len(vs):len(vs)], more)))
		}
	}
	return out
}

// encodeValues writes values as a query. Keys that are not known may stand
// anywhere among the others.
func encodeValues(it *flow.Interp, id flow.ID) []flow.Text {
	hole := func(kind string) []flow.Text { return []flow.Text{{{Hole: true, From: flow.Origin{Kind: kind}}}} }
	_, any := it.Get(id, flow.AnyEntry)
	open := any || it.Object(id).Symbolic
	out := []flow.Text{{}}
	if open {
		out = hole("query")
	}
	for _, f := range it.Written(id) {
		if f.Kind != flow.EntryKey {
			continue
		}
		v, _ := it.Get(id, f)
		var next []flow.Text
		for _, a := range v {
			key := flow.Text{{Lit: url.QueryEscape(f.Name), Src: entrySource(it, id, f)}, {Lit: "="}}
			var values []flow.Value
			switch a.Kind {
			case flow.AbsentK, flow.NilK:
				next = append(next, out...)
				continue
			case flow.ObjK:
				vs, known := elements(it, a.Obj)
				if !known {
					// As many as there are, each with its key.
					next = append(next, flow.Concat(joinPairs(out, key, open), hole("query"))...)
					continue
				}
				values = vs
			default:
				values = []flow.Value{{a}}
			}
			one := out
			for _, w := range values {
				escaped := make([]flow.Text, 0, len(w))
				for _, t := range w.Texts() {
					escaped = append(escaped, escapedText(t, url.QueryEscape))
				}
				one = flow.Concat(joinPairs(one, key, open), escaped)
			}
			next = append(next, one...)
		}
		if len(next) > flow.MaxAlternatives {
			return hole("query")
		}
		if out = next; open {
			out = flow.Concat(out, hole("query"))
		}
	}
	return out
}

// joinPairs starts another pair behind each text. What separates it from the
// pair before may be part of the keys that are not known, where there are any.
func joinPairs(ts []flow.Text, key flow.Text, open bool) []flow.Text {
	var out []flow.Text
	for _, t := range ts {
		one := t[:len(t):len(t)]
		if p := t.Pattern(); p != "" && !(open && p[len(p)-1] == flow.HoleMark[0]) {
			one = append(one, flow.Part{Lit: "&"})
		}
		out = append(out, append(one, key...))
	}
	return out
}

// entrySource is where the name of an entry is written.
func entrySource(it *flow.Interp, id flow.ID, f flow.Key) ir.Source {
	v, _ := it.EntryName(id, f)
	for _, t := range v.Texts() {
		if s, ok := t.Const(); ok && s == f.Name && len(t) == 1 {
			return t[0].Src
		}
	}
	return ir.Source{}
}

func escapedText(t flow.Text, f func(string) string) flow.Text {
	u := append(flow.Text(nil), t...)
	for i, p := range u {
		u[i].Escaped = p.Escaped || p.Hole
		if s := f(p.Lit); !p.Hole && s != p.Lit {
			u[i].Lit, u[i].Src.Folded = s, true
		}
	}
	return u
}
