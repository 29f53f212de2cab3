package revision

import (
	"fmt"
	"strconv"

	"github.com/klaviyolint/klaviyolint/internal/edit"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// missing reports requests without the header.
func (j *judge) missing() {
	has := func(r *requests.Request) bool { return r.Headers.May(header) }
	must := func(r *requests.Request) bool { return (!r.Headers.Open || j.s.Strict) && needs(r) }
	for _, l := range j.res.Lacking(has, must) {
		j.absent(l.Request, l.Link)
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
	at := r.Place(i)
	if r.Headers.Open {
		j.once.Report(at, "possible", fmt.Sprintf("request to Klaviyo%s may lack the \"revision\" header that the specification requires (%s); set it to %q", r.What(), r.Headers.Why, j.target()))
		return
	}
	var fixes []rule.Fix
	if edits, ok := edit.InsertAfter(j.pass, at.Pos, func(name string) string {
		return name + ".Header.Set(\"revision\", " + strconv.Quote(j.target()) + ")"
	}); ok {
		fixes = []rule.Fix{{Message: "set the revision header to " + j.target(), Edits: edits, Safe: true}}
	}
	j.once.Report(at, "missing", fmt.Sprintf("request to Klaviyo%s lacks the \"revision\" header that the specification requires; set it to %q", r.What(), j.target()), fixes...)
}
