package requests

import (
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/contract"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo/schema"
)

const (
	revisionHeader = "Revision"
	// optOut has Klaviyo refuse a retired revision instead of answering as the
	// oldest one that is served (API versioning and deprecation policy).
	optOut = "X-Klaviyo-Revision-Fall-Forward-Opt-Out"
)

// Revisions returns the revisions that may answer a request, oldest first, and
// the retired one that is sent where a single one is. A revision that comes from
// outside may be any that is served. ok is false where nothing can be judged:
// Klaviyo refuses the revision, it is newer than the tables, or a beta that was
// not described.
func (r *Request) Revisions(s *config.Settings) (t *schema.Table, at []int, sent string, ok bool) {
	stable := schema.Stable()
	any := func() (*schema.Table, []int, string, bool) {
		for i, rev := range stable.Revisions() {
			if st, _ := klaviyo.RevisionAt(rev.Name, s.Day); st == klaviyo.Stable || st == klaviyo.Deprecated {
				at = append(at, i)
			}
		}
		return stable, at, "", len(at) > 0
	}
	v, set := r.Headers.Set[revisionHeader]
	if !set || len(v) == 0 {
		return any()
	}
	var values []string
	for _, text := range v.Texts() {
		value, known := text.Const()
		if !known || value == "" {
			return any()
		}
		values = append(values, value)
	}
	t = nil
	for _, value := range values {
		if slices.Contains(s.Revision.Known, value) {
			return nil, nil, "", false
		}
		serves := value
		switch st, _ := klaviyo.RevisionAt(value, s.Day); st {
		case klaviyo.Stable, klaviyo.Deprecated, klaviyo.Beta:
		case klaviyo.Retired:
			if r.Headers.May(optOut) {
				return nil, nil, "", false
			}
			serves = klaviyo.OldestServed(s.Day).Value
			if len(values) == 1 {
				sent = value
			}
		default:
			return nil, nil, "", false
		}
		table, i, known := schema.For(serves)
		if !known || t != nil && t != table {
			return nil, nil, "", false
		}
		t = table
		if !slices.Contains(at, i) {
			at = append(at, i)
		}
	}
	slices.Sort(at)
	return t, at, sent, len(at) > 0
}

// maxOperations is how many operations a request may reach and still be judged:
// a path that is hardly known says nothing.
const maxOperations = 4

// Targets returns the operations that one alternative of a request may reach,
// each at the revisions that may answer it; none where that is not known well
// enough, or one of them does not exist there.
func (r *Request) Targets(u URL, s *config.Settings) []contract.Target {
	methods, all := r.Methods()
	if !all || len(methods) != 1 || r.HostKind() != klaviyo.HostAPI {
		return nil
	}
	path := u.APIPath()
	switch klaviyo.KindOfPath(path) {
	case klaviyo.PathAPI, klaviyo.PathClient:
	default:
		return nil
	}
	eps := klaviyo.Possible(methods[0], path)
	if u.endsInID() {
		eps = asLong(eps, path)
	}
	if len(eps) == 0 || len(eps) > 2*maxOperations {
		return nil
	}
	table, at, sent, ok := r.Revisions(s)
	if !ok {
		return nil
	}
	var out []contract.Target
	seen := map[string]bool{}
	for _, ep := range eps {
		if ep.Stage != klaviyo.StableStage && ep.Stage != klaviyo.BetaStage || seen[ep.String()] {
			continue
		}
		op := table.Operation(ep.Method, ep.Path)
		if op == nil || !op.In(at[len(at)-1]) {
			continue // this endpoint is not what is meant
		}
		seen[ep.String()] = true
		t := contract.Target{Op: op, At: at, Sent: sent}
		for _, i := range at {
			if !op.In(i) {
				return nil // the endpoint is the fault, or its revision
			}
		}
		out = append(out, t)
	}
	if len(out) > maxOperations {
		return nil
	}
	return out
}

// endsInID reports whether the path ends in a part that is not known and is
// called an id: then it is that one segment, not any rest.
func (u *URL) endsInID() bool {
	if len(u.Path) == 0 || !u.Path[len(u.Path)-1].Hole {
		return false
	}
	words := nameWords(u.Path[len(u.Path)-1].From.Name)
	switch words[len(words)-1] {
	case "id", "uuid", "key":
		return true
	}
	return false
}

// asLong keeps the endpoints with as many segments as a path.
func asLong(eps []*klaviyo.Endpoint, path string) []*klaviyo.Endpoint {
	n := strings.Count(strings.Trim(path, "/"), "/")
	var out []*klaviyo.Endpoint
	for _, ep := range eps {
		if strings.Count(strings.Trim(ep.Path, "/"), "/") == n {
			out = append(out, ep)
		}
	}
	return out
}

// Faults runs a judge for each operation that a request may reach, and keeps
// what holds for all of them.
func Faults(targets []contract.Target, judge func(contract.Target) []contract.Fault) []contract.Fault {
	var out []contract.Fault
	for i, t := range targets {
		found := judge(t)
		if i == 0 {
			out = found
		} else {
			out = contract.Both(out, found)
		}
	}
	return out
}
