package requests

import (
	"go/token"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/httpcalls"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/place"
)

// A Place is a range of the package's source.
type Place = place.Place

// Place returns where the i-th link of the build chain stands. A chain of
// calls over several lines is placed at the name that was called.
func (r *Request) Place(i int) Place { return httpcalls.PlaceOf(r.Build[r.written(i)].Node) }

// written is the index of the link that a person sees: a function literal that
// something else calls is no call itself, the one inside it is.
func (r *Request) written(i int) int {
	for i+1 < len(r.Build) && r.Build[i].Node.Op == ir.OpFuncLit {
		i++
	}
	return i
}

// NamePlace returns where the name of the function called by the i-th link
// stands.
func (r *Request) NamePlace(i int) Place {
	n := r.Build[r.written(i)].Node
	if n.NamePos.IsValid() {
		short := ir.Base(n.Str)
		return Place{Pos: n.NamePos, End: n.NamePos + token.Pos(len(short))}
	}
	return Place{Pos: n.Pos, End: n.End}
}

// Owned reports whether the function at the outer end of the chain is the one
// that makes the request Klaviyo's.
func (r *Request) Owned() bool { return r.Owner == 0 && r.Build[0].Fn.Pkg == r.Root.Pkg }

// Maker returns the package whose code both builds and sends the request, or ""
// where these are two, or it is not sent.
func (r *Request) Maker() string {
	if len(r.Send) == 0 {
		return ""
	}
	pkg := r.Build[len(r.Build)-1].Fn.Pkg
	if r.Send[len(r.Send)-1].Fn.Pkg != pkg {
		return ""
	}
	return pkg
}

// Kinds returns the families of paths that the request may have. ok is false
// when a path is not known at all.
func (r *Request) Kinds() (kinds map[klaviyo.PathKind]bool, ok bool) {
	kinds = map[klaviyo.PathKind]bool{}
	ok = len(r.URLs) > 0
	for _, u := range r.hosted() {
		p := u.APIPath()
		if strings.Trim(p, "/"+klaviyo.Hole) == "" {
			ok = false
			continue
		}
		k := klaviyo.KindOfPath(p)
		if k == klaviyo.PathAPI && hangs(p) {
			ok = false // "/api/" and an unknown rest, which may be v1 or v2
		}
		kinds[k] = true
	}
	return kinds, ok
}

// hangs reports whether the family of a path is open: `/api/` and a hole.
func hangs(p string) bool {
	rest, ok := strings.CutPrefix(p, "/api")
	return ok && strings.HasPrefix(strings.TrimLeft(rest, "/"), klaviyo.Hole)
}

// hosted returns the alternatives whose host is Klaviyo's; where none is
// known, all.
func (r *Request) hosted() []URL {
	var out []URL
	for _, u := range r.URLs {
		if klaviyo.IsKlaviyoHost(u.KnownHost()) {
			out = append(out, u)
		}
	}
	if len(out) == 0 {
		return r.URLs
	}
	return out
}

// APIPath returns the path with klaviyo.Hole for what is unknown. A text that
// starts with an unknown base keeps what follows from a known root on.
func (u *URL) APIPath() string {
	p := u.Path.Pattern()
	if len(u.Host) == 0 && strings.HasPrefix(p, klaviyo.Hole) {
		for _, root := range []string{"/api/", "/client/", "/oauth/"} {
			if strings.HasPrefix(p[1:], root) {
				return p[1:]
			}
		}
	}
	return p
}

// HostKind returns the kind of the request's host, HostForeign when unknown.
func (r *Request) HostKind() klaviyo.HostKind {
	for _, u := range r.URLs {
		if h := u.KnownHost(); klaviyo.IsKlaviyoHost(h) {
			return klaviyo.KindOfHost(h)
		}
	}
	if r.Evidence != "" {
		return klaviyo.HostAPI
	}
	return klaviyo.HostForeign
}

// Literal returns the first part of a text that is written in the package, and
// the part itself.
func Literal(pkg string, t flow.Text) (flow.Part, bool) {
	for _, p := range t {
		if !p.Hole && p.Src.Pos.IsValid() && p.Src.Pkg == pkg {
			return p, true
		}
	}
	return flow.Part{}, false
}

// PathLiteral returns the literal that names the path of a URL: the last one
// written in the package that holds something of the path.
func PathLiteral(pkg string, u URL) (flow.Part, bool) {
	for i := len(u.Path) - 1; i >= 0; i-- {
		p := u.Path[i]
		if !p.Hole && p.Src.Pos.IsValid() && p.Src.Pkg == pkg && strings.Trim(p.Lit, "/") != "" {
			return p, true
		}
	}
	return flow.Part{}, false
}

// PathPart returns the last literal of the path, wherever it is written.
func PathPart(u URL) (flow.Part, bool) {
	for i := len(u.Path) - 1; i >= 0; i-- {
		if p := u.Path[i]; !p.Hole && strings.Trim(p.Lit, "/") != "" {
			return p, true
		}
	}
	return flow.Part{}, false
}

// What names the call for a message: " POST /api/events", or "" when it is not
// known well enough.
func (r *Request) What() string {
	known, all := r.Methods()
	if !all || len(known) != 1 || len(r.hosted()) == 0 {
		return ""
	}
	p := strings.ReplaceAll(r.hosted()[0].APIPath(), klaviyo.Hole, "{?}")
	if p == "" || p[0] != '/' {
		return ""
	}
	return " (" + known[0] + " " + klaviyo.MaskKeys(p) + ")"
}

// Calls reports whether the request is more than a set of headers: something
// builds it here.
func (r *Request) Calls() bool {
	return !r.Partial && len(r.URLs) > 0 && (r.Sent || r.Build[len(r.Build)-1].Node.Op != 0)
}

// InClientType reports whether the function that owns the request is part of a
// client type: it builds the request from the base URL or the credential that
// a type of the module holds, and from a path that its callers give.
func (r *Request) InClientType() bool {
	f := r.Root
	if f.Lit || !holdsClient(f) {
		return false
	}
	for _, u := range r.hosted() {
		if !callerPath(u, f) {
			return false
		}
	}
	return len(r.URLs) > 0
}

// holdsClient reports whether a function reads a field of its receiver, or of
// a parameter, of a type of its own package.
func holdsClient(f *ir.Func) bool {
	for i, p := range f.Params {
		if p < 0 || !strings.HasPrefix(ir.Elem(f.Types[i]), f.Pkg+".") {
			continue
		}
		if readsField(f.Body, int64(p)) {
			return true
		}
	}
	return false
}

func readsField(n *ir.Node, v int64) bool {
	return n.Any(func(n *ir.Node) bool {
		switch {
		case n.Op == ir.OpField:
		case n.Op == ir.OpCall && n.Recv && len(n.Kids) > 0: // a method of the type reads it
		default:
			return false
		}
		return n.Kids[0].Op == ir.OpVar && n.Kids[0].Int == v
	})
}

// callerPath reports whether the path, or the whole URL, comes from others: it is a
// parameter, or is put together from one, or stands in a struct or table that
// another function fills.
func callerPath(u URL, f *ir.Func) bool {
	parts := u.Path
	if len(u.Host) == 0 && len(u.Text) > 0 && u.Text[0].Hole {
		if u.Text[0].From.Kind == "param" || len(u.Text) == 1 {
			return u.Text[0].From.Kind == "param"
		}
		parts = u.Text[1:] // the base is not known, and all that follows is the path
	}
	for _, p := range parts {
		if p.Hole {
			return given(p.From)
		}
		switch strings.Trim(p.Lit, "/") {
		case "", "api", "client":
			continue
		}
		if within(f, p.Src.Pos) {
			return false
		}
		if p.Src.Named == "" && p.Src.Pos.IsValid() && own(u.Host, f) {
			return true // written where the struct or the table is filled
		}
	}
	// No literal and no hole: the path is part of a hole in the host.
	for i := len(u.Host) - 1; i >= 0; i-- {
		if u.Host[i].Hole {
			return u.Host[i].From.Kind == "param"
		}
	}
	return false
}

// own reports whether a function writes the host itself, or by a constant: one that
// comes from a table of services together with the path is no client's.
func own(host flow.Text, f *ir.Func) bool {
	return !slices.ContainsFunc(host, func(p flow.Part) bool { return p.Hole || p.Src.Named == "" && !within(f, p.Src.Pos) })
}

// given reports whether a piece of a path comes from whoever calls: what a library
// joins or formats would be known, were its arguments written here.
func given(from flow.Origin) bool {
	switch from.Kind {
	case "param", "field", "spread":
		return true
	case "call":
		pkg, _, _ := strings.Cut(from.Name, ".")
		return pkg == "strings" || pkg == "path" || pkg == "fmt" || strings.HasPrefix(from.Name, "net/url.")
	}
	return false
}

// within reports whether a position lies in a function's body.
func within(f *ir.Func, pos token.Pos) bool {
	return f.Body != nil && f.Body.Pos <= pos && pos < f.Body.End
}

// ClientPlace returns where this package gets the client of a request from, or
// else the call that sends it. ok is false when another package sends it.
func (res *Result) ClientPlace(r *Request) (place.Place, bool) {
	for i := len(r.Client.Config) - 1; i >= 0; i-- {
		if l := r.Client.Config[i]; l.Fn.Pkg == res.pkg && l.Node != nil && l.Node.Pos.IsValid() {
			return httpcalls.PlaceOf(l.Node), !l.Fn.Gen
		}
	}
	if n := len(r.Send); n > 0 && r.Send[n-1].Fn.Pkg == res.pkg && !r.Send[n-1].Fn.Gen {
		at := httpcalls.PlaceOf(r.Send[n-1].Node)
		return at, at.IsValid()
	}
	return place.Place{}, false
}

// Loopback reports whether a host, as far as it is known, is this machine or a
// name that never leaves it.
func Loopback(host string) bool {
	host, _, _ = strings.Cut(host, flow.HoleMark)
	return httpcalls.LocalHost(host)
}
