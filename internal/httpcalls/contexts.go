package httpcalls

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// deadline tells where a request's context came from, and whether something
// ends it: a deadline on the way, or the server's request it belongs to.
func (e *Engine) deadline(ctx flow.Value) (from string, ends bool) {
	for _, a := range ctx {
		switch {
		case a.Kind == flow.ObjK:
			if serverContext(e.It.Object(a.Obj).Type) {
				from, ends = "request", true
			}
		case serverContext(a.Type):
			from, ends = "request", true
		case a.Origin.Kind == "ctx":
			from = a.Origin.Name
			ends = ends || from == "deadline" || from == "request"
		case a.Origin.Kind == "call" && boundsTime(a.Origin.Name):
			from, ends = "deadline", true
		}
	}
	return from, ends
}

// serverContext recognises the contexts that web frameworks give to handlers.
func serverContext(typ string) bool {
	typ = ir.Elem(typ)
	return strings.HasSuffix(typ, "/gin.Context") || strings.HasSuffix(typ, "/fasthttp.RequestCtx") ||
		strings.Contains(typ, "/echo") && strings.HasSuffix(typ, ".Context") ||
		strings.Contains(typ, "/fiber") && strings.HasSuffix(typ, ".Ctx")
}

func boundsTime(name string) bool {
	low := strings.ToLower(ir.Base(name))
	return strings.Contains(low, "timeout") || strings.Contains(low, "deadline")
}

// contexts lets a context keep what is known of it through functions that
// derive one from another, such as errgroup.WithContext or a tracer's Start.
func (e *Engine) contexts(c *flow.Call) ([]flow.Value, bool) {
	at := -1
	for i, t := range c.Types {
		if t == "context.Context" {
			at = i
		}
	}
	if at < 0 {
		return nil, false
	}
	if c.HasRecv && len(c.Args) == 0 {
		for _, a := range c.Recv {
			typ := a.Type
			if a.Kind == flow.ObjK {
				typ = e.It.Object(a.Obj).Type
			}
			if serverContext(typ) || strings.HasSuffix(typ, "net/http.Request") {
				rs := c.Unknown("call")
				rs[at] = flow.UnknownFrom(flow.Origin{Kind: "ctx", Name: "request"}, "context.Context")
				return rs, true
			}
		}
		return nil, false
	}
	for i, a := range c.Args {
		if i > 0 && len(a.Objects()) > 0 {
			return nil, false // more than a derived context
		}
	}
	if len(c.Args) == 0 || boundsTime(c.Name) || !isContext(c.Args[0]) {
		return nil, false
	}
	rs := c.Unknown("call")
	rs[at] = c.Args[0]
	return rs, true
}

func isContext(v flow.Value) bool {
	for _, a := range v {
		if a.Kind != flow.Unknown || a.Origin.Kind != "ctx" && a.Type != "context.Context" {
			return false
		}
	}
	return len(v) > 0
}

// merge keeps what another sight of the same request tells of its clients.
func (c *Client) merge(o *Client) {
	for _, s := range o.Unlimited {
		known := false
		for _, t := range c.Unlimited {
			known = known || t.Node == s.Node
		}
		if !known {
			c.Unlimited = append(c.Unlimited, s)
		}
	}
}
