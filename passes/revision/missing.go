package revision

import (
	"fmt"
	"go/token"
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
		j.once.Report(at, "possible", fmt.Sprintf("request to Klaviyo%s may lack its \"revision\" header (%s); set it to %q", r.What(), r.Headers.Why, j.target()))
		return
	}
	var fixes []rule.Fix
	value, named := j.carrier(at.Pos)
	if edits, ok := edit.InsertAfter(j.pass, at.Pos, func(name string) string {
		return name + ".Header.Set(\"revision\", " + value + ")"
	}); ok {
		fixes = []rule.Fix{{Message: "set the revision header to " + named, Edits: edits, Safe: true}}
	}
	j.once.Report(at, "missing", fmt.Sprintf("request to Klaviyo%s lacks the \"revision\" header that the specification requires; set it to %q", r.What(), j.target()), fixes...)
}

// carrier is what the fix sends: the constant, variable, field or function that
// carries the revision in this package, else the target revision itself.
func (j *judge) carrier(at token.Pos) (expr, words string) {
	sent := func(value string) bool {
		switch st, _ := klaviyo.RevisionAt(value, j.s.Day); st {
		case klaviyo.Stable, klaviyo.Deprecated, klaviyo.Retired, klaviyo.Newer:
			return true // a retired one has a finding and a fix of its own
		}
		return false
	}
	for _, r := range j.res.Requests {
		if r.HostKind() == klaviyo.HostAPI && r.Headers.May(header) {
			if e, ok := edit.HeaderValue(j.pass, at, header, sent); ok {
				return e, e
			}
			break
		}
	}
	return strconv.Quote(j.target()), j.target()
}
