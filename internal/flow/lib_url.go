package flow

import (
	"net/url"
	"slices"
	"strings"
)

// A net/url.URL is an object: "!text" is what it was parsed from, and its Go
// fields what was assigned since.

// urlParts splits a text into scheme, host, path and query, as far as its
// literals tell.
func urlParts(t Text) (scheme, host, path, query Text) {
	p := t.Pattern()
	rest := 0
	if i := strings.Index(p, "://"); i >= 0 && !strings.ContainsAny(p[:i], "/?#") {
		scheme = t.Slice(0, i)
		j := strings.IndexAny(p[i+3:], "/?#")
		if j < 0 {
			return scheme, t.Slice(i+3, len(p)), nil, nil
		}
		host = t.Slice(i+3, i+3+j)
		rest = i + 3 + j
	}
	tail := p[rest:]
	if i := strings.IndexByte(tail, '#'); i >= 0 {
		tail = tail[:i]
	}
	q := strings.IndexByte(tail, '?')
	if q < 0 {
		return scheme, host, t.Slice(rest, rest+len(tail)), nil
	}
	return scheme, host, t.Slice(rest, rest+q), t.Slice(rest+q+1, rest+len(tail))
}

// SplitURL splits each alternative of a URL into scheme, host, path and query.
func SplitURL(t Text) (scheme, host, path, query Text) { return urlParts(t) }

func parseURL(c *Call, v Value) Value {
	id := c.It.New("net/url.URL", c.Node)
	c.It.Set(id, "!text", TextsValue(v.Texts()))
	return ObjValue(id)
}

// URLField reads Scheme, Host, Path or RawQuery of a URL object.
func URLField(it *Interp, id ID, field string) (Value, bool) {
	base, ok := it.Get(id, "!text")
	if !ok {
		return nil, false
	}
	var out []Text
	for _, t := range base.Texts() {
		s, h, p, q := urlParts(t)
		var part Text
		switch field {
		case "Scheme":
			part = s
		case "Host":
			part = h
		case "Path":
			part = p
		case "RawQuery":
			part = q
		default:
			return nil, false
		}
		if len(part) == 0 && len(t) > 0 && t[0].Hole && field != "RawQuery" {
			part = Text{t[0]}
		}
		out = append(out, part)
	}
	return TextsValue(out), true
}

// URLText writes a URL object, or a string, as text.
func (it *Interp) URLText(v Value) []Text {
	var out []Text
	for _, a := range v {
		if a.Kind != ObjK || it.objs[a.Obj].Type != "net/url.URL" {
			out = append(out, Value{a}.Texts()...)
			continue
		}
		out = append(out, it.urlText(a.Obj)...)
	}
	if len(out) > maxAlternatives {
		out = out[:maxAlternatives]
	}
	return out
}

func (it *Interp) urlText(id ID) []Text {
	set := map[string]Value{}
	changed := false
	for _, f := range []string{"Scheme", "Host", "Path", "RawQuery", "Opaque"} {
		if v, ok := it.Get(id, f); ok && len(v) > 0 {
			set[f] = v
			changed = true
		}
	}
	base, parsed := it.Get(id, "!text")
	if parsed && !changed {
		return base.Texts()
	}
	part := func(f string) []Text {
		if v, ok := set[f]; ok {
			return v.Texts()
		}
		if v, ok := URLField(it, id, f); ok {
			// One alternative per base; the first decides where others agree.
			return dedupe(v.Texts())
		}
		if it.objs[id].Symbolic {
			return []Text{{{Hole: true, From: Origin{Kind: "field", Name: f}}}}
		}
		return []Text{{}}
	}
	var out []Text
	out = part("Scheme")
	for i, s := range out {
		if len(s) > 0 {
			out[i] = append(append(Text(nil), s...), Part{Lit: "://"})
		}
	}
	hosts := part("Host")
	out = Concat(out, hosts)
	// A relative reference, which has no host, keeps its path as it is.
	hosted := slices.ContainsFunc(hosts, func(h Text) bool { return len(h) > 0 && h.Pattern() != "" })
	var paths []Text
	for _, p := range part("Path") {
		if pt := p.Pattern(); hosted && pt != "" && pt[0] != '/' && pt[0] != HoleMark[0] {
			p = append(Text{{Lit: "/"}}, p...)
		}
		paths = append(paths, p)
	}
	out = Concat(out, paths)
	var queries []Text
	for _, q := range part("RawQuery") {
		if len(q) > 0 && q.Pattern() != "" {
			q = append(Text{{Lit: "?"}}, q...)
		}
		queries = append(queries, q)
	}
	return Concat(out, queries)
}

func dedupe(ts []Text) []Text {
	var out []Text
	seen := map[string]bool{}
	for _, t := range ts {
		if p := t.Pattern(); !seen[p] {
			seen[p] = true
			out = append(out, t)
		}
	}
	return out
}

func addURL(m map[string]Intrinsic) {
	parse := func(c *Call) ([]Value, bool) { return []Value{parseURL(c, c.Arg(0)), NilOr("error")}, true }
	m["net/url.Parse"], m["net/url.ParseRequestURI"] = parse, parse
	m["net/url.JoinPath"] = func(c *Call) ([]Value, bool) {
		return []Value{TextsValue(joinURL(c.Arg(0).Texts(), spreadArgs(c, 1))), NilOr("error")}, true
	}
	m["net/url.URL.String"] = func(c *Call) ([]Value, bool) {
		return []Value{TextsValue(c.It.URLText(c.Recv))}, true
	}
	m["net/url.URL.JoinPath"] = func(c *Call) ([]Value, bool) {
		return []Value{parseURL(c, TextsValue(joinURL(c.It.URLText(c.Recv), spreadArgs(c, 0))))}, true
	}
	resolve := func(c *Call, ref []Text) Value {
		var out []Text
		for _, b := range c.It.URLText(c.Recv) {
			for _, r := range ref {
				out = append(out, resolveURL(b, r))
			}
		}
		return parseURL(c, TextsValue(out))
	}
	m["net/url.URL.ResolveReference"] = func(c *Call) ([]Value, bool) {
		return []Value{resolve(c, c.It.URLText(c.Arg(0)))}, true
	}
	m["net/url.URL.Parse"] = func(c *Call) ([]Value, bool) {
		return []Value{resolve(c, c.Arg(0).Texts()), NilOr("error")}, true
	}
	m["net/url.URL.Query"] = func(c *Call) ([]Value, bool) {
		id := c.It.New("net/url.Values", c.Node)
		c.It.Object(id).Map = true
		if u, ok := c.Recv.IsObject(); ok {
			q, _ := URLField(c.It, u, "RawQuery")
			if v, ok := c.It.Get(u, "RawQuery"); ok {
				q = v
			}
			if s, ok := q.Const(); ok {
				vs, _ := url.ParseQuery(s)
				for k := range vs {
					c.It.Set(id, "["+k+"]", TextValue(vs.Get(k)))
				}
			} else if _, parsed := c.It.Get(u, "!text"); len(q) > 0 || !parsed && c.It.Object(u).Symbolic {
				c.It.Object(id).Symbolic = true
			}
		}
		return []Value{ObjValue(id)}, true
	}
	set := func(c *Call) ([]Value, bool) {
		c.It.Each(c.Recv, func(id ID) { c.It.SetIndex(id, c.Arg(0), c.Arg(1)) })
		return nil, true
	}
	m["net/url.Values.Set"], m["net/url.Values.Add"] = set, set
	m["net/url.Values.Get"] = func(c *Call) ([]Value, bool) {
		if id, ok := c.Recv.IsObject(); ok {
			return []Value{c.It.ReadIndex(id, c.Arg(0), "string")}, true
		}
		return nil, false
	}
	m["net/url.Values.Encode"] = func(c *Call) ([]Value, bool) {
		id, ok := c.Recv.IsObject()
		if !ok {
			return nil, false
		}
		out := []Text{{}}
		first := true
		for _, f := range c.It.Fields(id) {
			if f[0] != '[' {
				continue
			}
			v, _ := c.It.Get(id, f)
			v = v.Without(func(a Atom) bool { return a.Kind == AbsentK })
			if len(v) == 0 {
				continue
			}
			k := url.QueryEscape(f[1:len(f)-1]) + "="
			if f == "[*]" {
				k = HoleMark
			}
			if !first {
				k = "&" + k
			}
			first = false
			if elem := c.It.Elements(v); len(elem) > 0 {
				v = elem
			}
			out = Concat(Concat(out, []Text{holeText(k)}), v.Texts())
		}
		if c.It.Object(id).Symbolic {
			out = Concat(out, []Text{{{Hole: true, From: Origin{Kind: "query"}}}})
		}
		return []Value{TextsValue(out)}, true
	}
	m["net/url.UserPassword"] = func(c *Call) ([]Value, bool) { return c.Unknown("call"), true }
}

func holeText(k string) Text {
	var t Text
	for i, s := range strings.Split(k, HoleMark) {
		if i > 0 {
			t = append(t, Part{Hole: true, From: Origin{Kind: "key"}})
		}
		if s != "" {
			t = append(t, Part{Lit: s})
		}
	}
	return t
}

func joinURL(base []Text, elems []Value) []Text {
	var out []Text
	for _, b := range base {
		vs := append([]Value{TextsValue([]Text{b})}, elems...)
		out = append(out, joinPath(vs)...)
	}
	return out
}

// resolveURL resolves a reference against a base, as far as both are known.
func resolveURL(base, ref Text) Text {
	rp := ref.Pattern()
	if strings.Contains(rp, "://") {
		return ref
	}
	s, h, p, _ := urlParts(base)
	var out Text
	if len(s) > 0 {
		out = append(append(out, s...), Part{Lit: "://"})
	} else if len(base) > 0 && base[0].Hole {
		out = append(out, base[0])
	}
	out = append(out, h...)
	switch {
	case strings.HasPrefix(rp, "/"):
		return append(out, ref...)
	case rp == "":
		return base
	case strings.HasPrefix(rp, "?"):
		return append(append(out, p...), ref...)
	}
	// A relative reference replaces what follows the last slash of the base.
	pp := p.Pattern()
	if i := strings.LastIndexByte(pp, '/'); i >= 0 {
		out = append(out, p.Slice(0, i+1)...)
	} else if len(h) > 0 && rp[0] != '/' {
		out = append(out, Part{Lit: "/"})
	}
	return append(out, ref...)
}

// Resolve resolves a reference against a base, as net/url does.
func Resolve(base, ref Text) Text {
	if len(base) == 0 || base.Pattern() == "" {
		return ref
	}
	return resolveURL(base, ref)
}
