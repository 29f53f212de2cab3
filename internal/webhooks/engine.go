package webhooks

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/flow/stdlib"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// Where the values come from that a verification is made of. They are kinds of
// [flow.Origin]; Name tells which header or digest, Sub how it was encoded or
// decoded since.
const (
	fromHeader = "webhook header"
	fromBody   = "webhook body"
	fromJSON   = "encoded again"
	fromDigest = "digest"
)

// An engine executes the functions of a package and notes what becomes of a
// webhook's headers.
type engine struct {
	it   *flow.Interp
	lib  map[string]flow.Intrinsic // strings, buffers and the like
	own  map[string]flow.Intrinsic // readers, hashes, comparisons
	root *ir.Func

	digests []*digest
	checks  []*Check
	reads   []*Read
	// lost are handlers that hand the signature, or the whole request, to code
	// that cannot be seen; onward those that hand the request to the next one.
	lost, onward map[*ir.Func]bool
	cut          bool // the budget did not do
}

func newEngine(prog *flow.Program) *engine {
	e := &engine{lib: stdlib.Library(), own: map[string]flow.Intrinsic{}}
	e.addReaders()
	e.addHashes()
	e.addComparisons()
	e.it = &flow.Interp{Prog: prog, Hooks: flow.Hooks{
		Lookup:   e.lookup,
		Fallback: e.fallback,
		Compare:  e.operator,
		Zero:     e.zero,
		Index:    e.index,
		Unknown:  e.unknown,
	}}
	e.forget()
	return e
}

// forget makes room for the next round.
func (e *engine) forget() {
	e.digests, e.checks, e.reads, e.cut = nil, nil, nil, false
	e.lost, e.onward = map[*ir.Func]bool{}, map[*ir.Func]bool{}
}

func (e *engine) lookup(name string) flow.Intrinsic {
	if in := e.own[name]; in != nil {
		return in
	}
	in := e.lib[name]
	if in == nil {
		return nil
	}
	return func(c *flow.Call) ([]flow.Value, bool) {
		rs, ok := in(c)
		if ok && e.carriesAny(c.Args) && !e.carriesAny(rs) && !plain(c.Types) && !soft(name) {
			e.lose(c.Node) // it goes on in a form that is not followed
		}
		return rs, ok
	}
}

// handler is the function around the present statement that takes a request,
// the outermost one; else the function that is being executed.
func (e *engine) handler(n *ir.Node) *ir.Func {
	for _, l := range e.it.Chain(n) {
		if handles(l.Fn) {
			return l.Fn
		}
	}
	return e.root
}

func (e *engine) lose(n *ir.Node) { e.lost[e.handler(n)] = true }

// texts writes a value as strings with holes, where a reader or a list counts
// as what it holds.
func (e *engine) texts(v flow.Value) []flow.Text {
	var out flow.Value
	for _, a := range stdlib.ContentOf(e.it, v) {
		if a.Kind == flow.ObjK {
			a = flow.Atom{Kind: flow.Unknown, Origin: e.it.Object(a.Obj).Origin}
		}
		out = append(out, a)
	}
	return out.Texts()
}

// signature reports whether a header carries the signature, or would if
// Klaviyo sent it.
func signature(header string) bool {
	if header == klaviyo.WebhookSignature {
		return true
	}
	low := strings.ToLower(header)
	return klaviyo.KindOfHeader(header) == klaviyo.HeaderInvented &&
		(strings.Contains(low, "signature") || strings.Contains(low, "hmac") || strings.Contains(low, "sha256"))
}

func timestamp(header string) bool {
	return strings.Contains(strings.ToLower(header), "timestamp")
}

// carries reports whether somebody who gets the value could verify: it holds
// the signature, the headers, or the whole request.
func (e *engine) carries(v flow.Value, depth int) bool {
	for _, a := range v {
		switch a.Kind {
		case flow.Unknown:
			if signs(a.Origin) {
				return true
			}
		case flow.TextK:
			for _, p := range a.Text {
				if p.Hole && signs(p.From) {
					return true
				}
			}
		case flow.FuncK:
			if depth < 3 && e.carries(a.Fn.Bound, depth+1) {
				return true
			}
		case flow.ObjK:
			o := e.it.Object(a.Obj)
			if signs(o.Origin) || request(o.Type) {
				return true
			}
			if depth >= 3 {
				continue
			}
			for _, f := range e.it.Written(a.Obj) {
				if w, _ := e.it.Get(a.Obj, f); e.carries(w, depth+1) {
					return true
				}
			}
		}
	}
	return false
}

func (e *engine) carriesAny(vs []flow.Value) bool {
	for _, v := range vs {
		if e.carries(v, 0) {
			return true
		}
	}
	return false
}

func signs(o flow.Origin) bool {
	return o.Kind == fromHeader && signature(o.Name) || o.Kind == "slice" && o.Sub == fromHeader && signature(o.Name)
}

// fallback judges calls without a body or a meaning: frameworks that read a
// header, and code out of sight.
func (e *engine) fallback(c *flow.Call) ([]flow.Value, bool) {
	if v := e.frameworkRead(c); v != nil {
		return append([]flow.Value{v}, c.Unknown("call")[1:]...), true
	}
	short := ir.Base(c.Name)
	switch {
	case strings.HasPrefix(c.Name, "crypto/") || strings.HasPrefix(c.Name, "golang.org/x/crypto/"):
		e.lose(c.Node)
	case short == "ServeHTTP" && e.carriesAny(c.Args), short == "Next" && e.carries(c.Recv, 2):
		e.onward[e.handler(c.Node)] = true
		e.lose(c.Node)
	case soft(c.Name) || ir.Stdlib(c.Name) && plain(c.Types):
	case e.carriesAny(c.Args):
		e.lose(c.Node)
	}
	return nil, false
}

// unknown is told of a call of a function value that nobody knows: the next
// handler, or a verifier that was handed in.
func (e *engine) unknown(it *flow.Interp, args []flow.Value, n *ir.Node) {
	if !e.carriesAny(args) {
		return
	}
	for _, v := range args {
		for _, id := range v.Objects() {
			if request(it.Object(id).Type) {
				e.onward[e.handler(n)] = true
			}
		}
	}
	e.lose(n)
}

// plain reports whether results say nothing about what went in: truth values,
// numbers, errors.
func plain(types []string) bool {
	for _, t := range types {
		switch t {
		case "bool", "int", "int64", "error", "float64":
		default:
			return false
		}
	}
	return true
}
