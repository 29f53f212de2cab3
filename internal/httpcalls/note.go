package httpcalls

import (
	"maps"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/flow/stdlib"
)

// note writes down a request as it stands now.
func (e *Engine) note(id flow.ID, c *flow.Call, client flow.Value, sent bool) *Call {
	it := e.It
	o := it.Object(id)
	r := &Call{Root: e.Root, Sent: sent, InLoop: it.InLoop(), Tags: append([]string(nil), it.Tags...), Handling: &Handling{Status: map[int64]bool{}}}
	r.Build = o.Chain
	if c != nil {
		r.Send = it.Chain(c.Node)
	}
	if len(r.Build) == 0 {
		// Built outside; the place to look is where it is sent or changed.
		r.Build = r.Send
		if len(r.Build) == 0 {
			r.Build = []flow.Link{{Fn: e.Root, Node: &ir.Node{Pos: e.Root.Pos, End: e.Root.Pos}}}
		}
	}
	e.readMethodAndURL(r, id)
	e.readHeaders(r, id, client, sent)
	if v, ok := it.Get(id, flow.Field("Body")); ok {
		r.Body = e.body(v)
	}
	if v, ok := it.Get(id, notePassword); ok {
		r.Password = v.Texts()
	}
	if lib, ok := it.Get(id, noteLibrary); ok {
		r.Via.Library, _ = lib.Const()
	}
	e.readClient(r, id, client)
	if c != nil {
		body, _ := it.Get(id, flow.Field("Body"))
		e.ReadLoops(r, body, client)
	}
	e.readLimit(r, id, c, client)
	return e.Add(r)
}

// Add keeps a request, once for each place and content.
func (e *Engine) Add(r *Call) *Call {
	k := r.key()
	if e.byKey[k] {
		for _, old := range e.Found {
			if old.key() == k {
				old.Client.merge(&r.Client)
				return old
			}
		}
	}
	e.byKey[k] = true
	r.Number = len(e.Found)
	e.Found = append(e.Found, r)
	return r
}

func (r *Call) key() string {
	var b strings.Builder
	for _, l := range r.Build {
		b.WriteString(l.Fn.Name + "@" + itoa(l.Node) + ";")
	}
	if n := len(r.Send); n > 0 {
		b.WriteString(r.Send[n-1].Fn.Name + "@" + itoa(r.Send[n-1].Node) + ";")
	}
	for _, m := range r.Method {
		b.WriteString(m.Pattern() + "|")
	}
	for _, u := range r.URLs {
		b.WriteString(u.Text.Pattern() + "|")
	}
	for _, n := range slices.Sorted(maps.Keys(r.Headers.Set)) {
		b.WriteString(n + "=")
		for _, t := range r.Headers.Set[n].Texts() {
			b.WriteString(t.Pattern() + "|")
			for _, p := range t {
				b.WriteString(pos(p.Src.Pos))
			}
		}
	}
	if r.Headers.Open {
		b.WriteString("open")
	}
	if r.Body != nil {
		b.WriteString(r.Body.key())
	}
	return b.String()
}

func (e *Engine) readMethodAndURL(r *Call, id flow.ID) {
	it := e.It
	if v, ok := it.Get(id, flow.Field("Method")); ok && len(v) > 0 {
		r.Method = v.Texts()
	} else if it.Object(id).Symbolic {
		r.Method = []flow.Text{{{Hole: true, From: flow.Origin{Kind: "param"}}}}
	} else {
		r.Method = []flow.Text{{{Lit: "GET"}}}
	}
	v, ok := it.Get(id, flow.Field("URL"))
	if !ok || len(v) == 0 {
		return
	}
	texts := stdlib.URLText(it, v)
	// A Host field does not change where the request goes.
	r.SetURLs(texts)
	for i := range r.URLs {
		r.URLs[i].Query = e.among(r.URLs[i].Query, 0)
	}
}

// among notes at the holes of a query what the lists hold that were joined there.
func (e *Engine) among(t flow.Text, depth int) flow.Text {
	if depth > 2 {
		return t
	}
	out := t
	for i, p := range t {
		if !p.Hole || len(p.Among) > 0 {
			continue
		}
		elems := stdlib.Joined(e.It, p.From)
		if len(elems) == 0 {
			continue
		}
		if &out[0] == &t[0] {
			out = slices.Clone(t)
		}
		for _, x := range elems {
			out[i].Among = append(out[i].Among, e.among(x, depth+1))
		}
	}
	return out
}

// SetURLs makes the call one to these URLs, and takes them apart.
func (r *Call) SetURLs(texts []flow.Text) {
	r.URLs = nil
	for _, t := range texts {
		u := URL{Text: t}
		u.Scheme, u.Host, u.Path, u.Query = stdlib.SplitURL(t)
		r.URLs = append(r.URLs, u)
	}
}

func (e *Engine) readHeaders(r *Call, id flow.ID, client flow.Value, sent bool) {
	it := e.It
	r.Headers.Set = map[string]flow.Value{}
	open := func(why string) {
		if !r.Headers.Open {
			r.Headers.Open, r.Headers.Why = true, why
		}
	}
	if v, ok := it.Get(id, flow.Open); ok {
		s, _ := v.Const()
		open("the request is handed to " + s)
	}
	if it.Object(id).Symbolic {
		open("the request comes from a caller")
	}
	hv, ok := it.Get(id, flow.Field("Header"))
	if !ok && it.Object(id).Symbolic {
		return
	}
	for i, h := range hv.Objects() {
		if it.Object(h).Symbolic {
			open("the headers come from a caller")
		}
		if v, ok := it.Get(h, flow.Open); ok {
			s, _ := v.Const()
			open("the headers are handed to " + s)
		}
		for _, f := range it.Written(h) {
			if f == flow.AnyEntry {
				r.Headers.AnyName = true
				open("a header whose name is not constant")
				continue
			}
			if !f.IsEntry() {
				continue
			}
			v, _ := it.Get(h, f)
			v = headerValues(it, v)
			name := flow.Canonical(f.Name)
			if i > 0 {
				v = flow.Join(r.Headers.Set[name], v)
			}
			r.Headers.Set[name] = v
		}
	}
	if !sent {
		open("the request is not sent here")
	}
	for name := range e.sets {
		if !r.Headers.May(name) {
			r.Headers.Set[name] = flow.UnknownFrom(flow.Origin{Kind: "transport"}, "string")
		}
	}
}

// readClient describes what sends the request.
func (e *Engine) readClient(r *Call, id flow.ID, client flow.Value) {
	it := e.It
	c := &r.Client
	e.readTLS(r, id, client)
	if ctx, ok := it.Get(id, noteContext); ok {
		c.Context, c.Deadline = e.deadline(ctx)
	}
	c.Library = r.Via.Library
	for _, a := range client {
		if a.Kind != flow.ObjK {
			c.Injected = true
			continue
		}
		o := it.Object(a.Obj)
		if c.Library == "" {
			c.Library = o.Type
		}
		if o.Symbolic {
			c.Injected = true
			if o.Origin.Kind == "call" && foreignCall(o.Origin.Name) && !harmless(o.Origin.Name) {
				e.openBy(r, "the client comes from "+o.Origin.Name)
			}
		}
		if v, ok := it.Get(a.Obj, noteDefault); ok && v.Truth() == 1 {
			c.Default = true
		}
		if o.Node != nil {
			c.Node = o.Node
			if n := len(o.Chain); n > 0 {
				c.Fn = o.Chain[n-1].Fn
			}
		}
		for _, f := range []flow.Key{flow.Field("Timeout"), noteTimeout} {
			if v, ok := it.Get(a.Obj, f); ok && !(len(v) == 1 && (v[0].Kind == flow.IntK && v[0].Int == 0 || v[0].Kind == flow.AbsentK)) {
				c.Timeout = true
			}
		}
		if v, ok := it.Get(a.Obj, noteRetry); ok && len(v) > 0 && v.Truth() != 0 {
			c.Retries = true
		}
		if _, ok := it.Get(a.Obj, noteInspected); ok {
			r.Handling.Escaped = true
		}
		e.readTransport(r, a.Obj)
	}
	for _, h := range e.opts.Vendor.Reads() {
		// An injected client changes nothing, unless a transport that sets the
		// header can be seen from here.
		if c.Injected && e.Setters[h] && !r.Headers.May(h) {
			e.openBy(r, "a RoundTripper of this code sets the header")
		}
	}
}

func (e *Engine) readTransport(r *Call, client flow.ID) {
	tr, ok := e.It.Get(client, flow.Field("Transport"))
	if !ok {
		return
	}
	for _, a := range tr {
		if a.Kind != flow.ObjK {
			if a.Kind == flow.Unknown && a.Origin.Kind == "call" && foreignCall(a.Origin.Name) && !harmless(a.Origin.Name) {
				e.openBy(r, "the transport comes from "+a.Origin.Name)
			}
			continue
		}
		o := e.It.Object(a.Obj)
		if o.Symbolic && o.Origin.Kind == "call" && foreignCall(o.Origin.Name) && !harmless(o.Origin.Name) {
			e.openBy(r, "the transport comes from "+o.Origin.Name)
		} else if !o.Symbolic && o.Type != "net/http.Transport" && !e.method(o.Type, "RoundTrip") && !harmless(o.Type+".") {
			e.openBy(r, "the transport is a "+o.Type)
		}
	}
}

func (e *Engine) openBy(r *Call, why string) {
	if !r.Headers.Open {
		r.Headers.Open, r.Headers.Why = true, why
	}
}

// foreignCall reports whether a function's import path is neither the standard
// library's nor unknown.
func foreignCall(name string) bool {
	first, _, _ := strings.Cut(name, "/")
	return strings.Contains(first, ".") && strings.Contains(name, "/")
}

// noteHeader notes a header set that carries the vendor's scheme and belongs to no
// request seen here.
func (e *Engine) noteHeader(id flow.ID) {
	o := e.It.Object(id)
	r := &Call{Root: e.Root, Partial: true, Handling: &Handling{Status: map[int64]bool{}}, Build: o.Chain}
	if o.Symbolic {
		r.Build = nil // it was not made here
	}
	if len(r.Build) == 0 {
		r.Build = []flow.Link{{Fn: e.Root, Node: &ir.Node{Pos: e.Root.Pos, End: e.Root.Pos}}}
	}
	r.Method = []flow.Text{{{Hole: true}}}
	r.Headers = Headers{Set: map[string]flow.Value{}, Open: true, Why: "the headers are not sent here"}
	for _, f := range e.It.Written(id) {
		if f.Kind == flow.EntryKey {
			v, _ := e.It.Get(id, f)
			v = headerValues(e.It, v)
			r.Headers.Set[flow.Canonical(f.Name)] = v
		}
	}
	e.Add(r)
}

// LocalHost reports whether a host is this machine, or a name that never leaves
// it.
func LocalHost(host string) bool {
	if i := strings.LastIndexByte(host, ':'); i > 0 && !strings.HasSuffix(host, "]") {
		host = host[:i]
	}
	host = strings.ToLower(host)
	return host == "localhost" || strings.HasPrefix(host, "127.") || host == "[::1]" || host == "0.0.0.0" || strings.HasSuffix(host, ".localhost") || strings.HasSuffix(host, ".local") || strings.HasSuffix(host, ".test") || strings.HasSuffix(host, ".invalid")
}

// noteBuilder notes the defaults that a client or builder of a library gives
// to its requests, when it is made or changed here and sent elsewhere.
func (e *Engine) noteBuilder(id flow.ID) {
	h, ok := e.It.Get(id, flow.Field("Header"))
	if !ok || !e.touched(h) {
		return
	}
	o := e.It.Object(id)
	chain := o.Chain
	if len(chain) == 0 {
		chain = []flow.Link{{Fn: e.Root, Node: &ir.Node{Pos: e.Root.Pos, End: e.Root.Pos}}}
	}
	req := e.It.NewSymbolic("net/http.Request", flow.Origin{Kind: "builder"})
	e.sent[req] = true
	hd := e.It.New("net/http.Header", o.Node)
	e.It.Object(hd).Map = true
	e.It.Set(req, flow.Field("Header"), flow.ObjValue(hd))
	e.inheritHeaders(id, req)
	r := &Call{Root: e.Root, Partial: true, Handling: &Handling{Status: map[int64]bool{}}, Build: chain}
	r.Method = []flow.Text{{{Hole: true}}}
	if base := e.inherited(id, noteBase); len(base) > 0 {
		r.SetURLs(base.Texts())
	}
	e.readHeaders(r, req, nil, false)
	// The request that a client makes is no client, and one of fasthttp's belongs
	// to none before it is sent.
	_, request := e.It.Get(id, noteParent)
	if n := len(o.Chain); n > 0 && !request && o.Chain[n-1].Fn.Pkg == e.It.Prog.Unit().Pkg && !strings.HasPrefix(o.Type, "github.com/valyala/fasthttp.Request") {
		e.judgeSender(r, &flow.Call{Node: &ir.Node{}}, id, 0)
	}
	e.Add(r)
}
