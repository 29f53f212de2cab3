package stdlib

import (
	"net/url"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
)

// A net/url.URL is an object: Content is what it was parsed from, and its Go
// fields what was assigned since.

// urlParts splits a text into scheme, host, path and query, as far as its
// literals tell.
func urlParts(t flow.Text) (scheme, host, path, query flow.Text) {
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
func SplitURL(t flow.Text) (scheme, host, path, query flow.Text) { return urlParts(t) }

func parseURL(c *flow.Call, v flow.Value) flow.Value {
	id := c.It.New("net/url.URL", c.Node)
	c.It.Set(id, Content, flow.TextsValue(v.Texts()))
	return flow.ObjValue(id)
}

// URLField reads Scheme, Host, Path or RawQuery of a URL object.
func URLField(it *flow.Interp, id flow.ID, field string) (flow.Value, bool) {
	base, ok := it.Get(id, Content)
	if !ok {
		return nil, false
	}
	var out []flow.Text
	for _, t := range base.Texts() {
		s, h, p, q := urlParts(t)
		var part flow.Text
		switch field {
		case "Scheme":
			part = s
		case "Host":
			part = h
		case "Path":
			part = p
		case "RawQuery":
			part = q
		case "Fragment", "User", "Opaque", "RawPath", "RawFragment":
			part = flow.Text{{Hole: true, From: flow.Origin{Kind: "field", Name: field}}}
			if p := t.Pattern(); field == "Fragment" && !strings.ContainsAny(p, "#"+flow.HoleMark) {
				part = nil
			}
			if field == "User" {
				return flow.UnknownFrom(part[0].From, "*net/url.Userinfo"), true
			}
			out = append(out, part)
			continue
		default:
			return nil, false
		}
		if len(part) == 0 && len(t) > 0 && t[0].Hole && field != "RawQuery" {
			part = flow.Text{t[0]}
		}
		out = append(out, part)
	}
	return flow.TextsValue(out), true
}

// URLText writes a URL object, or a string, as text.
func URLText(it *flow.Interp, v flow.Value) []flow.Text {
	var out []flow.Text
	for _, a := range v {
		if a.Kind != flow.ObjK || it.Object(a.Obj).Type != "net/url.URL" {
			out = append(out, flow.Value{a}.Texts()...)
			continue
		}
		out = append(out, urlText(it, a.Obj)...)
	}
	if len(out) > flow.MaxAlternatives {
		out = out[:flow.MaxAlternatives]
	}
	return out
}

func urlText(it *flow.Interp, id flow.ID) []flow.Text {
	set := map[string]flow.Value{}
	changed := false
	for _, f := range []string{"Scheme", "Host", "Path", "RawQuery", "Opaque"} {
		if v, ok := it.Get(id, flow.Field(f)); ok && len(v) > 0 {
			set[f] = v
			changed = true
		}
	}
	base, parsed := it.Get(id, Content)
	if parsed && !changed {
		return base.Texts()
	}
	part := func(f string) []flow.Text {
		if v, ok := set[f]; ok {
			return v.Texts()
		}
		if v, ok := URLField(it, id, f); ok {
			// One alternative per base; the first decides where others agree.
			return dedupe(v.Texts())
		}
		if it.Object(id).Symbolic {
			return []flow.Text{{{Hole: true, From: flow.Origin{Kind: "field", Name: f}}}}
		}
		return []flow.Text{{}}
	}
	var out []flow.Text
	out = part("Scheme")
	for i, s := range out {
		if len(s) > 0 {
			out[i] = append(append(flow.Text(nil), s...), flow.Part{Lit: "://"})
		}
	}
	hosts := part("Host")
	out = flow.Concat(out, hosts)
	// A relative reference, which has no host, keeps its path as it is.
	hosted := slices.ContainsFunc(hosts, func(h flow.Text) bool { return len(h) > 0 && h.Pattern() != "" })
	var paths []flow.Text
	_, assigned := set["Path"]
	for _, p := range part("Path") {
		if assigned {
			p = escapedText(p, escapePath)
		}
		if pt := p.Pattern(); hosted && pt != "" && pt[0] != '/' && pt[0] != flow.HoleMark[0] {
			p = append(flow.Text{{Lit: "/"}}, p...)
		}
		paths = append(paths, p)
	}
	out = flow.Concat(out, paths)
	var queries []flow.Text
	for _, q := range part("RawQuery") {
		if len(q) > 0 && q.Pattern() != "" {
			q = append(flow.Text{{Lit: "?"}}, q...)
		}
		queries = append(queries, q)
	}
	return flow.Concat(out, queries)
}

// escapePath escapes what would end the path of a URL.
func escapePath(s string) string {
	if !strings.ContainsAny(s, "?#% ") {
		return s
	}
	return (&url.URL{Path: s}).EscapedPath()
}

func dedupe(ts []flow.Text) []flow.Text {
	var out []flow.Text
	seen := map[string]bool{}
	for _, t := range ts {
		if p := t.Pattern(); !seen[p] {
			seen[p] = true
			out = append(out, t)
		}
	}
	return out
}

func addURL(m map[string]flow.Intrinsic) {
	parse := func(c *flow.Call) ([]flow.Value, bool) {
		return []flow.Value{parseURL(c, c.Arg(0)), NilOr("error")}, true
	}
	m["net/url.Parse"], m["net/url.ParseRequestURI"] = parse, parse
	m["net/url.JoinPath"] = func(c *flow.Call) ([]flow.Value, bool) {
		return []flow.Value{flow.TextsValue(joinURL(c.Arg(0).Texts(), spreadArgs(c, 1))), NilOr("error")}, true
	}
	m["net/url.URL.String"] = func(c *flow.Call) ([]flow.Value, bool) {
		return []flow.Value{flow.TextsValue(URLText(c.It, c.Recv))}, true
	}
	m["net/url.URL.JoinPath"] = func(c *flow.Call) ([]flow.Value, bool) {
		return []flow.Value{parseURL(c, flow.TextsValue(joinURL(URLText(c.It, c.Recv), spreadArgs(c, 0))))}, true
	}
	resolve := func(c *flow.Call, ref []flow.Text) flow.Value {
		var out []flow.Text
		for _, b := range URLText(c.It, c.Recv) {
			for _, r := range ref {
				out = append(out, cleaned(resolveURL(b, r)))
			}
		}
		return parseURL(c, flow.TextsValue(out))
	}
	m["net/url.URL.ResolveReference"] = func(c *flow.Call) ([]flow.Value, bool) {
		return []flow.Value{resolve(c, URLText(c.It, c.Arg(0)))}, true
	}
	m["net/url.URL.Parse"] = func(c *flow.Call) ([]flow.Value, bool) {
		return []flow.Value{resolve(c, c.Arg(0).Texts()), NilOr("error")}, true
	}
	m["net/url.URL.Query"] = func(c *flow.Call) ([]flow.Value, bool) {
		id := c.It.New("net/url.Values", c.Node)
		c.It.Object(id).Map = true
		if u, ok := c.Recv.IsObject(); ok {
			q, _ := URLField(c.It, u, "RawQuery")
			if v, ok := c.It.Get(u, flow.Field("RawQuery")); ok {
				q = v
			}
			if s, ok := q.Const(); ok {
				vs, _ := url.ParseQuery(s)
				for k := range vs {
					c.It.Set(id, flow.Entry(k), flow.TextValue(vs.Get(k)))
				}
			} else if _, parsed := c.It.Get(u, Content); len(q) > 0 || !parsed && c.It.Object(u).Symbolic {
				c.It.Object(id).Symbolic = true
			}
		}
		return []flow.Value{flow.ObjValue(id)}, true
	}
	addValues(m)
	m["net/url.UserPassword"] = func(c *flow.Call) ([]flow.Value, bool) { return c.Unknown("call"), true }
}

func joinURL(base []flow.Text, elems []flow.Value) []flow.Text {
	var out []flow.Text
	for _, b := range base {
		vs := append([]flow.Value{flow.TextsValue([]flow.Text{b})}, elems...)
		out = append(out, joinPath(vs, true)...)
	}
	return out
}

// resolveURL resolves a reference against a base, as far as both are known.
func resolveURL(base, ref flow.Text) flow.Text {
	rp := ref.Pattern()
	if strings.Contains(rp, "://") {
		return ref
	}
	s, h, p, _ := urlParts(base)
	var out flow.Text
	if len(s) > 0 {
		out = append(append(out, s...), flow.Part{Lit: "://"})
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
		out = append(out, flow.Part{Lit: "/"})
	}
	return append(out, ref...)
}

// Resolve resolves a reference against a base, as net/url does.
func Resolve(base, ref flow.Text) flow.Text {
	if len(base) == 0 || base.Pattern() == "" {
		return ref
	}
	return resolveURL(base, ref)
}
