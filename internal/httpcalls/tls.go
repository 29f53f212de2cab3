package httpcalls

import (
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
func (e *Engine) readTLS(r *Call, req flow.ID, client flow.Value) {
	for _, f := range []flow.Key{noteTransport, noteClient} {
		if v, ok := e.It.Get(req, f); ok && !r.Client.Insecure {
			e.findTLS(&r.Client, v, 0)
		}
	}
	if !r.Client.Insecure {
		e.findTLS(&r.Client, client, 0)
	}
}

// findTLS reports whether each of the values is a client, or a part of one, that
// trusts every server.
func (e *Engine) findTLS(c *Client, v flow.Value, depth int) {
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

func (e *Engine) objectTLS(c *Client, id flow.ID, depth int) {
	if on, ok := e.It.Get(id, flow.Field("InsecureSkipVerify")); ok {
		e.findTLS(c, on, depth+1)
		c.Config = e.It.Object(id).Chain
	}
	for _, f := range tlsFields {
		if in, ok := e.It.Get(id, f); ok && !c.Insecure {
			e.findTLS(c, in, depth+1)
		}
	}
}

// setTLS applies a row that gives a client its TLS configuration, or switches
// the check of certificates off.
func (e *Engine) setTLS(row *Row, c *flow.Call, id flow.ID) {
	if row.Arg >= 0 {
		e.It.Set(id, noteTLS, c.Arg(row.Arg))
		return
	}
	on := flow.BoolValue(true)
	at := PlaceOf(c.Node)
	on[0].Src = ir.Source{Pkg: e.It.Func().Pkg, Pos: at.Pos, End: at.End, Gen: e.It.Func().Gen}
	e.It.Set(id, noteTLS, on)
}
