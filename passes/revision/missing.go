package revision

import (
	"fmt"
	"go/token"
	"sort"
	"strconv"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// missing reports requests without the header. A wrapper that all its callers
// share is one finding, at the wrapper; where some callers see to the header,
// the others are at fault.
func (j *judge) missing() {
	lacks := map[token.Pos][]*requests.Request{}
	fine := map[token.Pos]bool{}
	var places []token.Pos
	for _, r := range j.res.Requests {
		if r.Via.SDK != "" || !r.Sent || r.Owner > r.Local && r.Settled {
			continue // another package's wrapper is judged there
		}
		at := r.Place(min(r.Owner, r.Local)).Pos
		if r.Headers.May(header) {
			fine[at] = true
			continue
		}
		if r.Headers.Open && !j.s.Strict || !needs(r) {
			continue
		}
		if lacks[at] == nil {
			places = append(places, at)
		}
		lacks[at] = append(lacks[at], r)
	}
	sort.Slice(places, func(a, b int) bool { return places[a] < places[b] })
	for _, at := range places {
		for _, r := range lacks[at] {
			switch {
			case !fine[at]:
				j.absent(r, min(r.Owner, r.Local))
			case r.Owner > 0:
				j.absent(r, 0)
			}
		}
	}
}

// needs reports whether a request must carry the header: all of its paths are
// the API's, or its credential is one that only the API takes.
func needs(r *requests.Request) bool {
	if r.HostKind() != klaviyo.HostAPI {
		return false
	}
	kinds, all := r.Kinds()
	for k := range kinds {
		if k != klaviyo.PathAPI && k != klaviyo.PathClient {
			return false
		}
	}
	if !all && r.Auth.Kind != requests.AuthKey {
		return false
	}
	for _, ep := range r.Endpoints() {
		if ep.NeedsRevision != "yes" {
			return false
		}
	}
	return true
}

func (j *judge) absent(r *requests.Request, i int) {
	if r.Build[i].Fn.Gen || r.Build[i].Fn.Pkg != j.pass.Pkg.Path() {
		return
	}
	at := r.Place(i)
	if r.Headers.Open {
		j.report(at, "possible", fmt.Sprintf("request to Klaviyo%s may be sent without a \"revision\" header (%s); the specification requires it, set %q", r.What(), r.Headers.Why, j.target()), nil)
		return
	}
	var fixes []rule.Fix
	if edits, ok := requests.InsertAfter(j.pass, at.Pos, func(name string) string {
		return name + ".Header.Set(\"revision\", " + strconv.Quote(j.target()) + ")"
	}); ok {
		fixes = []rule.Fix{{Message: "set the revision header to " + j.target(), Edits: edits, Safe: true}}
	}
	j.report(at, "missing", fmt.Sprintf("request to Klaviyo%s is sent without a \"revision\" header, which the specification requires; set it to %q", r.What(), j.target()), fixes)
}
