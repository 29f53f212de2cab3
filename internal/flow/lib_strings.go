package flow

import (
	"net/url"
	"strings"
)

// Library returns the intrinsics of the standard library's string handling.
// HTTP is not here: that is the business of the package's user.
func Library() map[string]Intrinsic {
	m := map[string]Intrinsic{}
	for _, add := range []func(map[string]Intrinsic){addStrings, addFmt, addURL, addBuffers, addMisc} {
		add(m)
	}
	return m
}

// texts makes an intrinsic from a function on strings.
func texts(f func(c *Call, s []Text) []Text) Intrinsic {
	return func(c *Call) ([]Value, bool) {
		return []Value{TextsValue(f(c, c.Arg(0).Texts()))}, true
	}
}

func eachText(f func(t Text) Text) Intrinsic {
	return texts(func(_ *Call, s []Text) []Text {
		out := make([]Text, len(s))
		for i, t := range s {
			out[i] = f(t)
		}
		return out
	})
}

// edge applies a trim to the literal at an end of each text. A hole at that
// end stays: what it holds is not known to need trimming.
func edge(left, right bool, trim func(s, arg string) string) Intrinsic {
	return texts(func(c *Call, s []Text) []Text {
		arg, ok := "", true
		if len(c.Args) > 1 {
			arg, ok = c.Arg(1).Const()
		}
		out := make([]Text, len(s))
		for i, t := range s {
			u := append(Text(nil), t...)
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

func lits(f func(string) string) Intrinsic {
	return eachText(func(t Text) Text {
		u := append(Text(nil), t...)
		for i := range u {
			if !u[i].Hole {
				u[i].Lit = f(u[i].Lit)
			}
		}
		return u
	})
}

// Replace replaces a known string in the literal parts of a text.
func Replace(t Text, old string, with Text, n int) Text {
	if old == "" {
		return t
	}
	var out Text
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

func addStrings(m map[string]Intrinsic) {
	m["strings.TrimSuffix"] = edge(false, true, strings.TrimSuffix)
	m["strings.TrimRight"] = edge(false, true, strings.TrimRight)
	m["strings.TrimPrefix"] = edge(true, false, strings.TrimPrefix)
	m["strings.TrimLeft"] = edge(true, false, strings.TrimLeft)
	m["strings.Trim"] = func(c *Call) ([]Value, bool) {
		l, _ := edge(true, false, strings.TrimLeft)(c)
		d := *c
		d.Args = []Value{l[0], c.Arg(1)}
		return edge(false, true, strings.TrimRight)(&d)
	}
	m["strings.TrimSpace"] = func(c *Call) ([]Value, bool) {
		l, _ := edge(true, false, func(s, _ string) string { return strings.TrimLeft(s, " \t\r\n") })(c)
		d := *c
		d.Args = l
		return edge(false, true, func(s, _ string) string { return strings.TrimRight(s, " \t\r\n") })(&d)
	}
	m["strings.ToLower"] = lits(strings.ToLower)
	m["strings.ToUpper"] = lits(strings.ToUpper)
	m["strings.Clone"] = lits(func(s string) string { return s })
	replace := func(c *Call) ([]Value, bool) {
		old, ok := c.Arg(1).Const()
		if !ok {
			return nil, false
		}
		n := -1
		if c.Name == "strings.Replace" {
			if v := c.Arg(3); len(v) == 1 && v[0].Kind == IntK {
				n = int(v[0].Int)
			}
		}
		var out []Text
		for _, t := range c.Arg(0).Texts() {
			for _, w := range c.Arg(2).Texts() {
				out = append(out, Replace(t, old, w, n))
			}
		}
		return []Value{TextsValue(out)}, true
	}
	m["strings.Replace"], m["strings.ReplaceAll"] = replace, replace
	m["strings.NewReplacer"] = func(c *Call) ([]Value, bool) {
		id := c.It.New("strings.Replacer", c.Node)
		for i, a := range c.Args {
			c.It.Set(id, "#"+itoa(int64(i)), a)
		}
		return []Value{ObjValue(id)}, true
	}
	m["strings.Replacer.Replace"] = func(c *Call) ([]Value, bool) {
		id, ok := c.Recv.IsObject()
		ts := c.Arg(0).Texts()
		if !ok || len(ts) != 1 {
			return nil, false
		}
		t := ts[0]
		for i := int64(0); ; i += 2 {
			old, ok := c.It.Get(id, "#"+itoa(i))
			if !ok {
				break
			}
			o, known := old.Const()
			with, _ := c.It.Get(id, "#"+itoa(i+1))
			if w := with.Texts(); known && len(w) == 1 {
				t = Replace(t, o, w[0], -1)
			}
		}
		return []Value{TextsValue([]Text{t})}, true
	}
	m["strings.Join"] = func(c *Call) ([]Value, bool) {
		id, ok := c.Arg(0).IsObject()
		if !ok || c.It.Object(id).Symbolic {
			return nil, false
		}
		if _, open := c.It.Get(id, "#*"); open {
			return nil, false
		}
		out := []Text{{}}
		for i, f := range listFields(c.It, id) {
			if i > 0 {
				out = Concat(out, c.Arg(1).Texts())
			}
			v, _ := c.It.Get(id, f)
			out = Concat(out, v.Texts())
		}
		return []Value{TextsValue(out)}, true
	}
	m["strings.Repeat"] = func(c *Call) ([]Value, bool) {
		s, ok := c.Arg(0).Const()
		n := c.Arg(1)
		if !ok || len(n) != 1 || n[0].Kind != IntK || n[0].Int < 0 || n[0].Int > 1000 || len(s) > 100 {
			return nil, false
		}
		return []Value{TextValue(strings.Repeat(s, int(n[0].Int)))}, true
	}
	contains := func(c *Call) ([]Value, bool) {
		a, ok1 := c.Arg(0).Const()
		b, ok2 := c.Arg(1).Const()
		if c.It.Hooks.Compare != nil {
			if t := c.It.Hooks.Compare(c.It, c.Name, c.Arg(0), c.Arg(1), c.Node); t != "" {
				c.It.tag = t
			}
		}
		if !ok1 || !ok2 {
			// The head of a text may decide a prefix although its tail is a hole.
			if ok2 && c.Name == "strings.HasPrefix" {
				if ts := c.Arg(0).Texts(); len(ts) == 1 && len(ts[0]) > 0 && !ts[0][0].Hole {
					lit := ts[0][0].Lit
					if len(lit) >= len(b) {
						return []Value{BoolValue(strings.HasPrefix(lit, b))}, true
					}
					if !strings.HasPrefix(b, lit) {
						return []Value{BoolValue(false)}, true
					}
				}
			}
			return []Value{UnknownFrom(Origin{Kind: "cond"}, "bool")}, true
		}
		switch c.Name {
		case "strings.HasPrefix":
			return []Value{BoolValue(strings.HasPrefix(a, b))}, true
		case "strings.HasSuffix":
			return []Value{BoolValue(strings.HasSuffix(a, b))}, true
		case "strings.EqualFold":
			return []Value{BoolValue(strings.EqualFold(a, b))}, true
		}
		return []Value{BoolValue(strings.Contains(a, b))}, true
	}
	for _, n := range []string{"HasPrefix", "HasSuffix", "Contains", "EqualFold"} {
		m["strings."+n] = contains
	}
	m["path.Join"] = func(c *Call) ([]Value, bool) { return []Value{TextsValue(joinPath(spreadArgs(c, 0)))}, true }
	escape := func(f func(string) string) Intrinsic {
		return eachText(func(t Text) Text {
			if s, ok := t.Const(); ok && len(t) == 1 {
				u := t[0]
				u.Lit = f(s)
				return Text{u}
			}
			return t
		})
	}
	m["net/url.PathEscape"], m["net/url.QueryEscape"] = escape(url.PathEscape), escape(url.QueryEscape)
	m["strconv.Quote"] = eachText(func(t Text) Text {
		return append(append(Text{{Lit: `"`}}, t...), Part{Lit: `"`})
	})
	m["strconv.Itoa"] = texts(func(_ *Call, s []Text) []Text { return s })
	m["cmp.Or"] = func(c *Call) ([]Value, bool) {
		var out Value
		for _, a := range spreadArgs(c, 0) {
			out = Join(out, a.Without(isZero))
			if !a.Has(Unknown) && !a.Has(AbsentK) && len(a.Without(isZero)) == len(a) && !holey(a) {
				break
			}
		}
		if len(out) == 0 {
			return nil, false
		}
		return []Value{out}, true
	}
}

func holey(v Value) bool {
	for _, a := range v {
		if a.Kind == TextK && litLen(a.Text) == 0 {
			return true
		}
	}
	return false
}

func isZero(a Atom) bool {
	if a.Kind == TextK {
		s, ok := a.Text.Const()
		return ok && s == ""
	}
	return a.Kind == NilK || a.Kind == IntK && a.Int == 0
}

func listFields(it *Interp, id ID) []string {
	var out []string
	for _, f := range it.Fields(id) {
		if f[0] == '#' && f != "#n" && f != "#*" {
			out = append(out, f)
		}
	}
	return out
}

// spreadArgs returns the arguments from i on, with args... laid out when its
// elements are known.
func spreadArgs(c *Call, i int) []Value {
	if i >= len(c.Args) {
		return nil
	}
	if !c.Node.Ellipsis {
		return c.Args[i:]
	}
	out := append([]Value(nil), c.Args[i:len(c.Args)-1]...)
	last := c.Args[len(c.Args)-1]
	if id, ok := last.IsObject(); ok {
		for _, f := range listFields(c.It, id) {
			v, _ := c.It.Get(id, f)
			out = append(out, v)
		}
		_, open := c.It.Get(id, "#*")
		if !open && !c.It.Object(id).Symbolic {
			return out
		}
	}
	return append(out, UnknownFrom(Origin{Kind: "spread"}, ""))
}

// joinPath joins elements as path.Join does where they are known, and with one
// slash at each joint where they are not.
func joinPath(vs []Value) []Text {
	out := []Text{{}}
	for _, v := range vs {
		var next []Text
		for _, a := range out {
			for _, b := range v.Texts() {
				if len(next) >= maxAlternatives {
					break
				}
				next = append(next, joinTwo(a, b))
			}
		}
		out = next
	}
	for i, t := range out {
		if n := len(t); n > 0 && !t[n-1].Hole && len(t[n-1].Lit) > 1 {
			u := append(Text(nil), t...)
			u[n-1].Lit = strings.TrimRight(u[n-1].Lit, "/")
			out[i] = u
		}
	}
	return out
}

func joinTwo(a, b Text) Text {
	if len(a) == 0 || a.Pattern() == "" {
		return b
	}
	if len(b) == 0 || b.Pattern() == "" {
		return a
	}
	x, y := append(Text(nil), a...), append(Text(nil), b...)
	if l := &x[len(x)-1]; !l.Hole {
		l.Lit = strings.TrimRight(l.Lit, "/")
	}
	if f := &y[0]; !f.Hole {
		f.Lit = strings.TrimLeft(f.Lit, "/")
	}
	return append(append(x, Part{Lit: "/"}), y...)
}
