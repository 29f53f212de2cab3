package httpcalls

import (
	"maps"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// A policy is what one client that may send a request does with the answer on
// trial.
type policy struct {
	handling Handling // of the request, after this client has looked at the answer
	again    bool     // it sends the request again
	steady   bool     // and waits without a look at Retry-After
}

// policies are those of all the clients that may send a request. Each is tried
// on its own: what one of them reads is no help where another one is used.
type policies struct {
	e      *Engine
	r      *Call
	call   *flow.Call
	resp   flow.ID
	before Handling
	found  []policy
}

const maxPolicies = 8

// of finds out what one client does.
func (p *policies) of(lib *Library, client, builder flow.ID) {
	if len(p.found) >= maxPolicies {
		p.r.Handling.Escaped = true
		return
	}
	var out policy
	switch {
	case p.e.handed(client) || p.e.handed(builder) || p.e.It.Object(client).Symbolic:
		out.handling = p.before
		out.handling.Escaped = true // set up out of sight
	case lib.Package == "github.com/hashicorp/go-retryablehttp":
		out = p.hashicorp(client)
	default:
		out = p.conditional(lib, client, builder)
	}
	p.found = append(p.found, out)
}

// settle writes down what the clients do: what the worst of them does, or else
// what any of them may.
func (p *policies) settle() {
	if len(p.found) == 0 {
		return
	}
	again, honoured, byLibrary := false, true, true
	h := p.before
	for _, f := range p.found {
		if f.again && f.steady && p.e.trial != nil {
			*p.r.Handling = f.handling
			p.e.trial.resent(p.r, p.call.Node)
			return
		}
		again = again || f.again
		honoured, byLibrary = honoured && f.handling.Honoured, byLibrary && f.handling.ByLibrary
		h = merged(h, f.handling)
		// A library that reads the header does so on trial too.
		h.RetryAfter = h.RetryAfter || p.e.trial != nil && f.handling.Honoured && len(p.found) > 1
	}
	h.Honoured, h.ByLibrary = honoured, byLibrary
	*p.r.Handling = h
	if p.e.trial != nil && again {
		p.e.trial.resent(p.r, p.call.Node)
	}
}

// alone runs what a client was given, as if the request had met nothing else,
// and returns how the request is handled then.
func (p *policies) alone(start Handling, run func()) Handling {
	start.Status, start.Compared = maps.Clone(start.Status), slices.Clone(start.Compared)
	kept := *p.r.Handling
	*p.r.Handling = start
	run()
	after := *p.r.Handling
	*p.r.Handling = kept
	return after
}

func merged(a, b Handling) Handling {
	a.Status, a.Compared = maps.Clone(a.Status), slices.Clone(a.Compared)
	if a.Status == nil {
		a.Status = map[int64]bool{}
	}
	maps.Copy(a.Status, b.Status)
	for _, c := range b.Compared {
		if !slices.ContainsFunc(a.Compared, func(d Comparison) bool { return d.node == c.node && d.Code == c.Code }) {
			a.Compared = append(a.Compared, c)
		}
	}
	a.Looked, a.RetryAfter, a.Retrier = a.Looked || b.Looked, a.RetryAfter || b.RetryAfter, a.Retrier || b.Retrier
	a.Honoured, a.ByLibrary = a.Honoured || b.Honoured, a.ByLibrary || b.ByLibrary
	a.Returned, a.Told, a.Closed = a.Returned || b.Returned, a.Told || b.Told, a.Closed || b.Closed
	a.Escaped, a.Duplicate = a.Escaped || b.Escaped, a.Duplicate || b.Duplicate
	return a
}

// conditional knows libraries that ask functions whether to send a request
// again, and after which wait.
func (p *policies) conditional(lib *Library, client, builder flow.ID) policy {
	e := p.e
	set := func(field flow.Key) flow.Value {
		if v, ok := e.It.Get(builder, field); ok && len(v) > 0 {
			return v
		}
		v, _ := e.It.Get(client, field)
		return v
	}
	retries := false
	if v := set(noteRetry); len(v) > 0 {
		if v.Truth() == 0 {
			return policy{handling: p.before} // nothing is asked
		}
		retries = true
	}
	answer := flow.ObjValue(p.resp)
	// Where a condition or a hook is there on some paths only, so may be the wait
	// that belongs to it.
	certain := true
	again := false
	after := p.alone(p.before, func() {
		for _, field := range []flow.Key{noteRetryIf, noteRetryHook} {
			for _, a := range set(field) {
				if a.Kind == flow.AbsentK || a.Kind == flow.NilK {
					certain = false
					continue
				}
				p.r.Handling.Retrier = true
				rs := e.It.CallFunc(flow.Value{a}, []flow.Value{answer, flow.NilValue()}, p.call.Node)
				switch {
				case field == noteRetryHook:
				case len(rs) == 0:
					p.r.Handling.Escaped = true
				default:
					again = again || rs[0].Truth() == 1
				}
			}
		}
	})
	if retries && lib.RetryAfter {
		after.Honoured = true
	}
	args := []flow.Value{flow.ObjValue(client), answer}
	if strings.Contains(lib.Package, "imroc/req") {
		args = []flow.Value{answer}
	}
	return p.waits(after, again && retries, certain, set(noteRetryWait), func(a flow.Atom) bool {
		switch a.Kind {
		case flow.FuncK:
			e.It.CallFunc(flow.Value{a}, args, p.call.Node)
		case flow.TextK, flow.NilK, flow.AbsentK:
		default:
			return false
		}
		return true
	})
}

// waits tries each wait that a client may have between two attempts. certain is
// set when the request is sent again with any of them; where it is not, only
// one that no other wait can take the place of is judged. run returns false
// for a wait that is not known.
func (p *policies) waits(start Handling, again, certain bool, waits flow.Value, run func(flow.Atom) bool) policy {
	if len(waits) == 0 {
		waits = flow.Value{{Kind: flow.AbsentK}}
	}
	out := policy{handling: start, again: again}
	steady := 0
	honoured := true
	for _, a := range waits {
		h := p.alone(start, func() {
			if !run(a) {
				p.r.Handling.Escaped = true
			}
		})
		if !h.RetryAfter && !h.Honoured && !h.Escaped {
			steady++
		}
		honoured = honoured && h.Honoured
		out.handling = merged(out.handling, h)
	}
	out.handling.Honoured = honoured
	out.steady = steady > 0 && (certain || steady == len(waits))
	if out.steady {
		out.handling.RetryAfter, out.handling.Escaped, out.handling.Honoured = start.RetryAfter, start.Escaped, start.Honoured
	}
	return out
}

// hashicorp knows go-retryablehttp: its own policy retries 429 and 5xx, and its
// own backoff waits as Retry-After says.
func (p *policies) hashicorp(client flow.ID) policy {
	e, own := p.e, flow.Value{{Kind: flow.AbsentK}}
	field := func(name string) flow.Value {
		if v, ok := e.It.Get(client, flow.Field(name)); ok && len(v) > 0 {
			return v
		}
		return own
	}
	checks := field("CheckRetry")
	start := p.before
	start.Retrier = true
	all, retried := start, start // what all checks have seen, and those that retry
	repeats, known, byLibrary := 0, true, true
	for _, a := range checks {
		again := e.trial != nil && (e.trial.statusOf(p.r) == 429 || e.trial.statusOf(p.r) >= 500)
		h := p.alone(start, func() {
			if a.Kind == flow.AbsentK || a.Kind == flow.NilK {
				return
			}
			byLibrary = false
			if libraryFunc(a, "DefaultRetryPolicy", "ErrorPropagatedRetryPolicy") {
				return
			}
			rs := e.ownFunc(a, []flow.Value{flow.UnknownFrom(flow.Origin{Kind: "ctx"}, "context.Context"), flow.ObjValue(p.resp), flow.NilValue()}, p.call.Node)
			again = len(rs) > 0 && rs[0].Truth() == 1
			if rs == nil {
				p.r.Handling.Escaped, known = true, false
			}
		})
		all = merged(all, h)
		if again {
			repeats++
			retried = merged(retried, h)
		}
	}
	if repeats > 0 && e.trial != nil && known {
		all = retried
	}
	all.ByLibrary = byLibrary
	if !known {
		return policy{handling: all}
	}
	return p.waits(all, repeats > 0, repeats == len(checks), field("Backoff"), func(a flow.Atom) bool {
		switch {
		case a.Kind == flow.AbsentK, a.Kind == flow.NilK, libraryFunc(a, "DefaultBackoff", "RateLimitLinearJitterBackoff"):
			p.r.Handling.Honoured = true
			return true
		case libraryFunc(a, "LinearJitterBackoff"):
			return true
		}
		u := flow.UnknownFrom(flow.Origin{Kind: "param"}, "time.Duration")
		return e.ownFunc(a, []flow.Value{u, u, flow.UnknownFrom(flow.Origin{Kind: "param"}, "int"), flow.ObjValue(p.resp)}, p.call.Node) != nil
	})
}

// ownFunc calls a function whose body is known; nil where it is not.
func (e *Engine) ownFunc(fn flow.Atom, args []flow.Value, n *ir.Node) []flow.Value {
	if fn.Kind != flow.FuncK || fn.Fn.Fn == nil {
		return nil
	}
	return e.It.CallFunc(flow.Value{fn}, args, n)
}

func libraryFunc(fn flow.Atom, names ...string) bool {
	return fn.Kind == flow.FuncK && slices.ContainsFunc(names, func(n string) bool {
		return fn.Fn.Name == "github.com/hashicorp/go-retryablehttp."+n
	})
}
