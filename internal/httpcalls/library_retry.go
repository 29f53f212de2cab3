package httpcalls

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
)

// fillResponses tells the responses that a library writes its answer to, as
// fasthttp does, which request they answer.
func (e *Engine) fillResponses(c *flow.Call, answer flow.ID) {
	for _, a := range c.Args {
		for _, id := range a.Objects() {
			if o := e.It.Object(id); o.Data == nil && strings.HasSuffix(o.Type, ".Response") && libraryOf(o.Type) != nil {
				o.Data = e.It.Object(answer).Data
			}
		}
	}
}

// libraryRetries finds out what a library's client does with an answer before
// its caller sees it: whether it sends the request again, and how long it
// waits.
func (e *Engine) libraryRetries(c *flow.Call, resp flow.ID) {
	r := responseOf(e.It.Object(resp))
	if r == nil {
		return
	}
	p := &policies{e: e, r: r, call: c, resp: resp, before: *r.Handling}
	lib := libraryOf(c.Name)
	for _, id := range c.Recv.Objects() {
		if l := libraryOf(e.It.Object(id).Type); l != nil {
			lib = l
			for _, client := range e.clientsOf(id) {
				p.of(l, client, id)
			}
		}
	}
	p.settle()
	if len(c.Recv) == 0 && lib != nil && lib.Retries && lib.RetryAfter {
		r.Handling.Honoured, r.Handling.ByLibrary = true, true // a package function with the library's own client
	}
}

// setRetry applies a row that says when a client or a request is sent again,
// and after which wait.
func (e *Engine) setRetry(row *Row, c *flow.Call, id flow.ID) {
	it := e.It
	join := func(field flow.Key) {
		it.Set(id, field, flow.Join(e.inherited(id, field), c.Arg(row.Arg)))
	}
	switch row.Role {
	case "retry":
		never := false
		if row.Arg >= 0 {
			v := c.Arg(row.Arg)
			never = len(v) == 1 && v[0].Kind == flow.IntK && v[0].Int == 0
		}
		it.Set(id, noteRetry, flow.BoolValue(!never))
	case "retry-if":
		join(noteRetryIf)
	case "retry-only-if":
		it.Set(id, noteRetryIf, c.Arg(row.Arg))
	case "retry-hook":
		join(noteRetryHook)
	case "retry-wait":
		it.Set(id, noteRetryWait, c.Arg(row.Arg))
	case "retry-steady":
		it.Set(id, noteRetryWait, flow.TextValue("steady"))
	}
}
