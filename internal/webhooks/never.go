package webhooks

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// unverified finds the handlers that read one of Klaviyo's headers, and
// certainly verify nothing. A handler is left alone as soon as anything could
// verify out of sight: the signature or the request goes to code that is not
// here, a middleware of this code verifies, or a router that may have one is
// in between.
func (e *engine) unverified(res *Result, pkg string) {
	if e.cut {
		return
	}
	verified := map[*ir.Func]bool{}
	for _, c := range e.checks {
		verified[c.handler] = true
		if e.onward[c.handler] || passesOn(c.handler) {
			return // a middleware verifies
		}
	}
	done := map[*ir.Func]*Read{}
	for _, r := range e.reads {
		h := r.handler
		if verified[h] || e.lost[h] || !handles(h) || h.Pkg != pkg || r.Kind != klaviyo.HeaderSent || !r.Place.IsValid() && !e.placed(r, pkg) {
			continue
		}
		if sends(h.Body) || passesOn(h) {
			continue
		}
		old := done[h]
		if old == nil || r.Header == klaviyo.WebhookSignature && old.Header != klaviyo.WebhookSignature {
			done[h] = r
		}
	}
	seen := map[*ir.Func]bool{}
	for _, r := range e.reads {
		d := done[r.handler]
		if d == nil || seen[r.handler] {
			continue
		}
		seen[r.handler] = true
		if d.Header != klaviyo.WebhookSignature && !e.registeredBare(r.handler) {
			continue // what stands before it may verify
		}
		res.Unverified = append(res.Unverified, d)
	}
}

// placed gives a read its place, when an earlier one at the same place was kept
// in its stead.
func (e *engine) placed(r *Read, pkg string) bool {
	r.Place = e.readPlace(r, pkg)
	return r.Place.IsValid()
}

// passesOn reports whether a function hands its request to a next handler.
func passesOn(f *ir.Func) bool {
	found := false
	f.Body.Each(func(n *ir.Node) {
		if n.Op != ir.OpCall {
			return
		}
		short := ir.Base(n.Str)
		found = found || short == "ServeHTTP" || short == "Next" && n.Recv && len(n.Kids) == 1 && request(n.Kids[0].Type)
	})
	return found
}

// sends reports whether something goes into a channel: who takes it out may
// verify.
func sends(n *ir.Node) bool {
	found := false
	n.Each(func(n *ir.Node) {
		if n.Op == ir.OpExpr && len(n.Kids) == 1 {
			switch n.Kids[0].Op {
			case ir.OpBuiltin:
				found = found || n.Kids[0].Str == "send"
			case ir.OpCall, ir.OpDynCall, ir.OpUnknown:
			default:
				found = true
			}
		}
	})
	return found
}

// registeredBare reports whether the package itself gives the handler to a
// server or router, as it is, and puts nothing before it.
func (e *engine) registeredBare(h *ir.Func) bool {
	bare, wrapped := false, false
	for _, f := range e.it.Prog.Unit().Funcs {
		f.Body.Each(func(n *ir.Node) {
			if n.Op != ir.OpCall {
				return
			}
			switch short := ir.Base(n.Str); short {
			case "Use", "With", "Wrap", "Chain", "Pre", "UseRouter", "UseGlobal":
				wrapped = true
			case "ListenAndServe", "Serve":
				for _, k := range n.Kids {
					wrapped = wrapped || k.Op == ir.OpCall && k.Str != "net/http.NewServeMux" || k.Op == ir.OpDynCall
				}
			case "HandleFunc", "Handle", "Post", "POST", "Method", "MethodFunc", "Any", "All", "Add", "Start":
				for i, k := range n.Kids {
					if n.Recv && i == 0 {
						continue
					}
					bare = bare || isHandler(k, h)
				}
			}
		})
	}
	return bare && !wrapped
}

// isHandler reports whether an expression is the handler, perhaps converted.
func isHandler(n *ir.Node, h *ir.Func) bool {
	switch n.Op {
	case ir.OpConv:
		return len(n.Kids) == 1 && isHandler(n.Kids[0], h)
	case ir.OpFunc, ir.OpMethodVal:
		return n.Str == h.Name
	case ir.OpFuncLit:
		return n.Fn == h
	}
	return false
}

// isKlaviyo reports whether a handler is one of Klaviyo's webhooks for more
// reasons than one generic header: its name says so, or it reads a header that
// is Klaviyo's alone.
func (e *engine) isKlaviyo(r *Read) bool {
	for _, l := range r.chain {
		if strings.Contains(strings.ToLower(l.Fn.Name), "klaviyo") {
			return true
		}
	}
	for _, o := range e.reads {
		if o.handler == r.handler && o.Kind != klaviyo.HeaderGeneric {
			return true
		}
	}
	return false
}
