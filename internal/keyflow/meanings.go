package keyflow

import (
	"maps"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/flow/stdlib"
	"github.com/klaviyolint/klaviyolint/internal/httpcalls"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/place"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// addMeanings tells how the key travels through functions that a request is
// not made of: settings, formats, dumps, errors.
func (l *leaker) addMeanings() {
	m := l.Lib
	wrap := func(name string, f func(c *flow.Call, old flow.Intrinsic) ([]flow.Value, bool)) {
		old := m[name]
		m[name] = func(c *flow.Call) ([]flow.Value, bool) { return f(c, old) }
	}
	// Strings made of the key, or of what holds it.
	wrap("fmt.Sprintf", func(c *flow.Call, old flow.Intrinsic) ([]flow.Value, bool) {
		f, ok := c.Arg(0).Const()
		if !ok || len(c.Args) < 2 {
			return old(c)
		}
		d := *c
		d.Args = append([]flow.Value{c.Arg(0)}, l.flat(l.formatted(f, rest(l.It, c, 1)))...)
		d.Node = spreadless(c.Node)
		rs, ok := old(&d)
		if strings.ContainsAny(f, "?&") && strings.Contains(f, "=") {
			l.puts("query", c, d.Args[1:])
		}
		return rs, ok
	})
	for _, name := range []string{"fmt.Sprint", "fmt.Sprintln"} {
		wrap(name, func(c *flow.Call, old flow.Intrinsic) ([]flow.Value, bool) {
			d := *c
			d.Args, d.Node = l.flat(rest(l.It, c, 0)), spreadless(c.Node)
			return old(&d)
		})
	}
	// An error that wraps that of a request keeps its text.
	wrap("fmt.Errorf", func(c *flow.Call, old flow.Intrinsic) ([]flow.Value, bool) {
		rs, ok := old(c)
		for _, v := range rest(l.It, c, 1) {
			if f := l.shown(v, false, 2); f != nil && f.urlErr && ok {
				rs[0] = flow.Join(rs[0], urlError(f.what))
			}
		}
		return rs, ok
	})
	m["error.Error"] = func(c *flow.Call) ([]flow.Value, bool) {
		if f := l.shown(c.Recv, false, 2); f != nil && f.urlErr {
			return []flow.Value{urlError(f.what)}, true
		}
		return nil, false
	}
	dump := func(c *flow.Call) ([]flow.Value, bool) {
		for _, id := range c.Arg(0).Objects() {
			if f := l.inObject(l.Unwrap(id), false, 0); f != nil {
				return []flow.Value{flow.UnknownFrom(flow.Origin{Kind: "shown header", Name: f.what}, "[]byte"), stdlib.NilOr("error")}, true
			}
		}
		return c.Unknown("call"), true
	}
	m["net/http/httputil.DumpRequestOut"], m["net/http/httputil.DumpRequest"] = dump, dump
	// Where the key is put into a query or a header.
	for name, where := range map[string]string{"net/url.Values.Set": "query", "net/url.Values.Add": "query", "net/http.Header.Set": "header", "net/http.Header.Add": "header"} {
		wrap(name, func(c *flow.Call, old flow.Intrinsic) ([]flow.Value, bool) {
			l.puts(where, c, c.Args[min(1, len(c.Args)):])
			return old(c)
		})
	}
	wrap("encoding/json.Encoder.Encode", func(c *flow.Call, old flow.Intrinsic) ([]flow.Value, bool) {
		if id, ok := c.Recv.IsObject(); ok {
			if w, _ := l.It.Get(id, stdlib.Writer); l.standard(w) {
				d := *c
				d.Args = []flow.Value{stdlib.JSONOf(l.It, c.Arg(0), c.Node)}
				l.show(&sink{kind: LeakPrint}, &d)
			}
		}
		return old(c)
	})
	// What is decoded into a value fills it.
	for _, name := range []string{"encoding/json.Unmarshal", "encoding/json.Decoder.Decode", "encoding/xml.Unmarshal"} {
		m[name] = func(c *flow.Call) ([]flow.Value, bool) {
			l.mutable(c)
			l.tokenAnswer(c)
			return []flow.Value{stdlib.NilOr("error")}, true
		}
	}
}

// tokenAnswer proves the fields into which the answer of Klaviyo's token endpoint
// is decoded. Source: https://developers.klaviyo.com/en/docs/set_up_oauth.
func (l *leaker) tokenAnswer(c *flow.Call) {
	asked := slices.ContainsFunc(l.Found, func(call *httpcalls.Call) bool {
		r := l.classify(call)
		kinds, ok := r.Kinds()
		return r.Evidence != "" && ok && len(kinds) == 1 && kinds[klaviyo.PathOAuth]
	})
	if !asked {
		return
	}
	for _, a := range c.Args {
		for _, id := range a.Objects() {
			t := l.It.Prog.Type(l.It.Object(id).Type)
			if t == nil {
				continue
			}
			for _, f := range t.Fields {
				if f.JSON == "access_token" || f.JSON == "refresh_token" {
					l.tokens["held:"+t.Name+"."+f.Name] = true
				}
			}
		}
	}
}

func urlError(what string) flow.Value {
	return flow.UnknownFrom(flow.Origin{Kind: "url error", Name: what}, "error")
}

// spreadless is a call whose list of arguments was written out.
func spreadless(n *ir.Node) *ir.Node {
	c := *n
	c.Ellipsis = false
	return &c
}

// flat turns values that show the key as a whole into text that does.
func (l *leaker) flat(vs []flow.Value) []flow.Value {
	out := make([]flow.Value, len(vs))
	for i, v := range vs {
		out[i] = v
		if len(v.Objects()) == 0 {
			continue
		}
		if f := l.shown(v, false, 0); f != nil {
			kind := "shown whole"
			if f.header {
				kind = "shown header"
			}
			out[i] = flow.UnknownFrom(flow.Origin{Kind: kind, Name: f.what}, "string")
		}
	}
	return out
}

// puts remembers the last call that put the key into a query or a header.
func (l *leaker) puts(where string, c *flow.Call, vs []flow.Value) {
	for _, v := range vs {
		if f := l.shown(v, false, 2); f != nil && !f.whole && !f.urlErr {
			if at := l.whence(c.Node, f); at.IsValid() {
				l.put[where+f.what] = at
			}
		}
	}
}

// setting recognises a lookup of a setting that is named like the key:
// viper.GetString("klaviyo.api_key").
func (l *leaker) setting(c *flow.Call) ([]flow.Value, bool) {
	if len(c.Types) == 0 || c.Types[0] != "string" && c.Types[0] != "*string" || !gets(c.Name) {
		return nil, false
	}
	for _, a := range c.Args {
		if s, ok := a.Const(); ok && KeyName(s) {
			out := c.Unknown("call")
			out[0] = flow.UnknownFrom(flow.Origin{Kind: "env", Name: s}, "string")
			return out, true
		}
	}
	return nil, false
}

// mutable lets a value that unknown code or a decoder may fill be one of which
// nothing is known.
func (l *leaker) mutable(c *flow.Call) {
	for _, a := range c.Args {
		for _, id := range a.Objects() {
			o := l.It.Object(id)
			if t := l.It.Prog.Type(o.Type); t != nil && t.Struct && !o.Symbolic {
				o.Symbolic = true
			}
		}
	}
}

// sentKey proves what a request identifies itself with, and gives the error of
// one whose URL holds the key its name.
func (l *leaker) sentKey(r *requests.Request, results []flow.Value) []flow.Value {
	switch {
	case r.Auth.Kind == requests.AuthKey:
		l.prove(r.Auth.Value)
	case r.Auth.Kind == requests.AuthOAuth && r.Evidence == "host":
		l.proveTokens(r.Auth.Value)
	}
	for i := range r.URLs {
		l.prove(l.legacyKeys(&r.URLs[i]))
	}
	if len(results) > 1 && l.beyond(r.Build) == nil {
		// Where another package writes the URL, that is where the fault is.
		for i := range r.URLs {
			if f := l.inQuery(&r.URLs[i]); f != nil && !f.token {
				l.urlErrors = true
				last := len(results) - 1
				results[last] = flow.Join(flow.NilValue(), urlError(f.what))
			}
		}
	}
	return results
}

// sentLeaks looks at the requests of the function that was just executed.
func (l *leaker) sentLeaks() {
	for _, r := range append(l.Found, l.Lits...) {
		if len(r.Build) > 0 {
			l.judgeRequest(l.classify(r))
		}
	}
}

func (l *leaker) judgeRequest(r *requests.Request) {
	for _, u := range r.URLs {
		if s, ok := u.Scheme.Const(); ok && strings.EqualFold(s, "http") {
			return // told by plainhttp
		}
	}
	if PrivateAsPublic(r) {
		return // told by authheader
	}
	at, via := r.Build[len(r.Build)-1].Node, l.beyond(r.Build)
	for i := range r.URLs {
		if f := l.inQuery(&r.URLs[i]); f != nil && !f.token {
			l.keep(Leak{Kind: LeakQuery, What: f.what, Place: l.placed(r, "query", f.what), sink: at, via: via})
			return
		}
	}
	var f *find
	for _, t := range r.Auth.Value {
		if g := l.inText(t); g != nil {
			f = g
		} else if requests.KeyScheme(flow.TextsValue([]flow.Text{t})) && f == nil {
			f = &find{}
			for _, p := range t {
				if p.Hole && p.From.Kind != "slice" && p.From.Kind != "masked" {
					f.what = held(p.From)
				}
			}
		}
	}
	if f == nil {
		f = l.inHeaders(r)
	}
	if f == nil || f.token || len(r.URLs) == 0 {
		return // who gets a token of OAuth is known to who asked for it
	}
	kinds, ok := r.Kinds()
	if ok && len(kinds) == 1 && kinds[klaviyo.PathClient] && r.Evidence != "" {
		l.keep(Leak{Kind: LeakClient, What: f.what, Place: l.placed(r, "header", f.what), sink: at, via: via})
		return
	}
	host := ""
	for _, u := range r.URLs {
		h, known := u.Host.Const()
		if !known || h == "" || httpcalls.LocalHost(h) || l.res.IsHost(h) || strings.Contains(strings.ToLower(u.Text.Pattern()), "klaviyo") {
			return
		}
		host = h
	}
	if !KeyName(f.what) && l.toKlaviyo(at) {
		return // each row of a table of services comes with a key of its own
	}
	l.keep(Leak{Kind: LeakHost, What: f.what, Host: host, Place: l.placed(r, "header", f.what), sink: at, via: via})
}

// toKlaviyo reports whether a call builds a request to Klaviyo as well.
func (l *leaker) toKlaviyo(build *ir.Node) bool {
	return slices.ContainsFunc(l.Found, func(c *httpcalls.Call) bool {
		return len(c.Build) > 0 && c.Build[len(c.Build)-1].Node == build && l.classify(c).Evidence != ""
	})
}

// inHeaders finds the key in any header of a request.
func (l *leaker) inHeaders(r *requests.Request) *find {
	for _, name := range slices.Sorted(maps.Keys(r.Headers.Set)) {
		if f := l.shown(r.Headers.Set[name], false, 1); f != nil && !f.urlErr && !f.token {
			return f
		}
	}
	return nil
}

// placed is where the key was put into the request, or where it is built.
func (l *leaker) placed(r *requests.Request, where, what string) place.Place {
	if at, ok := l.put[where+what]; ok {
		return at
	}
	for i := len(r.Build) - 1; i >= 0; i-- {
		if k := r.Build[i]; k.Fn.Pkg == l.pkg {
			if k.Fn.Gen {
				return place.Place{}
			}
			return r.Place(i)
		}
	}
	return place.Place{}
}
