// Package stdlib tells package flow what functions of the standard library do,
// and those of a few libraries that code uses in their place. HTTP is not here:
// that is the business of internal/requests.
package stdlib

import (
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/klaviyolint/klaviyolint/internal/flow"
)

// Library returns the intrinsics of the standard library's string handling.
// HTTP is not here: that is the business of the package's user.
func Library() map[string]flow.Intrinsic {
	m := map[string]flow.Intrinsic{}
	for _, add := range []func(map[string]flow.Intrinsic){addStrings, addFmt, addURL, addBuffers, addExact, addLists, addMaps, addMisc, addUnicode, addStripped} {
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

// trimmed cuts the literal at an end of a text. kept says how much of it stays.
// A hole beside it may hold more of what is cut, which does not matter, or
// nothing at all: then what stands beyond the hole is cut too.
func trimmed(t flow.Text, left bool, cut func(s string) (rest string)) []flow.Text {
	p := t.Pattern()
	run := p
	if i := strings.LastIndex(p, flow.HoleMark); i >= 0 && !left {
		run = p[i+1:]
	} else if i := strings.Index(p, flow.HoleMark); i >= 0 && left {
		run = p[:i]
	}
	drop := len(run) - len(cut(run))
	rest := t.Slice(0, len(p)-drop)
	if left {
		rest = t.Slice(drop, len(p))
	}
	out := []flow.Text{rest}
	if drop < len(run) || len(run) == len(p) {
		return out
	}
	// Only the hole is left at this end.
	beyond := rest.Slice(0, len(rest.Pattern())-1)
	if left {
		beyond = rest.Slice(1, len(rest.Pattern()))
	}
	for _, u := range trimmed(beyond, left, cut) {
		if u.Pattern() != beyond.Pattern() {
			out = append(out, u)
		}
	}
	return out
}

// affix cuts a known prefix or suffix. Where a hole and a literal may together
// be one, the hole stays in the place of both.
func affix(t flow.Text, left bool, what string) []flow.Text {
	p := t.Pattern()
	i := strings.LastIndex(p, flow.HoleMark)
	run, cut, has := p[i+1:], strings.TrimSuffix, strings.HasSuffix
	if left {
		if i = strings.Index(p, flow.HoleMark); i < 0 {
			run = p
		} else {
			run = p[:i]
		}
		cut, has = strings.TrimPrefix, strings.HasPrefix
	}
	if len(run) < len(what) && i >= 0 && has(what, run) && (run != "" || len(what) > 0 && len(p) > 1) {
		if run == "" {
			// Where the hole is empty, what is beyond it ends the text.
			beyond := t.Slice(0, len(p)-1)
			if left {
				beyond = t.Slice(1, len(p))
			}
			out := []flow.Text{t}
			for _, u := range affix(beyond, left, what) {
				if u.Pattern() != beyond.Pattern() {
					out = append(out, u)
				}
			}
			return out
		}
		if left {
			return []flow.Text{t.Slice(i, len(p))}
		}
		return []flow.Text{t.Slice(0, i+1)}
	}
	drop := len(run) - len(cut(run, what))
	if left {
		return []flow.Text{t.Slice(drop, len(p))}
	}
	return []flow.Text{t.Slice(0, len(p)-drop)}
}

// trims makes an intrinsic of what is done to each text, given the second
// argument where there is one.
func trims(f func(t flow.Text, with string) []flow.Text) flow.Intrinsic {
	return func(c *flow.Call) ([]flow.Value, bool) {
		with, ok := "", true
		if len(c.Args) > 1 {
			with, ok = c.Arg(1).Const()
		}
		if !ok {
			return nil, false
		}
		var out []flow.Text
		for _, t := range c.Arg(0).Texts() {
			out = append(out, f(t, with)...)
		}
		if len(out) > flow.MaxAlternatives {
			return nil, false
		}
		return []flow.Value{flow.TextsValue(out)}, true
	}
}

func both(t flow.Text, left, right func(s string) string) []flow.Text {
	var out []flow.Text
	for _, u := range trimmed(t, true, left) {
		out = append(out, trimmed(u, false, right)...)
	}
	return out
}

func lits(f func(string) string) flow.Intrinsic {
	return eachText(func(t flow.Text) flow.Text {
		u := append(flow.Text(nil), t...)
		for i := range u {
			if u[i].Hole {
				continue
			}
			if s := f(u[i].Lit); s != u[i].Lit {
				u[i].Lit, u[i].Src.Folded = s, true
			}
		}
		return u
	})
}

// escaping is what a function does that percent-encodes a text.
func escaping(f func(string) string) flow.Intrinsic {
	return eachText(func(t flow.Text) flow.Text { return escapedText(t, f) })
}

// encoding has a replacement that writes a percent sign count as an encoding of
// what is not known: strings.ReplaceAll(email, "+", "%2B").
func encoding(in flow.Intrinsic) flow.Intrinsic {
	return func(c *flow.Call) ([]flow.Value, bool) {
		out, ok := in(c)
		if by, known := c.Arg(2).Const(); ok && known && len(by) == 3 && by[0] == '%' {
			for i := range out[0] {
				if out[0][i].Kind == flow.TextK {
					out[0][i].Text = escapedText(out[0][i].Text, func(s string) string { return s })
				}
			}
		}
		return out, ok
	}
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
	m["strings.TrimSuffix"] = trims(func(t flow.Text, with string) []flow.Text { return affix(t, false, with) })
	m["strings.TrimPrefix"] = trims(func(t flow.Text, with string) []flow.Text { return affix(t, true, with) })
	m["strings.TrimRight"] = trims(func(t flow.Text, with string) []flow.Text {
		return trimmed(t, false, func(s string) string { return strings.TrimRight(s, with) })
	})
	m["strings.TrimLeft"] = trims(func(t flow.Text, with string) []flow.Text {
		return trimmed(t, true, func(s string) string { return strings.TrimLeft(s, with) })
	})
	m["strings.Trim"] = trims(func(t flow.Text, with string) []flow.Text {
		return both(t, func(s string) string { return strings.TrimLeft(s, with) }, func(s string) string { return strings.TrimRight(s, with) })
	})
	m["strings.TrimSpace"] = trims(func(t flow.Text, _ string) []flow.Text {
		return both(t, func(s string) string { return strings.TrimLeftFunc(s, unicode.IsSpace) }, func(s string) string { return strings.TrimRightFunc(s, unicode.IsSpace) })
	})
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
		if !ok {
			return nil, false
		}
		for i := int64(0); ; i += 2 {
			old, ok := c.It.Get(id, flow.Index(i))
			if !ok {
				break
			}
			o, known := old.Const()
			with, _ := c.It.Get(id, flow.Index(i+1))
			if !known {
				return nil, false
			}
			var out []flow.Text
			for _, t := range ts {
				for _, w := range with.Texts() {
					out = append(out, Replace(t, o, w, -1))
				}
			}
			if ts = out; len(ts) > flow.MaxAlternatives {
				return nil, false
			}
		}
		return []flow.Value{flow.TextsValue(ts)}, true
	}
	m["strings.Join"] = func(c *flow.Call) ([]flow.Value, bool) {
		id, ok := c.Arg(0).IsObject()
		if !ok {
			return joined(c)
		}
		vs, known := elements(c.It, id)
		if !known {
			return joined(c)
		}
		out := []flow.Text{{}}
		for i, v := range vs {
			if i > 0 {
				out = flow.Concat(out, c.Arg(1).Texts())
			}
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
			if ok2 && c.Name == "strings.HasPrefix" && strings.HasPrefix(b, "+") && allStripped(c.Arg(0)) {
				return []flow.Value{flow.BoolValue(false)}, true
			}
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
		return []flow.Value{flow.TextsValue(joinPath(spreadArgs(c, 0), false))}, true
	}
	m["net/url.PathEscape"], m["net/url.QueryEscape"] = escaping(url.PathEscape), escaping(url.QueryEscape)
	m["strings.ReplaceAll"] = encoding(m["strings.ReplaceAll"])
	m["strconv.Quote"] = quoted
	m["strconv.Itoa"] = func(c *flow.Call) ([]flow.Value, bool) {
		return []flow.Value{flow.TextsValue(digits(c.Arg(0)))}, true
	}
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

// joined is what joining the elements of a list gives that is not known whole:
// unknown text, which keeps the elements for those who ask ([Joined]).
func joined(c *flow.Call) ([]flow.Value, bool) {
	elems := c.It.Elements(c.Arg(0))
	if len(elems) == 0 || len(elems) > flow.MaxAlternatives {
		return nil, false
	}
	out := c.Unknown("call")
	if len(out) != 1 || len(out[0]) != 1 || out[0][0].Kind != flow.Unknown {
		return nil, false
	}
	id := c.It.New("[]string", c.Node)
	c.It.Object(id).List, c.It.Object(id).Symbolic = true, true
	c.It.Set(id, flow.AnyIndex, elems)
	out[0][0].Origin.Obj = id
	return out, true
}

// Joined returns the texts that may stand among the elements of a list that is
// joined; none where the hole is something else.
func Joined(it *flow.Interp, o flow.Origin) []flow.Text {
	if o.Kind != "call" || o.Name != "strings.Join" || o.Obj <= 0 || o.Obj >= it.Len() {
		return nil
	}
	v, _ := it.Get(o.Obj, flow.AnyIndex)
	return v.Texts()
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

// digits writes numbers; one that is not exactly known is a hole.
func digits(v flow.Value) []flow.Text {
	var out []flow.Text
	for _, a := range v {
		if a.Kind == flow.IntK && a.Origin.Kind == "" {
			out = append(out, flow.Text{{Lit: strconv.FormatInt(a.Int, 10), Src: a.Src}})
			continue
		}
		out = append(out, flow.UnknownFrom(a.Origin, "").Texts()...)
	}
	if len(out) == 0 {
		return v.Texts()
	}
	return out
}

var quoted = eachText(func(t flow.Text) flow.Text {
	out := flow.Text{{Lit: `"`}}
	for _, p := range t {
		if !p.Hole {
			if q := strconv.Quote(p.Lit); q[1:len(q)-1] != p.Lit {
				p.Lit, p.Src.Folded = q[1:len(q)-1], true
			}
		}
		out = append(out, p)
	}
	return append(out, flow.Part{Lit: `"`})
})

// joinPath joins elements as path.Join does where they are known, and with one
// slash at each joint where they are not. slash says whether one at the end
// stays, as in URLs.
func joinPath(vs []flow.Value, slash bool) []flow.Text {
	out := []flow.Text{{}}
	for _, v := range vs {
		var next []flow.Text
		for _, a := range out {
			for _, b := range v.Texts() {
				if len(next) >= flow.MaxAlternatives {
					return []flow.Text{{{Hole: true, From: flow.Origin{Kind: "many"}}}}
				}
				next = append(next, joinTwo(a, b))
			}
		}
		out = next
	}
	for i, t := range out {
		u := append(flow.Text(nil), t...)
		if n := len(t); !slash && n > 0 && !t[n-1].Hole && len(t[n-1].Lit) > 1 {
			u[n-1].Lit = strings.TrimRight(u[n-1].Lit, "/")
		}
		out[i] = cleaned(u)
	}
	return out
}

// cleaned resolves "." and ".." and empty elements of a path, or of the path of
// a URL, where nothing of it is a hole. Where a hole may take part in that,
// nothing is known of the text.
func cleaned(t flow.Text) flow.Text {
	p := t.Pattern()
	root, rest := "", p
	if i := strings.Index(p, "://"); i >= 0 {
		j := strings.IndexByte(p[i+3:], '/')
		if j < 0 {
			return t
		}
		root, rest = p[:i+3+j], p[i+3+j:]
	}
	dotted := slices.ContainsFunc(strings.Split(rest, "/"), func(s string) bool { return s == "." || s == ".." })
	if !dotted && !strings.Contains(rest, "//") {
		return t
	}
	if strings.Contains(p, flow.HoleMark) {
		if !dotted {
			return t
		}
		return flow.Text{{Hole: true, From: flow.Origin{Kind: "path"}}}
	}
	clean := path.Clean(rest)
	if strings.HasSuffix(rest, "/") && !strings.HasSuffix(clean, "/") {
		clean += "/"
	}
	return flow.Text{{Lit: root + clean}}
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
