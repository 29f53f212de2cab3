package httpcalls

import (
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/place"
)

// A Comparison is one place where the code looks for a status.
type Comparison struct {
	At     place.Place // in this package; invalid when it stands in another one
	Op     string      // ==, <, in, ...
	Code   int64       // 0 where it is no constant
	Listed bool        // the code is a member of a list or map, and At is its place there
	// Says is set when all that the branch for the status does is to say so.
	Says bool
	// Late is set when the request was sent again before: what is compared then
	// is what the last attempt gave, and decides about no other.
	Late bool
	node *ir.Node
}

// answered finds the request whose status a value is.
func (e *Engine) answered(v flow.Value) *Call {
	for _, a := range v {
		if a.Origin.Kind == "status" && a.Origin.Obj > 0 && a.Origin.Obj < e.It.Len() {
			if r, ok := e.It.Object(a.Origin.Obj).Data.(*Call); ok && r != nil {
				return r
			}
		}
	}
	return nil
}

// responseOf finds the request that an object is the answer to.
func responseOf(o *flow.Object) *Call {
	r, _ := o.Data.(*Call)
	return r
}

// status is what a response's status reads as: unknown, or the one on trial.
func (e *Engine) status(id flow.ID, r *Call) flow.Value {
	r.Handling.Looked = true
	o := flow.Origin{Kind: "status", Name: "StatusCode", Obj: id}
	if e.trial != nil {
		return flow.Value{{Kind: flow.IntK, Int: e.trial.statusOf(r), Type: "int", Origin: o}}
	}
	return flow.UnknownFrom(o, "int")
}

// responseField tells what the fields of a response hold.
func (e *Engine) responseField(id flow.ID, r *Call, field string) (flow.Value, bool) {
	switch field {
	case "StatusCode":
		return e.status(id, r), true
	case "Status":
		v := e.status(id, r)
		if e.trial != nil {
			return flow.TextsValue([]flow.Text{{{Lit: statusText(v[0].Int)}, {Hole: true}}}), true
		}
		return v, true
	case "Response", "RawResponse": // a library's response around net/http's
		in := e.It.NewSymbolic("net/http.Response", flow.Origin{Kind: "response"})
		e.It.Object(in).Data = r
		return flow.ObjValue(in), true
	}
	return nil, false
}

func statusText(code int64) string {
	return string([]byte{byte('0' + code/100), byte('0' + code/10%10), byte('0' + code%10), ' '})
}

// responseMethods say what the methods of the libraries' responses tell.
var responseMethods = map[string]string{
	"StatusCode": "status", "GetStatusCode": "status", "Status": "text", "GetStatus": "text",
	"IsError": "error", "IsErrorState": "error", "IsStatusFailure": "error",
	"IsSuccess": "success", "IsSuccessState": "success", "IsStatusSuccess": "success",
	"ResultState": "look", "Error": "look", "ErrorResult": "look", "ResultError": "look",
	"Header": "headers", "GetHeader": "header", "GetHeaderValues": "header", "Peek": "header",
}

// responseMethod finds what a method of a library's response does.
func (e *Engine) responseMethod(name string) flow.Intrinsic {
	i := strings.LastIndexByte(name, '.')
	if i < 0 || !strings.HasSuffix(name[:i], ".Response") && !strings.HasSuffix(name[:i], ".ResponseHeader") || libraryOf(name) == nil {
		return nil
	}
	kind := responseMethods[name[i+1:]]
	return func(c *flow.Call) ([]flow.Value, bool) {
		id, ok := c.Recv.IsObject()
		if !ok {
			return nil, false
		}
		o := e.It.Object(id)
		r := responseOf(o)
		if r == nil {
			r = e.response(o)
		}
		if r == nil {
			return nil, false
		}
		switch kind {
		case "": // its body, its time, its size
			out := c.Unknown("response")
			if short := name[i+1:]; len(out) > 0 && slices.Contains(bodyNames, short) {
				out[0] = flow.UnknownFrom(flow.Origin{Kind: "field", Name: short, Obj: id}, c.Types[0])
			}
			return out, true
		case "header":
			if n, ok := c.Arg(0).Const(); !ok || flow.Canonical(n) == "Retry-After" {
				r.Handling.RetryAfter = true
			}
			return c.Unknown("response"), true
		case "headers":
			return []flow.Value{e.It.Fresh("net/http.Header", flow.Origin{Kind: "field", Name: "Header", Obj: id})}, true
		}
		v := e.status(id, r)
		switch {
		case kind == "status":
			return []flow.Value{v}, true
		case kind == "error" || kind == "success":
			e.compared(r, Comparison{Op: kind, node: c.Node})
			if e.trial != nil {
				return []flow.Value{flow.BoolValue((v[0].Int >= 400) == (kind == "error"))}, true
			}
		}
		return c.Unknown("response"), true
	}
}

// compared notes a comparison with a request's status, once for each place.
func (e *Engine) compared(r *Call, c Comparison) {
	if c.node != nil && !c.At.IsValid() && e.It.Func().Pkg == e.It.Prog.Unit().Pkg {
		c.At = place.Place{Pos: c.node.Pos, End: c.node.End}
	}
	for _, old := range r.Handling.Compared {
		if old.node == c.node && old.Code == c.Code {
			return
		}
	}
	c.Late = e.trial != nil && len(e.trial.again) > 0
	r.Handling.Compared = append(r.Handling.Compared, c)
}

// lookedFor notes that the status of a request is compared with a code.
func (e *Engine) lookedFor(r *Call, op string, code flow.Atom, n *ir.Node) {
	c := Comparison{Op: op, node: n}
	if code.Kind == flow.IntK {
		c.Code = code.Int
		if src := code.Src; src.Pos.IsValid() && src.Pkg == e.It.Prog.Unit().Pkg && n != nil && (src.Pos < n.Pos || src.End > n.End) {
			c.At, c.Listed = place.Place{Pos: src.Pos, End: src.End}, true
		}
	}
	if c.Code >= 100 && c.Code <= 599 {
		r.Handling.Status[c.Code] = true
	} else {
		c.Code = 0
	}
	e.compared(r, c)
}

// statusCompared notes comparisons with a status, and returns the tag of the
// branch for 429.
func (e *Engine) statusCompared(op string, a, b flow.Value, n *ir.Node) string {
	if e.answered(a) == nil {
		a, b = b, a
	}
	r := e.answered(a)
	if r == nil {
		return ""
	}
	r.Handling.Looked = true
	tag := ""
	for _, x := range b {
		e.lookedFor(r, op, x, n)
		if x.Kind == flow.IntK && x.Int == 429 && (op == "==" || op == "!=") {
			tag = "throttled"
		}
	}
	return tag
}

// elementRead sees what code reads by an index: a header of a response, or a
// status in a map of them.
func (e *Engine) elementRead(it *flow.Interp, base, k flow.Value, n *ir.Node) (flow.Value, bool) {
	for _, id := range base.Objects() {
		o := it.Object(id)
		if r := e.response(o); r != nil && o.Type == "net/http.Header" {
			if s, ok := k.Const(); !ok || flow.Canonical(s) == "Retry-After" {
				r.Handling.RetryAfter = true
			}
		}
		if r := e.answered(k); r != nil && o.Map {
			r.Handling.Looked = true
			for _, f := range it.Written(id) {
				if f.Kind == flow.EntryKey {
					if keys, ok := it.EntryName(id, f); ok {
						for _, a := range keys {
							e.lookedFor(r, "in", a, n)
						}
					}
				}
			}
		}
	}
	return nil, false
}

// contains tells what slices.Contains gives for a list of statuses.
func (e *Engine) contains(c *flow.Call) ([]flow.Value, bool) {
	r := e.answered(c.Arg(1))
	if r == nil {
		return nil, false
	}
	r.Handling.Looked = true
	id, ok := c.Arg(0).IsObject()
	if !ok {
		return nil, false
	}
	o := e.It.Object(id)
	found, open := false, o.Symbolic
	for _, f := range e.It.Written(id) {
		if !f.IsElement() {
			continue
		}
		v, _ := e.It.Get(id, f)
		open = open || f == flow.AnyIndex
		for _, a := range v {
			e.lookedFor(r, "in", a, c.Node)
			found = found || e.trial != nil && a.Kind == flow.IntK && a.Int == e.trial.statusOf(r)
		}
	}
	switch {
	case found:
		return []flow.Value{flow.BoolValue(true)}, true
	case e.trial != nil && !open:
		return []flow.Value{flow.BoolValue(false)}, true
	}
	return c.Unknown("call"), true
}

// givenAway marks the responses that whoever called the root gets, or that are
// kept where other functions find them.
func (e *Engine) givenAway(results []flow.Value) {
	seen := map[flow.ID]bool{}
	var walk func(v flow.Value, depth int)
	walk = func(v flow.Value, depth int) {
		if r := e.answered(v); r != nil {
			r.Handling.Told = true
		}
		for _, a := range v {
			if a.Kind == flow.FuncK {
				walk(a.Fn.Bound, depth+1)
			}
			if a.Kind != flow.ObjK || seen[a.Obj] || depth > 4 {
				continue
			}
			seen[a.Obj] = true
			o := e.It.Object(a.Obj)
			if r := responseOf(o); r != nil {
				r.Handling.Returned = true
				continue
			}
			if r := e.response(o); r != nil && o.Type == "net/http.Header" {
				r.Handling.Returned = true
			}
			for _, f := range e.It.Written(a.Obj) {
				w, _ := e.It.Get(a.Obj, f)
				walk(w, depth+1)
			}
		}
	}
	for _, v := range results {
		walk(v, 0)
	}
	for id := flow.ID(0); id < e.It.Len(); id++ {
		o := e.It.Object(id)
		if id > 0 && !o.Symbolic || responseOf(o) != nil || seen[id] {
			continue
		}
		for _, f := range e.It.Written(id) {
			if f.IsPart() {
				w, _ := e.It.Get(id, f)
				walk(w, 1)
			}
		}
	}
}

// decoded recognises an answer that is decoded into a type with a place for
// errors: who reads that may well do without the status.
func (e *Engine) decoded(c *flow.Call) {
	short := ir.Base(c.Name)
	if len(e.Found) == 0 || e.trial != nil || short != "Unmarshal" && short != "Decode" {
		return
	}
	for _, a := range c.Args {
		for _, id := range a.Objects() {
			t := e.It.Prog.Type(e.It.Object(id).Type)
			if t == nil {
				continue
			}
			for _, f := range t.Fields {
				if f.JSON == "errors" || f.JSON == "error" {
					e.Found[len(e.Found)-1].Handling.Escaped = true
				}
			}
		}
	}
}
