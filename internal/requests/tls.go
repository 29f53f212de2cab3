package requests

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// tlsFields lead from a client, or a transport, to its TLS configuration:
// net/http, go-retryablehttp, fasthttp, and what the roles of the client table
// store.
var tlsFields = []flow.Key{flow.Field("Transport"), flow.Field("TLSClientConfig"), flow.Field("TLSConfig"), flow.Field("HTTPClient"), noteHTTP, noteTLS}

const maxTLSDepth = 5

// readTLS finds out whether whatever sends a request leaves the server's
// certificate unchecked. Where only some of the clients that may send it do,
// the choice is somebody's setting, or the client is another vendor's.
func (e *engine) readTLS(r *Request, req flow.ID, client flow.Value) {
	for _, f := range []flow.Key{noteTransport, noteClient} {
		if v, ok := e.it.Get(req, f); ok && !r.Client.Insecure {
			e.findTLS(&r.Client, v, 0)
		}
	}
	if !r.Client.Insecure {
		e.findTLS(&r.Client, client, 0)
	}
}

// findTLS reports whether each of the values is a client, or a part of one, that
// trusts every server.
func (e *engine) findTLS(c *Client, v flow.Value, depth int) {
	var found Client
	for _, a := range v {
		var one Client
		switch {
		case depth > maxTLSDepth:
		case a.Kind == flow.BoolK && a.Int == 1:
			one.Insecure, one.Unchecked = true, a.Src
		case a.Kind == flow.ObjK:
			e.objectTLS(&one, a.Obj, depth)
		}
		if !one.Insecure {
			return
		}
		if !found.Insecure {
			found = one
		}
	}
	if found.Insecure {
		c.Insecure, c.Unchecked, c.Config = true, found.Unchecked, found.Config
	}
}

func (e *engine) objectTLS(c *Client, id flow.ID, depth int) {
	if on, ok := e.it.Get(id, flow.Field("InsecureSkipVerify")); ok {
		e.findTLS(c, on, depth+1)
		c.Config = e.it.Object(id).Chain
	}
	for _, f := range tlsFields {
		if in, ok := e.it.Get(id, f); ok && !c.Insecure {
			e.findTLS(c, in, depth+1)
		}
	}
}

// setTLS applies a row that gives a client its TLS configuration, or switches
// the check of certificates off.
func (e *engine) setTLS(row *Row, c *flow.Call, id flow.ID) {
	if row.Arg >= 0 {
		e.it.Set(id, noteTLS, c.Arg(row.Arg))
		return
	}
	on := flow.BoolValue(true)
	at := placeOf(c.Node)
	on[0].Src = ir.Source{Pkg: e.it.Func().Pkg, Pos: at.Pos, End: at.End, Gen: e.it.Func().Gen}
	e.it.Set(id, noteTLS, on)
}

// ClientPlace returns where this package gets the client of a request from, or
// else the call that sends it. ok is false when another package sends it.
func (res *Result) ClientPlace(r *Request) (Place, bool) {
	for i := len(r.Client.Config) - 1; i >= 0; i-- {
		if l := r.Client.Config[i]; l.Fn.Pkg == res.pkg && l.Node != nil && l.Node.Pos.IsValid() {
			return placeOf(l.Node), !l.Fn.Gen
		}
	}
	if n := len(r.Send); n > 0 && r.Send[n-1].Fn.Pkg == res.pkg && !r.Send[n-1].Fn.Gen {
		at := placeOf(r.Send[n-1].Node)
		return at, at.IsValid()
	}
	return Place{}, false
}

// Loopback reports whether a host, as far as it is known, is this machine or a
// name that never leaves it.
func Loopback(host string) bool {
	host, _, _ = strings.Cut(host, flow.HoleMark)
	return localHost(host)
}
