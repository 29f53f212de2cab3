package httpcalls

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/stdlib"
)

// apply does what a row of the client table says. A builder keeps the request
// under construction in the fields of net/http.Request and a few of its own:
// !base, !scheme, !token, and !parent for the client it came from.
func (e *Engine) apply(row *Row, c *flow.Call) ([]flow.Value, bool) {
	switch row.Role {
	case "new-client":
		return e.newClient(row, c), true
	case "http-client":
		id := e.It.New("net/http.Client", c.Node)
		return []flow.Value{flow.ObjValue(id)}, true
	case "standard-client":
		id := e.It.New("net/http.Client", c.Node)
		e.It.Set(id, noteRetry, flow.BoolValue(true))
		e.It.Set(id, noteInner, c.Recv)
		return []flow.Value{flow.ObjValue(id)}, true
	case "request":
		return e.startRequest(row, c), true
	case "wrap":
		id := e.It.New(row.Package+".Request", c.Node)
		e.It.Set(id, flow.Field("Request"), c.Arg(row.Arg))
		return []flow.Value{flow.ObjValue(id), stdlib.NilOr("error")}, true
	case "build":
		var out flow.Value
		e.It.Each(c.Recv, func(id flow.ID) {
			req := e.finish(c, id, row)
			e.sent[id] = true
			out = flow.Join(out, flow.ObjValue(req))
		})
		return []flow.Value{out, stdlib.NilOr("error")}, true
	case "send":
		return e.sendRow(row, c), true
	case "verb":
		recv := c.Recv
		if row.Returns == "builder" {
			recv = e.startRequest(row, c)[0]
		}
		e.It.Each(recv, func(id flow.ID) {
			e.It.Set(id, flow.Field("Method"), flow.TextValue(row.Method))
			e.addPath(id, row, c)
		})
		return []flow.Value{recv}, true
	}
	if !row.HTTP() {
		return e.applyOther(row, c)
	}
	e.It.Each(c.Recv, func(id flow.ID) { e.configure(row, c, id) })
	return e.returns(row, c), true
}

// applyOther does what a row says that is not about HTTP.
func (e *Engine) applyOther(row *Row, c *flow.Call) ([]flow.Value, bool) {
	switch row.Role {
	case "attempts", "marked-attempts":
		return e.retry(row, c)
	case "permanent-error":
		return e.marked(row, permanentError, c)
	case "retryable-error":
		return e.marked(row, markedError, c)
	case "retry-choice":
		return e.marked(row, choosesOption, c)
	case "same":
		return []flow.Value{c.Arg(row.Arg)}, true
	case "json":
		return []flow.Value{stdlib.JSONOf(e.It, c.Arg(row.Arg), c.Node), stdlib.NilOr("error")}[:max(1, min(2, len(c.Types)))], true
	case "each":
		return e.It.CallEach(c, row.Arg, row.Value)
	case "default", "defaults", "setting", "settings", "sub-settings", "flag", "flag-value":
		return e.settings(row, c)
	}
	return nil, false // a cursor, or what is drawn: nobody knows what it gives
}

// Role is what the table says that a function does; "" where it says nothing.
func (e *Engine) Role(name string) string {
	if row := e.opts.Table.Of(name); row != nil {
		return row.Role
	}
	return ""
}

// pure reports whether a function without a body gives its arguments another form
// and nothing else: those of the standard library that compute, and the methods of
// what is drawn.
func (e *Engine) pure(name string) bool {
	pkg := name
	slash := strings.LastIndexByte(name, '/')
	if i := strings.IndexByte(name[slash+1:], '.'); i >= 0 {
		pkg = name[:slash+1+i]
	}
	switch pkg {
	case "fmt", "strconv", "strings", "bytes", "time", "math", "errors", "sort", "slices", "maps", "cmp":
		return true
	}
	for _, p := range []string{"encoding/", "crypto/", "hash/", "math/", "unicode/"} {
		if strings.HasPrefix(pkg, p) {
			return true
		}
	}
	return e.opts.Table.Draws(pkg)
}

func (e *Engine) returns(row *Row, c *flow.Call) []flow.Value {
	if len(c.Types) == 0 {
		return nil
	}
	return []flow.Value{c.Recv}
}

func (e *Engine) newClient(row *Row, c *flow.Call) []flow.Value {
	typ := "net/http.Client"
	if len(c.Types) > 0 {
		typ = c.Types[0]
	}
	id := e.It.New(typ, c.Node)
	e.It.Set(id, noteLibrary, flow.TextValue(row.Package))
	if row.Arg >= 0 {
		e.It.Set(id, noteHTTP, c.Arg(row.Arg))
	}
	if row.URL >= 0 {
		e.It.Set(id, noteBase, c.Arg(row.URL))
	}
	return []flow.Value{flow.ObjValue(id)}
}

// startRequest makes a builder, which inherits what its client has.
func (e *Engine) startRequest(row *Row, c *flow.Call) []flow.Value {
	if row.Returns == "wrapped" { // a library's own request type around net/http's
		var ctx flow.Value
		if row.Key >= 0 {
			ctx = c.Arg(row.Key)
		}
		in := e.newRequest(c, c.Arg(row.Arg), c.Arg(row.URL), c.Arg(row.Body), ctx)
		e.It.Set(in, noteLibrary, flow.TextValue(row.Package))
		id := e.It.New(row.Package+".Request", c.Node)
		e.It.Set(id, flow.Field("Request"), flow.ObjValue(in))
		return []flow.Value{flow.ObjValue(id), stdlib.NilOr("error")}
	}
	typ := row.Package + ".Request"
	if len(c.Types) > 0 {
		typ = c.Types[0]
	}
	id := e.It.New(typ, c.Node)
	e.It.Set(id, noteLibrary, flow.TextValue(row.Package))
	if len(c.Recv) > 0 {
		e.It.Set(id, noteParent, c.Recv)
		if parents := c.Recv.Objects(); len(parents) == 1 && e.It.Object(parents[0]).Type == e.It.Object(id).Type {
			// A builder made from a builder starts as its copy.
			e.It.CopyFields(parents[0], id)
			if h, ok := e.It.Get(id, flow.Field("Header")); ok {
				if hid, ok := h.IsObject(); ok {
					e.It.Set(id, flow.Field("Header"), flow.ObjValue(e.It.Clone(hid)))
				}
			}
		}
	}
	return []flow.Value{flow.ObjValue(id)}
}

// configure applies a row that sets something on a client or builder.
func (e *Engine) configure(row *Row, c *flow.Call, id flow.ID) {
	it := e.It
	set := func(f flow.Key, i int) {
		if i >= 0 {
			it.Set(id, f, c.Arg(i))
		}
	}
	switch row.Role {
	case "base":
		set(noteBase, row.Arg)
	case "header":
		e.setter = c.Node
		e.putHeader(e.headerOf(id), c.Arg(row.Key), c.Arg(row.Value), true)
	case "headers":
		h := e.headerOf(id)
		for _, src := range c.Arg(row.Arg).Objects() {
			it.CopyEntries(src, h)
		}
		if len(c.Arg(row.Arg).Objects()) == 0 {
			it.Set(h, flow.Open, flow.TextValue(c.Name))
		}
	case "auth-scheme":
		set(noteScheme, row.Arg)
	case "auth-token":
		e.setter = c.Node
		it.Set(id, noteToken, e.stamped(c.Arg(row.Arg)))
	case "bearer":
		v := flow.TextsValue(flow.Concat([]flow.Text{{{Lit: "Bearer "}}}, c.Arg(row.Arg).Texts()))
		e.setter = c.Node
		e.putHeader(e.headerOf(id), flow.TextValue("Authorization"), v, true)
	case "basic":
		e.setter = c.Node
		v := flow.TextsValue([]flow.Text{{{Lit: "Basic "}, {Hole: true}}})
		e.putHeader(e.headerOf(id), flow.TextValue("Authorization"), v, true)
	case "method":
		set(flow.Field("Method"), row.Arg)
	case "url":
		set(noteURL, row.Arg)
	case "path":
		e.addPath(id, row, c)
	case "path-param":
		if k, ok := c.Arg(row.Key).Const(); ok {
			it.Set(id, noteParam(k), c.Arg(row.Value))
		}
	case "body":
		if row.Arg >= 0 {
			v := c.Arg(row.Arg)
			if v.Has(flow.ObjK) {
				if o, ok := v.IsObject(); ok && it.Object(o).Type != stdlib.JSON && it.Object(o).Type != "bytes.Buffer" && it.Object(o).Type != "bytes.Reader" && it.Object(o).Type != "strings.Reader" {
					v = stdlib.JSONOf(it, v, c.Node)
				}
			}
			it.Set(id, flow.Field("Body"), v)
		}
	case "result":
		set(noteResult, row.Arg)
	case "timeout":
		set(noteTimeout, row.Arg)
	case "context":
		set(noteContext, row.Arg)
	case "transport":
		v := c.Arg(row.Arg)
		if o, ok := v.IsObject(); ok && it.Object(o).Type == "net/http.Client" {
			it.Set(id, noteHTTP, v)
		} else {
			it.Set(id, flow.Field("Transport"), v)
		}
	case "query":
		e.addQuery(row, c, id)
	case "tls":
		e.setTLS(row, c, id)
	case "retry", "retry-if", "retry-only-if", "retry-hook", "retry-wait", "retry-steady":
		e.setRetry(row, c, id)
	case "inspect": // a hook that sees each response before the caller does
		it.Set(id, noteInspected, flow.BoolValue(true))
	case "middleware":
		e.middleware(row, c, id)
	}
}

// middleware lets a hook change a request of the library: its headers are as
// certain as if they stood on the client.
func (e *Engine) middleware(row *Row, c *flow.Call, id flow.ID) {
	fn := c.Arg(0)
	if !fn.Has(flow.FuncK) {
		e.It.Set(e.headerOf(id), flow.Open, flow.TextValue(c.Name))
		return
	}
	req := e.It.New(row.Package+".Request", c.Node)
	e.sent[req] = true // it stands for those that the library makes
	e.It.Set(req, flow.Field("Header"), flow.ObjValue(e.headerOf(id)))
	e.It.CallFunc(fn, []flow.Value{flow.ObjValue(id), flow.ObjValue(req)}, c.Node)
}

// headerOf returns the header object of a client or builder.
func (e *Engine) headerOf(id flow.ID) flow.ID {
	if v, ok := e.It.Get(id, flow.Field("Header")); ok {
		if ids := v.Objects(); len(ids) > 0 && e.It.Object(ids[0]).Type == "net/http.Header" {
			return ids[0]
		}
	}
	h := e.It.New("net/http.Header", e.It.Object(id).Node)
	e.It.Object(h).Map = true
	e.It.Object(h).Symbolic = e.It.Object(id).Symbolic
	e.It.Set(id, flow.Field("Header"), flow.ObjValue(h))
	return h
}

// sling resolves a path against its base as a browser does a link; the other
// libraries put the one behind the other.
const sling = "github.com/dghubble/sling"

// addPath adds a path or URL argument to what the builder has.
func (e *Engine) addPath(id flow.ID, row *Row, c *flow.Call) {
	i := row.URL
	if row.Role == "path" {
		i = row.Arg
	}
	if i < 0 || i >= len(c.Args) {
		return
	}
	if row.Package != sling {
		// Put behind the base when the request is sent.
		e.It.Set(id, noteURL, c.Arg(i))
		return
	}
	base := flow.TextValue("")
	if v, ok := e.It.Get(id, noteURL); ok {
		base = v
	} else if v := e.inherited(id, noteBase); len(v) > 0 {
		base = v
	}
	var out []flow.Text
	for _, b := range base.Texts() {
		for _, p := range c.Arg(i).Texts() {
			out = append(out, stdlib.Resolve(b, p))
		}
	}
	e.It.Set(id, noteURL, flow.TextsValue(out))
}

// inherited reads a field of a builder, or of the client it came from.
func (e *Engine) inherited(id flow.ID, field flow.Key) flow.Value {
	return e.inheritedFrom(id, field, 4)
}

func (e *Engine) inheritedFrom(id flow.ID, field flow.Key, depth int) flow.Value {
	if v, ok := e.It.Get(id, field); ok && len(v) > 0 || depth == 0 {
		return v
	}
	p, _ := e.It.Get(id, noteParent)
	var out flow.Value
	for _, parent := range p.Objects() {
		out = flow.Join(out, e.inheritedFrom(parent, field, depth-1))
	}
	return out
}

// sendRow sends what a builder holds, a request given as an argument, or a URL.
func (e *Engine) sendRow(row *Row, c *flow.Call) []flow.Value {
	it := e.It
	if row.Arg >= 0 && row.Method == "" && row.URL < 0 {
		var rs []flow.Value
		it.Each(c.Arg(row.Arg), func(id flow.ID) {
			typ := it.Object(id).Type
			if typ == "net/http.Request" || strings.HasSuffix(typ, "retryablehttp.Request") {
				rs = e.send(c, e.Unwrap(id), c.Recv)
				return
			}
			rs = e.send(c, e.finish(c, id, row), c.Recv)
		})
		if rs == nil {
			return c.Unknown("call")
		}
		return e.libResults(c, rs)
	}
	var rs []flow.Value
	each := func(id flow.ID) {
		r := e.send(c, e.finish(c, id, row), senders(e.clientsOf(id)))
		if rs == nil {
			rs = r
		}
	}
	if len(c.Recv.Objects()) == 0 || !isRequestType(it.Object(c.Recv.Objects()[0]).Type) {
		// A one-call form on a package or client.
		id := it.New(oneShot, c.Node)
		it.Set(id, noteLibrary, flow.TextValue(row.Package))
		if len(c.Recv) > 0 {
			it.Set(id, noteParent, c.Recv)
		}
		each(id)
	} else {
		it.Each(c.Recv, each)
	}
	return e.libResults(c, rs)
}

func isRequestType(typ string) bool {
	return strings.HasSuffix(typ, ".Request") || strings.HasSuffix(typ, ".Sling")
}

// libResults gives the response the library's own type.
func (e *Engine) libResults(c *flow.Call, rs []flow.Value) []flow.Value {
	if len(c.Types) == 0 || len(rs) == 0 {
		return rs
	}
	if id, ok := rs[0].IsObject(); ok {
		e.fillResponses(c, id)
		if c.Types[0] == "*net/http.Response" {
			e.libraryRetries(c, id)
			return rs
		}
		if c.Types[0] == "int" { // the status itself
			if r := responseOf(e.It.Object(id)); r != nil {
				out := c.Unknown("response")
				out[0] = e.status(id, r)
				return out
			}
		}
	}
	if id, ok := rs[0].IsObject(); ok && strings.Contains(c.Types[0], ".") {
		o := e.It.NewSymbolic(c.Types[0], flow.Origin{Kind: "response"})
		e.It.Object(o).Data = e.It.Object(id).Data
		e.libraryRetries(c, o)
		rs = append([]flow.Value{flow.ObjValue(o)}, rs[1:]...)
		return rs
	}
	return c.Unknown("response")
}

// clientsOf finds the clients that a builder may come from.
func (e *Engine) clientsOf(id flow.ID) []flow.ID {
	out := []flow.ID{id}
	for range 4 {
		var parents []flow.ID
		for _, id := range out {
			if p, ok := e.It.Get(id, noteParent); ok {
				parents = append(parents, p.Objects()...)
			}
		}
		if len(parents) == 0 {
			break
		}
		out = parents
	}
	return out
}

// senders makes a value of clients.
func senders(ids []flow.ID) flow.Value {
	var out flow.Value
	for _, id := range ids {
		out = flow.Join(out, flow.ObjValue(id))
	}
	return out
}

// finish turns a builder into a net/http request, as the library does when it
// sends.
func (e *Engine) finish(c *flow.Call, id flow.ID, row *Row) flow.ID {
	it := e.It
	e.sent[id] = true
	if h, ok := it.Get(id, flow.Field("Header")); ok && len(h.Objects()) > 0 && it.Object(h.Objects()[0]).Type == "github.com/valyala/fasthttp.RequestHeader" {
		// fasthttp keeps method and headers on the header object.
		hid := h.Objects()[0]
		e.sent[hid] = true
		for _, f := range []flow.Key{flow.Field("Method"), noteURL} {
			if v, ok := it.Get(hid, f); ok {
				it.Set(id, f, v)
			}
		}
		if v, ok := it.Get(hid, flow.Field("Header")); ok {
			it.Set(id, noteFast, v)
		}
	}
	method := flow.TextValue(row.Method)
	if row.Method == "" {
		method = nil
		if row.Arg >= 0 && row.URL >= 0 {
			method = c.Arg(row.Arg)
		} else if v, ok := it.Get(id, flow.Field("Method")); ok {
			method = v
		}
	}
	if len(method) == 0 {
		method = flow.TextValue("GET")
		if it.Object(id).Symbolic {
			method = flow.UnknownFrom(flow.Origin{Kind: "param"}, "string")
		}
	}
	if row.URL >= 0 && row.URL < len(c.Args) {
		e.addPath(id, &Row{Package: row.Package, URL: row.URL, Arg: -1}, c)
	}
	url := e.inherited(id, noteURL)
	if len(url) == 0 {
		url = e.inherited(id, noteBase)
	} else if base := e.inherited(id, noteBase); len(base) > 0 {
		url = e.underBase(base, url)
	}
	url = e.withQuery(id, e.pathParams(id, url))
	body := e.inherited(id, flow.Field("Body"))
	if row.Body >= 0 {
		body = c.Arg(row.Body)
	}
	req := e.newRequest(c, method, url, body, e.inherited(id, noteContext))
	if node := it.Object(id).Node; node != nil && it.Object(id).Type == builtIn {
		it.Object(req).Node = node
	}
	it.Set(req, noteLibrary, flow.TextValue(row.Package))
	if v := e.inherited(id, noteTimeout); len(v) > 0 {
		it.Set(req, noteTimeout, v)
	}
	if v, ok := it.Get(id, noteResult); ok {
		it.Set(req, noteResult, v)
	}
	e.inheritHeaders(id, req)
	e.sent[req] = true
	return req
}

// underBase puts a base before URLs that have no host of their own.
func (e *Engine) underBase(base, url flow.Value) flow.Value {
	var out []flow.Text
	for _, u := range url.Texts() {
		p := u.Pattern()
		if strings.Contains(p, "://") {
			out = append(out, u)
			continue
		}
		for _, b := range base.Texts() {
			if len(p) > 0 && p[0] != '/' && p[0] != flow.HoleMark[0] {
				b = append(append(flow.Text(nil), b...), flow.Part{Lit: "/"})
			}
			out = append(out, flow.Concat([]flow.Text{b}, []flow.Text{u})...)
		}
	}
	return flow.TextsValue(out)
}

func (e *Engine) pathParams(id flow.ID, url flow.Value) flow.Value {
	params := map[string]flow.Value{}
	for _, f := range e.It.Written(id) {
		if k, ok := strings.CutPrefix(f.Name, paramPrefix); ok && f.IsNote() {
			params[k], _ = e.It.Get(id, f)
		}
	}
	if len(params) == 0 {
		return url
	}
	var out []flow.Text
	for _, t := range url.Texts() {
		for k, v := range params {
			if w := v.Texts(); len(w) == 1 {
				t = stdlib.Replace(t, "{"+k+"}", w[0], -1)
			}
		}
		out = append(out, t)
	}
	return flow.TextsValue(out)
}

// inheritHeaders gives a request the headers of its client, then its own.
func (e *Engine) inheritHeaders(id, req flow.ID) {
	it := e.It
	dst, _ := it.ReadField(req, "Header", "net/http.Header").IsObject()
	e.takeOver(id, req, dst, 5)
	token := e.inherited(id, noteToken)
	if len(token) > 0 {
		scheme := e.inherited(id, noteScheme)
		if len(scheme) == 0 {
			scheme = flow.TextValue("Bearer")
		}
		v := flow.TextsValue(flow.Concat(flow.Concat(scheme.Texts(), []flow.Text{{{Lit: " "}}}), token.Texts()))
		for i := range v {
			v[i].Src = token[0].Src
		}
		e.putHeader(dst, flow.TextValue("Authorization"), v, true)
	}
}

// takeOver gives a request the headers of a builder, and before those the ones
// of what it was made by. What only some of several clients have may be there.
func (e *Engine) takeOver(id, req, dst flow.ID, depth int) {
	it := e.It
	if p, ok := it.Get(id, noteParent); ok && depth > 1 {
		it.Each(p, func(parent flow.ID) { e.takeOver(parent, req, dst, depth-1) })
	}
	hv, _ := it.Get(id, flow.Field("Header"))
	if f, ok := it.Get(id, noteFast); ok {
		hv = f
	}
	for _, h := range hv.Objects() {
		it.CopyEntries(h, dst)
		if v, ok := it.Get(h, flow.Open); ok {
			it.Set(dst, flow.Open, v)
		}
	}
	if v, ok := it.Get(id, flow.Open); ok {
		it.Set(req, flow.Open, v)
	}
	if it.Object(id).Symbolic {
		it.Set(req, flow.Open, flow.TextValue("whoever made the client"))
	}
	if http, ok := it.Get(id, noteHTTP); ok {
		it.Set(req, noteClient, http)
	}
}
