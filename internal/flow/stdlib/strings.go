// Package stdlib tells package flow what functions of the standard library do,
// and those of a few libraries that code uses in their place. HTTP is not here:
// that is the business of internal/requests.
package stdlib

import (
	"net/url"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
)

// Library returns the intrinsics of the standard library's string handling.
// HTTP is not here: that is the business of the package's user.
func Library() map[string]flow.Intrinsic {
	m := map[string]flow.Intrinsic{}
	for _, add := range []func(map[string]flow.Intrinsic){addStrings, addFmt, addURL, addBuffers, addMisc} {
		add(m)
	}
	return m
}

// texts makes an intrinsic from a function on strings.
func texts(f func(c *flow.Call, s []flow.Text) []flow.Text) flow.Intrinsic {
	return func(c *flow.Call) ([]flow.Value, bool) {
		return []flow.Value{flow.TextsValue(f(c, c.Arg(0).Texts()))}, true
	}
}

func eachText(f func(t flow.Text) flow.Text) flow.Intrinsic {
	return texts(func(_ *flow.Call, s []flow.Text) []flow.Text {
		out := make([]flow.Text, len(s))
		for i, t := range s {
			out[i] = f(t)
		}
		return out
	})
}

// edge applies a trim to the literal at an end of each text. A hole at that
// end stays: what it holds is not known to need trimming.
func edge(left, right bool, trim func(s, arg string) string) flow.Intrinsic {
	return texts(func(c *flow.Call, s []flow.Text) []flow.Text {
		arg, ok := "", true
		if len(c.Args) > 1 {
			arg, ok = c.Arg(1).Const()
		}
		out := make([]flow.Text, len(s))
		for i, t := range s {
			u := append(flow.Text(nil), t...)
			if ok && len(u) > 0 {
				if right && !u[len(u)-1].Hole {
					u[len(u)-1].Lit = trim(u[len(u)-1].Lit, arg)
				}
				if left && !u[0].Hole {
					u[0].Lit = trim(u[0].Lit, arg)
				}
			}
			out[i] = u
		}
		return out
	})
}

func lits(f func(string) string) flow.Intrinsic {
	return eachText(func(t flow.Text) flow.Text {
		u := append(flow.Text(nil), t...)
		for i := range u {
			if !u[i].Hole {
				u[i].Lit = f(u[i].Lit)
			}
		}
		return u
	})
}

// Replace replaces a known string in the literal parts of a text.
func Replace(t flow.Text, old string, with flow.Text, n int) flow.Text {
	if old == "" {
		return t
	}
	var out flow.Text
	for _, p := range t {
		if p.Hole {
			out = append(out, p)
			continue
		}
		for n != 0 {
			i := strings.Index(p.Lit, old)
			if i < 0 {
				break
			}
			if i > 0 {
				q := p
				q.Lit, q.Src.Folded = p.Lit[:i], true
				out = append(out, q)
			}
			out = append(out, with...)
			p.Lit, p.Src.Folded = p.Lit[i+len(old):], true
			p.Src.Off += i + len(old)
			n--
		}
		if p.Lit != "" {
			out = append(out, p)
		}
	}
	return out
}

func addStrings(m map[string]flow.Intrinsic) {
	m["strings.TrimSuffix"] = edge(false, true, strings.TrimSuffix)
	m["strings.TrimRight"] = edge(false, true, strings.TrimRight)
	m["strings.TrimPrefix"] = edge(true, false, strings.TrimPrefix)
	m["strings.TrimLeft"] = edge(true, false, strings.TrimLeft)
	m["strings.Trim"] = func(c *flow.Call) ([]flow.Value, bool) {
		l, _ := edge(true, false, strings.TrimLeft)(c)
		d := *c
		d.Args = []flow.Value{l[0], c.Arg(1)}
		return edge(false, true, strings.TrimRight)(&d)
	}
	m["strings.TrimSpace"] = func(c *flow.Call) ([]flow.Value, bool) {
		l, _ := edge(true, false, func(s, _ string) string { return strings.TrimLeft(s, " \t\r\n") })(c)
		d := *c
		d.Args = l
		return edge(false, true, func(s, _ string) string { return strings.TrimRight(s, " \t\r\n") })(&d)
	}
	m["strings.ToLower"] = lits(strings.ToLower)
	m["strings.ToUpper"] = lits(strings.ToUpper)
	m["strings.Clone"] = lits(func(s string) string { return s })
	replace := func(c *flow.Call) ([]flow.Value, bool) {
		old, ok := c.Arg(1).Const()
		if !ok {
			return nil, false
		}
		n := -1
		if c.Name == "strings.Replace" {
			if v := c.Arg(3); len(v) == 1 && v[0].Kind == flow.IntK {
				n = int(v[0].Int)
			}
		}
		var out []flow.Text
		for _, t := range c.Arg(0).Texts() {
			for _, w := range c.Arg(2).Texts() {
				out = append(out, Replace(t, old, w, n))
			}
		}
		return []flow.Value{flow.TextsValue(out)}, true
	}
	m["strings.Replace"], m["strings.ReplaceAll"] = replace, replace
	m["strings.NewReplacer"] = func(c *flow.Call) ([]flow.Value, bool) {
		id := c.It.New("strings.Replacer", c.Node)
		for i, a := range c.Args {
			c.It.Set(id, flow.Index(int64(i)), a)
		}
		return []flow.Value{flow.ObjValue(id)}, true
	}
	m["strings.Replacer.Replace"] = func(c *flow.Call) ([]flow.Value, bool) {
		id, ok := c.Recv.IsObject()
		ts := c.Arg(0).Texts()
		if !ok || len(ts) != 1 {
			return nil, false
		}
		t := ts[0]
		for i := int64(0); ; i += 2 {
			old, ok := c.It.Get(id, flow.Index(i))
			if !ok {
				break
			}
			o, known := old.Const()
			with, _ := c.It.Get(id, flow.Index(i+1))
			if w := with.Texts(); known && len(w) == 1 {
				t = Replace(t, o, w[0], -1)
			}
		}
		return []flow.Value{flow.TextsValue([]flow.Text{t})}, true
	}
	m["strings.Join"] = func(c *flow.Call) ([]flow.Value, bool) {
		id, ok := c.Arg(0).IsObject()
		if !ok || c.It.Object(id).Symbolic {
			return nil, false
		}
		if _, open := c.It.Get(id, flow.AnyIndex); open {
			return nil, false
		}
		out := []flow.Text{{}}
		for i, f := range listFields(c.It, id) {
			if i > 0 {
				out = flow.Concat(out, c.Arg(1).Texts())
			}
			v, _ := c.It.Get(id, f)
			out = flow.Concat(out, v.Texts())
		}
		return []flow.Value{flow.TextsValue(out)}, true
	}
	m["strings.Repeat"] = func(c *flow.Call) ([]flow.Value, bool) {
		s, ok := c.Arg(0).Const()
		n := c.Arg(1)
		if !ok || len(n) != 1 || n[0].Kind != flow.IntK || n[0].Int < 0 || n[0].Int > 1000 || len(s) > 100 {
			return nil, false
		}
		return []flow.Value{flow.TextValue(strings.Repeat(s, int(n[0].Int)))}, true
	}
	contains := func(c *flow.Call) ([]flow.Value, bool) {
		a, ok1 := c.Arg(0).Const()
		b, ok2 := c.Arg(1).Const()
		c.It.Compared(c.Name, c.Arg(0), c.Arg(1), c.Node)
		if !ok1 || !ok2 {
			// The head of a text may decide a prefix although its tail is a hole.
			if ok2 && c.Name == "strings.HasPrefix" {
				if ts := c.Arg(0).Texts(); len(ts) == 1 && len(ts[0]) > 0 && !ts[0][0].Hole {
					lit := ts[0][0].Lit
					if len(lit) >= len(b) {
						return []flow.Value{flow.BoolValue(strings.HasPrefix(lit, b))}, true
					}
					if !strings.HasPrefix(b, lit) {
						return []flow.Value{flow.BoolValue(false)}, true
					}
				}
			}
			return []flow.Value{flow.UnknownFrom(flow.Origin{Kind: "cond"}, "bool")}, true
		}
		switch c.Name {
		case "strings.HasPrefix":
			return []flow.Value{flow.BoolValue(strings.HasPrefix(a, b))}, true
		case "strings.HasSuffix":
			return []flow.Value{flow.BoolValue(strings.HasSuffix(a, b))}, true
		case "strings.EqualFold":
			return []flow.Value{flow.BoolValue(strings.EqualFold(a, b))}, true
		}
		return []flow.Value{flow.BoolValue(strings.Contains(a, b))}, true
	}
	for _, n := range []string{"HasPrefix", "HasSuffix", "Contains", "EqualFold"} {
		m["strings."+n] = contains
	}
	m["path.Join"] = func(c *flow.Call) ([]flow.Value, bool) {
		return []flow.Value{flow.TextsValue(joinPath(spreadArgs(c, 0)))}, true
	}
	escape := func(f func(string) string) flow.Intrinsic {
		return eachText(func(t flow.Text) flow.Text {
			if s, ok := t.Const(); ok && len(t) == 1 {
				u := t[0]
				u.Lit = f(s)
				return flow.Text{u}
			}
			return t
		})
	}
	m["net/url.PathEscape"], m["net/url.QueryEscape"] = escape(url.PathEscape), escape(url.QueryEscape)
	m["strconv.Quote"] = eachText(func(t flow.Text) flow.Text {
		return append(append(flow.Text{{Lit: `"`}}, t...), flow.Part{Lit: `"`})
	})
	m["strconv.Itoa"] = texts(func(_ *flow.Call, s []flow.Text) []flow.Text { return s })
	m["cmp.Or"] = func(c *flow.Call) ([]flow.Value, bool) {
		var out flow.Value
		for _, a := range spreadArgs(c, 0) {
			out = flow.Join(out, a.Without(isZero))
			if !a.Has(flow.Unknown) && !a.Has(flow.AbsentK) && len(a.Without(isZero)) == len(a) && !holey(a) {
				break
			}
		}
		if len(out) == 0 {
			return nil, false
		}
		return []flow.Value{out}, true
	}
}

func holey(v flow.Value) bool {
	for _, a := range v {
		if a.Kind == flow.TextK && a.Text.LitLen() == 0 {
			return true
		}
	}
	return false
}

func isZero(a flow.Atom) bool {
	if a.Kind == flow.TextK {
		s, ok := a.Text.Const()
		return ok && s == ""
	}
	return a.Kind == flow.NilK || a.Kind == flow.IntK && a.Int == 0
}

func listFields(it *flow.Interp, id flow.ID) []flow.Key {
	var out []flow.Key
	for _, f := range it.Written(id) {
		if f.IsElement() && f != flow.AnyIndex {
			out = append(out, f)
		}
	}
	return out
}

// spreadArgs returns the arguments from i on, with args... laid out when its
// elements are known.
func spreadArgs(c *flow.Call, i int) []flow.Value {
	if i >= len(c.Args) {
		return nil
	}
	if !c.Node.Ellipsis {
		return c.Args[i:]
	}
	out := append([]flow.Value(nil), c.Args[i:len(c.Args)-1]...)
	last := c.Args[len(c.Args)-1]
	if id, ok := last.IsObject(); ok {
		for _, f := range listFields(c.It, id) {
			v, _ := c.It.Get(id, f)
			out = append(out, v)
		}
		_, open := c.It.Get(id, flow.AnyIndex)
		if !open && !c.It.Object(id).Symbolic {
			return out
		}
	}
	return append(out, flow.UnknownFrom(flow.Origin{Kind: "spread"}, ""))
}

// joinPath joins elements as path.Join does where they are known, and with one
// slash at each joint where they are not.
func joinPath(vs []flow.Value) []flow.Text {
	out := []flow.Text{{}}
	for _, v := range vs {
		var next []flow.Text
		for _, a := range out {
			for _, b := range v.Texts() {
				if len(next) >= flow.MaxAlternatives {
					break
				}
				next = append(next, joinTwo(a, b))
			}
		}
		out = next
	}
	for i, t := range out {
		if n := len(t); n > 0 && !t[n-1].Hole && len(t[n-1].Lit) > 1 {
			u := append(flow.Text(nil), t...)
			u[n-1].Lit = strings.TrimRight(u[n-1].Lit, "/")
			out[i] = u
		}
	}
	return out
}

func joinTwo(a, b flow.Text) flow.Text {
	if len(a) == 0 || a.Pattern() == "" {
		return b
	}
	if len(b) == 0 || b.Pattern() == "" {
		return a
	}
	x, y := append(flow.Text(nil), a...), append(flow.Text(nil), b...)
	if l := &x[len(x)-1]; !l.Hole {
		l.Lit = strings.TrimRight(l.Lit, "/")
	}
	if f := &y[0]; !f.Hole {
		f.Lit = strings.TrimLeft(f.Lit, "/")
	}
	return append(append(x, flow.Part{Lit: "/"}), y...)
}
