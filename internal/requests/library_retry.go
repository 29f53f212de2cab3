package requests

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
)

// fillResponses tells the responses that a library writes its answer to, as
// fasthttp does, which request they answer.
func (e *engine) fillResponses(c *flow.Call, answer flow.ID) {
	for _, a := range c.Args {
		for _, id := range a.Objects() {
			if o := e.it.Object(id); o.Data == nil && strings.HasSuffix(o.Type, ".Response") && libraryOf(o.Type) != nil {
				o.Data = e.it.Object(answer).Data
			}
		}
	}
}

// libraryRetries finds out what a library's client does with an answer before
// its caller sees it: whether it sends the request again, and how long it
// waits.
func (e *engine) libraryRetries(c *flow.Call, resp flow.ID) {
	r := responseOf(e.it.Object(resp))
	if r == nil {
		return
	}
	lib := libraryOf(c.Name)
	for _, id := range c.Recv.Objects() {
		if l := libraryOf(e.it.Object(id).Type); l != nil {
			lib = l
			e.clientRetries(l, c, e.clientOf(id), id, resp, r)
		}
	}
	if len(c.Recv) == 0 && lib != nil && lib.Retries && lib.RetryAfter {
		r.Handling.Honoured, r.Handling.ByLibrary = true, true // a package function with the library's own client
	}
}

func (e *engine) clientRetries(lib *Library, c *flow.Call, client, builder, resp flow.ID, r *Request) {
	it := e.it
	if e.handed(client) || it.Object(client).Symbolic {
		r.Handling.Escaped = true // set up out of sight
		return
	}
	if lib.Package == "github.com/hashicorp/go-retryablehttp" {
		e.hashicorp(c, client, resp, r)
		return
	}
	conditions := e.inherited(builder, "!retryif")
	again := false
	for _, a := range conditions {
		rs := it.CallFunc(flow.Value{a}, []flow.Value{flow.ObjValue(resp), flow.NilValue()}, c.Node)
		if len(rs) == 0 {
			r.Handling.Escaped = true
			return
		}
		again = again || rs[0].Truth() == 1
	}
	wait := e.inherited(builder, "!retrywait")
	switch {
	case wait.Has(flow.FuncK):
		args := []flow.Value{flow.ObjValue(client), flow.ObjValue(resp)}
		if strings.Contains(lib.Package, "imroc/req") {
			args = []flow.Value{flow.ObjValue(resp)}
		}
		it.CallFunc(wait, args, c.Node)
	case len(wait) > 0:
		r.Handling.Escaped = true
	}
	_, retries := it.Get(client, "!retry")
	if retries && lib.RetryAfter {
		r.Handling.Honoured = true
	}
	r.Handling.Retrier = r.Handling.Retrier || len(conditions) > 0
	if e.trial != nil && again && retries {
		e.trial.resent(r, c.Node)
	}
}

// hashicorp knows go-retryablehttp: its own policy retries 429 and 5xx, and its
// own backoff waits as Retry-After says.
func (e *engine) hashicorp(c *flow.Call, client, resp flow.ID, r *Request) {
	it := e.it
	r.Handling.Retrier = true
	own := func(field string) (flow.Value, bool) {
		v, ok := it.Get(client, field)
		return v, ok && len(v) > 0 && !v.Has(flow.NilK)
	}
	again := e.trial != nil && (e.trial.statusOf(r) == 429 || e.trial.statusOf(r) >= 500)
	check, ok := own("CheckRetry")
	r.Handling.ByLibrary = !ok
	if ok {
		rs := e.ownFunc(check, []flow.Value{flow.UnknownFrom(flow.Origin{Kind: "ctx"}, "context.Context"), flow.ObjValue(resp), flow.NilValue()}, c.Node)
		switch {
		case rs == nil && !libraryFunc(check, "DefaultRetryPolicy", "ErrorPropagatedRetryPolicy"):
			r.Handling.Escaped = true
			return
		case rs != nil:
			again = len(rs) > 0 && rs[0].Truth() == 1
		}
	}
	switch backoff, ok := own("Backoff"); {
	case !ok, libraryFunc(backoff, "DefaultBackoff", "RateLimitLinearJitterBackoff"):
		r.Handling.Honoured = true
	case libraryFunc(backoff, "LinearJitterBackoff"):
	default:
		u := flow.UnknownFrom(flow.Origin{Kind: "param"}, "time.Duration")
		if e.ownFunc(backoff, []flow.Value{u, u, flow.UnknownFrom(flow.Origin{Kind: "param"}, "int"), flow.ObjValue(resp)}, c.Node) == nil {
			r.Handling.Escaped = true
			return
		}
	}
	if e.trial != nil && again {
		e.trial.resent(r, c.Node)
	}
}

// ownFunc calls a function whose body is known; nil where it is not, or where
// it may be one of several.
func (e *engine) ownFunc(fn flow.Value, args []flow.Value, n *flow.Node) []flow.Value {
	if len(fn) != 1 || fn[0].Kind != flow.FuncK || fn[0].Fn.Fn == nil {
		return nil
	}
	return e.it.CallFunc(fn, args, n)
}

func libraryFunc(fn flow.Value, names ...string) bool {
	if len(fn) != 1 || fn[0].Kind != flow.FuncK {
		return false
	}
	for _, n := range names {
		if fn[0].Fn.Name == "github.com/hashicorp/go-retryablehttp."+n {
			return true
		}
	}
	return false
}
