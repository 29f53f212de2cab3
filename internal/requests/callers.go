package requests

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// Outermost reports whether a request is seen from as far out as this package
// knows: other packages may call its root, or nobody here is known to. What an
// inner function lacks, such as a deadline, all of its callers may bring.
//
// A RoundTripper is called by the client that has it, whoever may name its
// method.
func (res *Result) Outermost(r *Request) bool {
	if r.Root.Lit || r.Root.Exported && !res.program.Main && !strings.HasSuffix(r.Root.Name, ".RoundTrip") {
		return true
	}
	return len(res.Callers(r)) == 0
}

// Callers returns the same sending call as seen from functions that call the
// request's root.
func (res *Result) Callers(r *Request) []*Request {
	if len(r.Send) == 0 {
		return nil
	}
	var out []*Request
	for _, q := range res.sends[r.Send[len(r.Send)-1].Node] {
		if q == r || q.Root == r.Root {
			continue
		}
		for _, l := range q.Send[1:] {
			if l.Fn == r.Root {
				out = append(out, q)
				break
			}
		}
	}
	return out
}

// bySend groups the requests by the call that sends them. Passes run at the
// same time, so it is made before they do.
func bySend(rs []*Request) map[*ir.Node][]*Request {
	m := map[*ir.Node][]*Request{}
	for _, r := range rs {
		if n := len(r.Send); n > 0 {
			m[r.Send[n-1].Node] = append(m[r.Send[n-1].Node], r)
		}
	}
	return m
}
