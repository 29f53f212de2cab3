package httpcalls

import (
	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/flow/stdlib"
)

// addHTTP tells what net/http does.
func (e *Engine) addHTTP() {
	m := e.Lib
	nilErr := stdlib.NilOr("error")
	newRequest := func(ctx int) flow.Intrinsic {
		return func(c *flow.Call) ([]flow.Value, bool) {
			i := ctx + 1
			// Without a context, the request has one that never ends.
			cv := flow.UnknownFrom(flow.Origin{Kind: "ctx", Name: "background"}, "context.Context")
			if ctx >= 0 {
				cv = c.Arg(ctx)
			}
			id := e.newRequest(c, c.Arg(i), c.Arg(i+1), c.Arg(i+2), cv)
			return []flow.Value{flow.ObjValue(id), nilErr}, true
		}
	}
	m["net/http.NewRequest"] = newRequest(-1)
	m["net/http.NewRequestWithContext"] = newRequest(0)

	verb := func(method string, form bool) flow.Intrinsic {
		return func(c *flow.Call) ([]flow.Value, bool) {
			body := flow.NilValue()
			if method == "POST" {
				body = c.Arg(len(c.Args) - 1)
			}
			id := e.newRequest(c, flow.TextValue(method), c.Arg(0), body, nil)
			switch {
			case form:
				e.setHeader(id, flow.TextValue("Content-Type"), flow.TextValue("application/x-www-form-urlencoded"), true)
			case method == "POST":
				e.setHeader(id, flow.TextValue("Content-Type"), c.Arg(1), true)
			}
			client := c.Recv
			if !c.HasRecv {
				client = e.defaultClient(c)
			}
			return e.send(c, id, client), true
		}
	}
	for _, p := range []string{"net/http.", "net/http.Client."} {
		m[p+"Get"], m[p+"Head"] = verb("GET", false), verb("HEAD", false)
		m[p+"Post"], m[p+"PostForm"] = verb("POST", false), verb("POST", true)
	}
	m["net/http.Client.Do"] = func(c *flow.Call) ([]flow.Value, bool) {
		return e.sendEach(c, c.Arg(0), c.Recv), true
	}
	roundTrip := func(c *flow.Call) ([]flow.Value, bool) {
		var rs []flow.Value
		e.It.Each(c.Arg(0), func(id flow.ID) {
			e.It.Set(id, noteTransport, c.Recv)
			if e.unseen(c.Recv) {
				e.open(id, "a RoundTripper that may be one of this code's")
			}
			rs = e.transmit(c, id, nil)
		})
		if rs == nil {
			rs = c.Unknown("call")
		}
		return rs, true
	}
	m["net/http.Transport.RoundTrip"] = roundTrip
	m["net/http.RoundTripper.RoundTrip"] = func(c *flow.Call) ([]flow.Value, bool) {
		// The dynamic type is tried first by the dispatch; this is an unknown one.
		return roundTrip(c)
	}
	m["var net/http.DefaultClient"] = func(c *flow.Call) ([]flow.Value, bool) {
		return []flow.Value{e.defaultClient(c)}, true
	}
	transport := func(c *flow.Call) ([]flow.Value, bool) {
		return []flow.Value{flow.ObjValue(e.It.New("net/http.Transport", c.Node))}, true
	}
	m["var net/http.DefaultTransport"] = transport
	m["net/http.Transport.Clone"] = transport

	same := func(c *flow.Call) ([]flow.Value, bool) {
		// WithContext shares headers, Clone copies them.
		var out flow.Value
		for _, id := range c.Recv.Objects() {
			var nid flow.ID
			if c.Name == "net/http.Request.Clone" {
				e.It.ReadField(id, "Header", "net/http.Header")
				nid = e.It.Clone(id, flow.Field("Header"), flow.Field("URL"))
			} else {
				nid = e.It.Clone(id)
			}
			e.It.Set(nid, noteContext, c.Arg(0))
			e.sent[id] = true // the copy stands for it
			out = append(out, flow.Atom{Kind: flow.ObjK, Obj: nid})
		}
		if len(out) == 0 {
			return nil, false
		}
		return []flow.Value{out}, true
	}
	m["net/http.Request.WithContext"], m["net/http.Request.Clone"] = same, same
	m["net/http.Request.Context"] = func(c *flow.Call) ([]flow.Value, bool) {
		if id, ok := c.Recv.IsObject(); ok {
			if v, ok := e.It.Get(id, noteContext); ok && len(v) > 0 {
				return []flow.Value{v}, true
			}
			if !e.It.Object(id).Symbolic { // made here, without one
				return []flow.Value{flow.UnknownFrom(flow.Origin{Kind: "ctx", Name: "background"}, "context.Context")}, true
			}
		}
		return []flow.Value{flow.UnknownFrom(flow.Origin{Kind: "ctx", Name: "request"}, "context.Context")}, true
	}
	m["net/http.Request.SetBasicAuth"] = func(c *flow.Call) ([]flow.Value, bool) {
		basic := flow.TextsValue([]flow.Text{{{Lit: "Basic "}, {Hole: true, From: flow.Origin{Kind: "basic"}}}})
		e.It.Each(c.Recv, func(id flow.ID) {
			e.setter = c.Node
			e.setHeader(id, flow.TextValue("Authorization"), basic, true)
			e.It.Set(id, notePassword, c.Arg(1))
		})
		return nil, true
	}
	for _, n := range []string{"AddCookie", "ParseForm", "UserAgent", "Write", "FormValue", "PathValue", "Cookie", "Cookies", "BasicAuth", "Referer", "ProtoAtLeast"} {
		m["net/http.Request."+n] = func(c *flow.Call) ([]flow.Value, bool) { return c.Unknown("call"), true }
	}
	for _, n := range []string{"slices.Contains", "golang.org/x/exp/slices.Contains", "github.com/samber/lo.Contains"} {
		m[n] = e.contains
	}
	e.addHeader()
	e.addDecoding()
}

// several opens a request that goes through one of several transports: what one
// of them lacks, the one that is really there may set.
func (e *Engine) several(_ *flow.Interp, n *ir.Node, args []flow.Value) {
	if ir.Base(n.Str) != "RoundTrip" || len(args) != 1 || !e.setsWhatIsRead() {
		return
	}
	for _, id := range args[0].Objects() {
		e.open(id, "one of several RoundTrippers")
	}
}

// unseen reports whether a transport may be one that sets the headers which
// the vendor reads: it is not known which one it is, and there is such a one.
func (e *Engine) unseen(transport flow.Value) bool {
	if !e.setsWhatIsRead() {
		return false
	}
	for _, a := range transport {
		if a.Kind == flow.Unknown || a.Kind == flow.ObjK && e.It.Object(a.Obj).Symbolic {
			return true
		}
	}
	return false
}

func (e *Engine) addHeader() {
	m := e.Lib
	set := func(overwrite bool) flow.Intrinsic {
		return func(c *flow.Call) ([]flow.Value, bool) {
			e.It.Each(c.Recv, func(h flow.ID) {
				e.setter = c.Node
				e.putHeader(h, c.Arg(0), c.Arg(1), overwrite)
			})
			return nil, true
		}
	}
	m["net/http.Header.Set"], m["net/http.Header.Add"] = set(true), set(false)
	m["net/http.Header.Del"] = func(c *flow.Call) ([]flow.Value, bool) {
		e.It.Each(c.Recv, func(h flow.ID) { e.It.SetIndex(h, c.Arg(0), flow.Value{{Kind: flow.AbsentK}}) })
		return nil, true
	}
	get := func(c *flow.Call) ([]flow.Value, bool) {
		name, _ := c.Arg(0).Const()
		for _, h := range c.Recv.Objects() {
			o := e.It.Object(h)
			if r := e.response(o); r != nil {
				if flow.Canonical(name) == "Retry-After" {
					r.Handling.RetryAfter = true
				}
				return []flow.Value{flow.UnknownFrom(flow.Origin{Kind: "response", Name: name}, "string")}, true
			}
		}
		if id, ok := c.Recv.IsObject(); ok {
			if v, had := e.It.Get(id, flow.Entry(flow.Canonical(name))); had && len(v) > 0 {
				// A header that may be unset reads as "" then.
				w := v.Without(func(a flow.Atom) bool { return a.Kind == flow.AbsentK })
				if v.Has(flow.AbsentK) {
					w = flow.Join(w, flow.TextValue(""))
				}
				if elem := e.It.Elements(w); len(elem) > 0 {
					w = elem
				}
				return []flow.Value{w}, true
			}
			if !e.It.Object(id).Symbolic {
				return []flow.Value{flow.TextValue("")}, true
			}
		}
		return nil, false
	}
	m["net/http.Header.Get"] = get
	m["net/http.Header.Values"] = func(c *flow.Call) ([]flow.Value, bool) { get(c); return c.Unknown("call"), true }
	m["net/http.Header.Clone"] = func(c *flow.Call) ([]flow.Value, bool) {
		var out flow.Value
		for _, id := range c.Recv.Objects() {
			out = append(out, flow.Atom{Kind: flow.ObjK, Obj: e.It.Clone(id)})
		}
		if len(out) == 0 {
			return nil, false
		}
		return []flow.Value{out}, true
	}
}

// response finds the request behind a header object that was read from a
// response.
func (e *Engine) response(o *flow.Object) *Call {
	if o.Origin.Kind != "field" || o.Origin.Obj == 0 || int(o.Origin.Obj) >= int(e.It.Len()) {
		return nil
	}
	r, _ := e.It.Object(o.Origin.Obj).Data.(*Call)
	return r
}

func (e *Engine) newRequest(c *flow.Call, method, url, body, ctx flow.Value) flow.ID {
	id := e.It.New("net/http.Request", c.Node)
	e.It.Set(id, flow.Field("Method"), method)
	u := e.It.New("net/url.URL", c.Node)
	e.It.Set(u, stdlib.Content, flow.TextsValue(stdlib.URLText(e.It, url)))
	e.It.Set(id, flow.Field("URL"), flow.ObjValue(u))
	h := e.It.New("net/http.Header", c.Node)
	e.It.Object(h).Map = true
	e.It.Made(h)
	e.It.Set(id, flow.Field("Header"), flow.ObjValue(h))
	e.It.Set(id, flow.Field("Body"), body)
	if len(ctx) > 0 {
		e.It.Set(id, noteContext, ctx)
	}
	e.It.Set(id, noteLibrary, flow.TextValue("net/http"))
	return id
}

// headerValues lays out the lists among the values of a header.
func headerValues(it *flow.Interp, v flow.Value) flow.Value {
	var out flow.Value
	for _, a := range v {
		if elems := it.Elements(flow.Value{a}); len(elems) > 0 {
			out = flow.Join(out, elems)
			continue
		}
		out = flow.Join(out, flow.Value{a})
	}
	return out
}

// putHeader sets or adds a header on a header object. A name that is not known
// may be any name, so it opens the set.
func (e *Engine) putHeader(h flow.ID, name, value flow.Value, overwrite bool) {
	ts := name.Texts()
	if len(ts) == 1 {
		if s, ok := ts[0].Const(); ok {
			value = headerValues(e.It, value)
			value = e.stamped(value)
			if !overwrite {
				if old, had := e.It.Get(h, flow.Entry(flow.Canonical(s))); had {
					value = flow.Join(old.Without(func(a flow.Atom) bool { return a.Kind == flow.AbsentK }), value)
				}
			}
			e.It.SetIndex(h, flow.TextValue(s), value)
			return
		}
	}
	e.setter = nil
	e.It.SetIndex(h, name, value)
	for _, t := range ts {
		if !t.Known() {
			e.It.Set(h, flow.Open, flow.TextValue("a header whose name is not constant"))
		}
	}
}

func (e *Engine) setHeader(req flow.ID, name, value flow.Value, overwrite bool) {
	h := e.It.ReadField(req, "Header", "net/http.Header")
	e.It.Each(h, func(id flow.ID) { e.putHeader(id, name, value, overwrite) })
}

func (e *Engine) defaultClient(c *flow.Call) flow.Value {
	id := e.It.New("net/http.Client", c.Node)
	e.It.Set(id, noteDefault, flow.BoolValue(true))
	return flow.ObjValue(id)
}

// sendEach sends each request a value may be.
func (e *Engine) sendEach(c *flow.Call, reqs, client flow.Value) []flow.Value {
	var rs []flow.Value
	e.It.Each(reqs, func(id flow.ID) {
		id = e.Unwrap(id)
		r := e.send(c, id, client)
		if rs == nil {
			rs = r
		} else {
			rs[0] = flow.Join(rs[0], r[0])
		}
	})
	if rs == nil {
		return c.Unknown("call")
	}
	return rs
}

// unwrap finds the net/http request in a library's own type.
func (e *Engine) Unwrap(id flow.ID) flow.ID {
	if e.It.Object(id).Type != "net/http.Request" {
		if v, ok := e.It.Get(id, flow.Field("Request")); ok {
			if in, ok := v.IsObject(); ok {
				return in
			}
		}
		if e.It.Object(id).Type == "github.com/hashicorp/go-retryablehttp.Request" {
			v := e.It.ReadField(id, "Request", "*net/http.Request")
			if in, ok := v.IsObject(); ok {
				return in
			}
		}
	}
	return id
}

// send hands a request to a client: through the transports of this code, if
// the client has one, then to the wire.
func (e *Engine) send(c *flow.Call, id flow.ID, client flow.Value) []flow.Value {
	e.sent[id] = true
	for _, cl := range client.Objects() {
		if inner, ok := e.It.Get(cl, flow.Field("HTTPClient")); ok {
			// A library's client that sends with one of net/http.
			if id, ok := inner.IsObject(); ok {
				cl = id
			}
		}
		tr, ok := e.It.Get(cl, flow.Field("Transport"))
		if !ok && e.trial == nil && e.It.Object(cl).Symbolic && e.It.Object(cl).Type == "net/http.Client" {
			tr = e.It.ReadField(cl, "Transport", "net/http.RoundTripper")
		}
		for _, t := range tr {
			typ := t.Type
			if t.Kind == flow.ObjK {
				typ = e.It.Object(t.Obj).Type
			}
			if e.method(typ, "RoundTrip") {
				e.It.Set(id, noteClient, client)
				n := &ir.Node{Op: ir.OpCall, Str: "net/http.RoundTripper.RoundTrip", Recv: true, Iface: true,
					Types: []string{"*net/http.Response", "error"}, Pos: c.Node.Pos, End: c.Node.End, NamePos: c.Node.NamePos}
				return e.It.CallMethod(n, tr, []flow.Value{flow.ObjValue(id)})
			}
		}
	}
	return e.transmit(c, id, client)
}

// method reports whether a type has a method whose body is known.
func (e *Engine) method(typ, name string) bool {
	t := e.It.Prog.Type(typ)
	if t == nil {
		return false
	}
	m, ok := t.Methods[name]
	return ok && e.It.Prog.Func(m.Func) != nil
}

// transmit notes a request as sent and returns its response.
func (e *Engine) transmit(c *flow.Call, id flow.ID, client flow.Value) []flow.Value {
	e.sent[id] = true
	if len(client) == 0 {
		client, _ = e.It.Get(id, noteClient)
	}
	var r *Call
	if e.trial != nil {
		r = e.trial.answer(e, c)
	} else {
		r = e.note(id, c, client, true)
		r.Handling.Retrier = r.Handling.Retrier || e.retriers > 0
		if v, ok := e.It.Get(id, noteResult); ok {
			e.noteDecode(r, e.targetType(v, ""), e.It.Chain(c.Node))
		}
	}
	resp := e.It.NewSymbolic("net/http.Response", flow.Origin{Kind: "response"})
	e.It.Object(resp).Data = r
	out := []flow.Value{flow.ObjValue(resp)}
	if len(c.Types) != 1 {
		err := stdlib.NilOr("error")
		if e.trial != nil {
			err = flow.NilValue()
		}
		out = append(out, err)
	}
	if e.OnSend != nil {
		out = e.OnSend(r, out)
	}
	return out
}
