package httpcalls

import (
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/place"
)

// A Sender is a client that may send a request and sets no limit on the time
// that takes.
type Sender struct {
	What string      // http.DefaultClient, http.Client, or the function that made it
	Node *ir.Node    // identifies it over all requests
	At   place.Place // where it is written in this package
	// Library is the import path of the package whose client it is.
	Library string
	Gen     bool // it stands in a generated file
	// Own is set when the expression itself is written in this package, and not
	// in a function of another one that is called here.
	Own bool
}

// readLimit finds the clients that may send a request, and have no time limit
// on any path. What unknown code made or may have changed is left out.
func (e *Engine) readLimit(r *Call, id flow.ID, c *flow.Call, client flow.Value) {
	if c == nil || r.Client.Deadline || e.limited(id, noteTimeout) || limitedCall(c.Name) || e.stopsItself(r) {
		return
	}
	if l := libraryOf(c.Name); len(client) == 0 && !c.HasRecv && l != nil && !l.TimeLimit {
		if at, gen := e.placed(r.Send); at.IsValid() { // a package function with a client of its own
			r.Client.Unlimited = []Sender{{What: shortCall(c.Name), Node: c.Node, At: at, Library: l.Package, Gen: gen}}
		}
	}
	for _, a := range client {
		if a.Kind == flow.ObjK {
			e.judgeSender(r, c, a.Obj, 0)
		}
	}
}

// judgeSender adds a client to those without a limit, unless it has one.
func (e *Engine) judgeSender(r *Call, c *flow.Call, id flow.ID, depth int) {
	o := e.It.Object(id)
	if depth > 4 || e.handed(id) || o.Node == nil && len(o.Chain) == 0 {
		return // made by another package, which is judged there
	}
	if e.limited(id, flow.Field("Timeout")) || e.limited(id, noteTimeout) || e.limited(id, flow.Field("ReadTimeout")) || e.limited(id, flow.Field("MaxResponseTime")) {
		return
	}
	inner := false
	for _, f := range []flow.Key{noteHTTP, flow.Field("HTTPClient"), noteInner} {
		v, ok := e.It.Get(id, f)
		if !ok {
			continue
		}
		// A library's client that sends with another one.
		inner = true
		for _, in := range v.Objects() {
			e.judgeSender(r, c, in, depth+1)
		}
	}
	if inner || e.transportLimits(id) || e.setLater(o) || e.heldLimited(id) {
		return
	}
	s := Sender{Node: o.Node, Library: "net/http"}
	switch {
	case o.Type == "net/http.Client" && e.isDefault(id):
		s.What = "http.DefaultClient"
		if e.defaultSet {
			return
		}
		if c.HasRecv && len(c.Node.Kids) > 0 && c.Node.Kids[0].Op == ir.OpGlobal {
			s.Node = c.Node.Kids[0] // the mention at this very call
			s.At, s.Gen = e.placed(e.It.Chain(s.Node))
		}
	case o.Symbolic:
		return
	case o.Type == "net/http.Client":
		s.What = "http.Client"
		if o.Node != nil && o.Node.Op == ir.OpCall {
			s.What = shortCall(o.Node.Str)
			if l := libraryOf(o.Node.Str); l != nil {
				s.Library = l.Package
				if l.TimeLimit {
					return
				}
			}
		}
	default:
		l := libraryOf(o.Type)
		if o.Type == oneShot || o.Type == builtIn {
			l = libraryOf(c.Name)
		}
		if l == nil || l.TimeLimit {
			return
		}
		s.What, s.Library = shortCall(o.Type), l.Package
		if o.Node != nil && (o.Node.Op == ir.OpCall || o.Node.Op == ir.OpDynCall) {
			s.What = shortCall(o.Node.Str)
		}
	}
	if o.Node == nil || s.Node == nil {
		s.Node = c.Node // a zero value has no expression of its own
		s.At, s.Gen = e.placed(r.Send)
	} else if !s.At.IsValid() {
		s.At, s.Gen = e.placed(o.Chain)
	}
	if o.Type == oneShot || o.Type == builtIn || s.What == "http.DefaultClient" && o.Node == c.Node {
		s.What = shortCall(c.Name)
	}
	if !s.At.IsValid() {
		return
	}
	if n := len(o.Chain); n > 0 {
		s.Own = o.Chain[n-1].Fn.Pkg == e.It.Prog.Unit().Pkg
	}
	for _, old := range r.Client.Unlimited {
		if old.Node == s.Node {
			return
		}
	}
	r.Client.Unlimited = append(r.Client.Unlimited, s)
}

// placed returns the place of the last link of a chain in this package.
func (e *Engine) placed(chain []flow.Link) (at place.Place, gen bool) {
	pkg := e.It.Prog.Unit().Pkg
	for i := len(chain) - 1; i >= 0; i-- {
		if l := chain[i]; l.Fn.Pkg == pkg && l.Node.Pos.IsValid() {
			return PlaceOf(l.Node), l.Fn.Gen
		}
	}
	return place.Place{}, false
}

// shortCall writes a function as code does: the package's name, which is not
// its major version, and the rest.
func shortCall(name string) string {
	dir, base := "", name
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		dir, base = name[:i], name[i+1:]
	}
	pkg, rest, _ := strings.Cut(base, ".")
	if len(pkg) > 1 && pkg[0] == 'v' && pkg[1] >= '0' && pkg[1] <= '9' {
		pkg, _, _ = strings.Cut(dir[strings.LastIndexByte(dir, '/')+1:], ".")
	}
	pkg = strings.TrimPrefix(pkg, "go-")
	if v, after, ok := strings.Cut(rest, "."); ok && len(v) > 1 && v[0] == 'v' && v[1] >= '0' && v[1] <= '9' {
		rest = after // gopkg.in/resty.v1
	}
	return pkg + "." + rest
}

// limited reports whether a field that limits time is set to anything but zero. A
// constant that is set under a condition alone is no limit on the other path; a
// value that is not known may be the one that the condition is about.
func (e *Engine) limited(id flow.ID, field flow.Key) bool {
	v, ok := e.It.Get(id, field)
	if !ok {
		return false
	}
	set, unset, open := false, false, false
	for _, a := range v {
		switch {
		case a.Kind == flow.AbsentK, a.Kind == flow.NilK, a.Kind == flow.IntK && a.Int == 0:
			unset = true
		case a.Kind == flow.IntK, a.Kind == flow.Unknown && a.Origin.Kind == "number":
			set = true
		default:
			open = true
		}
	}
	return open || set && !unset
}

func (e *Engine) isDefault(id flow.ID) bool {
	v, ok := e.It.Get(id, noteDefault)
	return ok && v.Truth() == 1
}

// handed reports whether unknown code got the client, and may have changed it.
func (e *Engine) handed(id flow.ID) bool {
	_, ok := e.It.Get(id, noteHanded)
	return ok
}

// transportLimits reports whether the transport of a client may end a request:
// net/http's own does with ResponseHeaderTimeout; of one that is not seen
// nothing is known. Transports of this code are executed, so that a deadline
// they set is on the request.
func (e *Engine) transportLimits(id flow.ID) bool {
	tr, ok := e.It.Get(id, flow.Field("Transport"))
	if !ok {
		return false
	}
	for _, a := range tr {
		switch {
		case a.Kind == flow.NilK || a.Kind == flow.AbsentK:
		case a.Kind != flow.ObjK:
			return true
		default:
			o := e.It.Object(a.Obj)
			switch {
			case o.Type == "net/http.Transport" && !o.Symbolic:
				if e.limited(a.Obj, flow.Field("ResponseHeaderTimeout")) {
					return true
				}
			case e.method(o.Type, "RoundTrip"), harmless(o.Type + "."):
			default:
				return true
			}
		}
	}
	return false
}

// limitedCall lists functions that take their time limit as an argument.
func limitedCall(name string) bool {
	short := ir.Base(name)
	return strings.Contains(name, "fasthttp.") && (strings.HasSuffix(short, "Timeout") || strings.HasSuffix(short, "Deadline"))
}

// stopsItself reports whether a function on the way cancels the request by a
// timer of its own.
func (e *Engine) stopsItself(r *Call) bool {
	for _, l := range r.Send {
		if l.Fn.Body != nil && e.timers(l.Fn) {
			return true
		}
	}
	return false
}

func (e *Engine) timers(f *ir.Func) bool {
	if v, ok := e.timed[f]; ok {
		return v
	}
	found := false
	f.Body.Each(func(n *ir.Node) {
		if n.Op == ir.OpCall && n.Str == "time.AfterFunc" {
			found = true
		}
	})
	e.timed[f] = found
	return found
}

// scanLimits finds the fields of clients that get their time limit somewhere
// else than where the client is made: `c.http.Timeout = d` in an option or a
// method. It also finds out whether http.DefaultClient is given one.
func (e *Engine) scanLimits(unit *ir.Unit) {
	for _, f := range unit.Funcs {
		f.Body.Each(func(n *ir.Node) {
			switch {
			case n.Op == ir.OpAssign:
				for _, l := range n.Kids[:n.Int] {
					e.limitStored(l)
				}
			case n.Op == ir.OpCall && n.Recv && len(n.Kids) > 0 && strings.HasSuffix(n.Str, ".SetTimeout"):
				e.limitStored(&ir.Node{Op: ir.OpField, Str: "Timeout", Kids: n.Kids[:1]})
			}
		})
	}
}

func (e *Engine) limitStored(l *ir.Node) {
	switch {
	case l.Op == ir.OpGlobal && l.Str == "net/http.DefaultClient":
		e.defaultSet = true
	case l.Op == ir.OpField && (l.Str == "Timeout" || l.Str == "Transport" || l.Str == "ReadTimeout"):
		switch k := l.Kids[0]; k.Op {
		case ir.OpGlobal:
			if k.Str == "net/http.DefaultClient" {
				e.defaultSet = true
			}
			e.later[k.Str] = true
		case ir.OpField:
			e.later[ir.Elem(k.Kids[0].Type)+"."+k.Str] = true
		}
	}
}

// heldLimited reports whether some object holds the client by value in a field
// through which a function of the package sets its time limit: an embedded
// client has no expression of its own that made it.
func (e *Engine) heldLimited(id flow.ID) bool {
	if len(e.later) == 0 {
		return false
	}
	for h := flow.ID(1); h < e.It.Len(); h++ {
		typ := e.It.Object(h).Type
		for _, f := range e.It.Written(h) {
			if !f.IsField() || !e.later[typ+"."+f.Name] {
				continue
			}
			if v, ok := e.It.Get(h, f); ok && slices.Contains(v.Objects(), id) {
				return true
			}
		}
	}
	return false
}

// setLater reports whether a client is kept in a field or variable through
// which some function of the package sets its time limit.
func (e *Engine) setLater(o *flow.Object) bool {
	if o.Node == nil {
		return false
	}
	for name := range e.later {
		s := e.It.Given[name]
		if s == nil {
			continue
		}
		for i := range s.Trees {
			if s.Trees[i].Node == o.Node {
				return true
			}
		}
	}
	return false
}
