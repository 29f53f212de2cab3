package inventory

import (
	"cmp"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// newCall reads a request.
func (c *collector) newCall(s Source, r *requests.Request) *Call {
	call := &Call{
		Package: s.Path, Function: r.Build[0].Fn.Name, Fset: s.Fset, Req: r,
		Method: []string{}, URL: []string{}, Path: []string{}, Revision: []string{}, Chain: []string{}, Callers: []Location{}, Metrics: []Fact{},
		Operations: Sure{[]string{}, []string{}}, Scopes: Sure{[]string{}, []string{}},
		Auth: string(r.Auth.Kind), Evidence: r.Evidence, Reachable: "unknown",
	}
	at := r.Place(0)
	call.Location, call.File = locate(s.Fset, at.Pos, at.End, c.root)
	if r.Auth.From != "" {
		call.Auth += " from " + r.Auth.From
	}
	call.Via = strings.TrimSpace(cmp.Or(r.Via.SDK, r.Via.Library) + " " + r.Via.Func)
	methods, _ := r.Methods()
	call.Method = append(call.Method, methods...)
	for _, u := range r.URLs {
		call.URL = append(call.URL, klaviyo.MaskKeys(u.Text.String()))
	}
	for _, u := range r.Hosted() {
		p, _, _ := strings.Cut(u.APIPath(), "?")
		call.Path = append(call.Path, klaviyo.MaskKeys(strings.ReplaceAll(p, klaviyo.Hole, "{?}")))
	}
	if r.Headers.May("Revision") {
		for _, t := range r.Headers.Set["Revision"].Texts() {
			call.Revision = append(call.Revision, t.String())
		}
	}
	if v, set := r.Headers.Set["Revision"]; set && v.Has(flow.AbsentK) || !set {
		call.Revision = append(call.Revision, "")
	}
	if r.Headers.Open {
		call.Open = r.Headers.Why
		if l, _ := locate(s.Fset, r.Headers.At, 0, c.root); l.Path != "" {
			call.Open += " at " + l.String()
		}
	}
	for _, list := range []*[]string{&call.URL, &call.Path, &call.Revision} {
		*list = sorted(*list)
	}
	call.Kind = kindOf(r)
	call.operations(r)
	call.Client = clientOf(r)
	for i := 1; i < len(r.Build); i++ {
		p := r.Place(i)
		if l, _ := locate(s.Fset, p.Pos, p.End, c.root); l.Path != "" && i <= r.Local {
			call.Chain = append(call.Chain, l.String())
		} else {
			call.Chain = append(call.Chain, r.Build[i].Fn.Name)
		}
	}
	var fns []string
	for _, l := range r.Build {
		fns = append(fns, l.Fn.Name)
	}
	call.ID = identity(append(append([]string{s.Path}, fns...), strings.Join(call.Method, "|"), strings.Join(call.Path, "|"))...)
	if n := len(r.Send); n > 0 {
		call.Group = r.Send[n-1].Fn.Name
		if f := r.Build[len(r.Build)-1].Fn; f.Recv && len(f.Types) > 0 {
			call.Group = ir.Elem(f.Types[0])
		}
	}
	if r.Via.SDK != "" {
		call.Group = r.Via.SDK
	}
	if call.Group == "" {
		call.Group = call.Function
	}
	return call
}

// String writes a location as compilers do.
func (l Location) String() string {
	if l.Line == 0 {
		return l.Path
	}
	return l.Path + ":" + itoa(l.Line)
}

// Full writes it with its column.
func (l Location) Full() string { return l.Path + ":" + itoa(l.Line) + ":" + itoa(l.Column) }

func kindOf(r *requests.Request) Kind {
	switch r.HostKind() {
	case klaviyo.HostStatus:
		return KindStatus
	case klaviyo.HostStatic:
		return KindAssets
	}
	for _, u := range r.Hosted() {
		switch klaviyo.KindOfPath(u.APIPath()) {
		case klaviyo.PathClient:
			return KindClient
		case klaviyo.PathOAuth:
			return KindOAuth
		case klaviyo.PathLegacy:
			return KindLegacy
		}
	}
	return KindAPI
}

// operations finds what the call may mean.
func (c *Call) operations(r *requests.Request) {
	var likely []*klaviyo.Endpoint
	if ep := klaviyo.Operation(r.Via.Operation); r.Via.SDK != "" && ep != nil {
		c.endpoints, c.certain = []*klaviyo.Endpoint{ep}, true
		likely = c.endpoints
	} else if c.Kind == KindAPI || c.Kind == KindClient || c.Kind == KindOAuth || c.Kind == KindLegacy {
		c.endpoints, likely, c.certain = candidates(r)
	}
	switch {
	case len(c.endpoints) == 0:
		c.Endpoint = c.What()
		return
	case c.certain:
		c.Endpoint = c.endpoints[0].String()
	default:
		c.Likely = c.endpoints[0].Operation
		c.Endpoint = c.endpoints[0].String()
	}
	var ops []string
	count := map[string]int{}
	var all []string
	for _, e := range c.endpoints {
		ops = append(ops, e.Operation)
		for _, s := range e.Scopes {
			if count[s]++; count[s] == 1 {
				all = append(all, s)
			}
		}
	}
	ops = sorted(ops)
	if c.certain || len(ops) == 1 {
		c.Operations.Certain = ops
	} else {
		c.Operations.Possible = ops
	}
	for _, s := range sorted(all) {
		if count[s] == len(c.endpoints) {
			c.Scopes.Certain = append(c.Scopes.Certain, s)
		} else {
			c.Scopes.Possible = append(c.Scopes.Possible, s)
		}
	}
	c.Limits = tightest(likely)
}

// candidates lists the endpoints of all alternatives of a request, the likeliest
// first, the likeliest of each alternative, and whether there is one alone.
func candidates(r *requests.Request) (out, likely []*klaviyo.Endpoint, certain bool) {
	methods, all := r.Methods()
	if !all {
		methods = []string{""}
	}
	certain = all
	for _, u := range r.Hosted() {
		p, _, _ := strings.Cut(u.APIPath(), "?")
		if !pathKnown(r, &u) {
			certain = false
			continue
		}
		for _, m := range methods {
			var eps []*klaviyo.Endpoint
			for _, e := range klaviyo.Possible(m, p) {
				if e.Stage == klaviyo.RemovedStage || !oneSegment(&u, p) || segments(e.Path) == segments(p) {
					eps = append(eps, e)
				}
			}
			if eps = likeliest(eps, p); len(eps) != 1 {
				certain = false
			}
			if len(eps) > 0 {
				likely = append(likely, eps[0])
			}
			for _, e := range eps {
				if !slices.Contains(out, e) {
					out = append(out, e)
				}
			}
		}
	}
	return out, likely, certain && len(out) > 0
}

// likeliest puts the shortest template first, and leaves out operations that no
// specification has any more where others are there.
func likeliest(eps []*klaviyo.Endpoint, p string) []*klaviyo.Endpoint {
	live := slices.DeleteFunc(slices.Clone(eps), func(e *klaviyo.Endpoint) bool { return e.Stage == klaviyo.RemovedStage })
	if len(live) > 0 {
		eps = live
	}
	want := segments(p)
	distance := func(e *klaviyo.Endpoint) int {
		d := segments(e.Path) - want
		if d < 0 {
			return 100 - d
		}
		return d
	}
	slices.SortStableFunc(eps, func(a, b *klaviyo.Endpoint) int { return cmp.Compare(distance(a), distance(b)) })
	return eps
}

func segments(p string) int { return strings.Count(strings.Trim(p, "/"), "/") + 1 }

// single are the functions whose answer is one segment of a path.
var single = []string{"net/url.PathEscape", "net/url.QueryEscape", "strconv.Itoa", "strconv.FormatInt", "strconv.FormatUint",
	"github.com/google/uuid.NewString", "github.com/google/uuid.UUID.String"}

// oneSegment reports whether the hole at the end of a path certainly is one
// segment.
func oneSegment(u *requests.URL, p string) bool {
	if !strings.HasSuffix(p, klaviyo.Hole) {
		return true
	}
	n := len(u.Path)
	if n == 0 || !u.Path[n-1].Hole {
		return true
	}
	from := u.Path[n-1].From
	if len(u.Query) > 0 || strings.Contains(u.APIPath(), "?") {
		// A literal follows, the question mark.
		return true
	}
	return slices.Contains(single, from.Name) || slices.Contains(single, from.Sub)
}

// clientOf says in words what sends a request.
func clientOf(r *requests.Request) string {
	var words []string
	for _, w := range []struct {
		on   bool
		text string
	}{
		{r.Client.Library != "", r.Client.Library},
		{r.Client.Default, "default client"},
		{r.Client.Injected, "client from outside"},
		{r.Client.Timeout, "timeout"},
		{r.Client.Deadline, "deadline"},
		{r.Client.Retries, "retries"},
		{r.Client.Insecure, "unverified TLS"},
	} {
		if w.on {
			words = append(words, w.text)
		}
	}
	return strings.Join(words, ", ")
}
