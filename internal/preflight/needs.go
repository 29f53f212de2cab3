package preflight

import (
	"cmp"
	"slices"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// Needs is what the code needs of Klaviyo, as the inventory sees it.
type Needs struct {
	Calls     int
	Revisions []RevisionUse
	Unsent    []string // places of calls that certainly send no revision although they need one
	Scopes    []ScopeUse
	Endpoints []EndpointUse
	Handlers  []HandlerUse
	// Open says what keeps the list of calls from being complete, "" when it is.
	Open string
}

// A RevisionUse is one revision that the code sends.
type RevisionUse struct {
	Value string   // "" when the code takes it from outside
	Env   string   // the environment variable it comes from, "" for a constant
	At    []string // places, "file.go:12"
}

// A ScopeUse is one scope that calls need.
type ScopeUse struct {
	Scope   string
	Certain bool // every reading of some call needs it
	At      []string
}

// An EndpointUse is one endpoint and how many calls go there.
type EndpointUse struct {
	Method, Path string // path template
	Calls        int
}

// A HandlerUse is one handler of Klaviyo's webhooks.
type HandlerUse struct {
	At     string
	Window bool // it refuses deliveries by their timestamp
}

// revision returns the newest stable revision that the code sends, or the
// newest of the table where it sends none.
func (n *Needs) revision(today klaviyo.Day) string {
	best := ""
	if n != nil {
		for _, r := range n.Revisions {
			status, _ := klaviyo.RevisionAt(r.Value, today)
			switch status {
			case klaviyo.Stable, klaviyo.Deprecated, klaviyo.Newer, klaviyo.Retired:
				best = max(best, r.Value)
			}
		}
	}
	return cmp.Or(best, klaviyo.NewestStable(today).Value)
}

// calls counts the calls of the code to an endpoint.
func (n *Needs) calls(method, path string) int {
	if n == nil {
		return 0
	}
	for _, e := range n.Endpoints {
		if e.Method == method && e.Path == path {
			return e.Calls
		}
	}
	return 0
}

func (n *Needs) summary() *Summary {
	if n == nil {
		return nil
	}
	return &Summary{Calls: n.Calls, Endpoints: len(n.Endpoints), Handlers: len(n.Handlers), Open: n.Open}
}

// Normalize sorts and merges: one row for each revision, scope and endpoint.
func (n *Needs) Normalize() {
	n.Revisions = merge(n.Revisions, func(r RevisionUse) string { return r.Value + "\x00" + r.Env }, func(to *RevisionUse, r RevisionUse) { to.At = append(to.At, r.At...) })
	n.Scopes = merge(n.Scopes, func(s ScopeUse) string { return s.Scope }, func(to *ScopeUse, s ScopeUse) {
		switch {
		case s.Certain == to.Certain:
			to.At = append(to.At, s.At...)
		case s.Certain:
			*to = s
		}
	})
	n.Endpoints = merge(n.Endpoints, func(e EndpointUse) string { return e.Path + " " + e.Method }, func(to *EndpointUse, e EndpointUse) { to.Calls += e.Calls })
	for i := range n.Revisions {
		n.Revisions[i].At = tidy(n.Revisions[i].At)
	}
	for i := range n.Scopes {
		n.Scopes[i].At = tidy(n.Scopes[i].At)
	}
	n.Unsent = tidy(n.Unsent)
	slices.SortFunc(n.Handlers, func(a, b HandlerUse) int { return cmp.Compare(a.At, b.At) })
}

func tidy(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}

func merge[T any](list []T, key func(T) string, into func(*T, T)) []T {
	slices.SortStableFunc(list, func(a, b T) int { return cmp.Compare(key(a), key(b)) })
	var out []T
	for _, v := range list {
		if n := len(out); n > 0 && key(out[n-1]) == key(v) {
			into(&out[n-1], v)
			continue
		}
		out = append(out, v)
	}
	return out
}
