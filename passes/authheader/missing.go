package authheader

import (
	"fmt"

	"github.com/klaviyolint/klaviyolint/internal/keyflow"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// missing reports requests that carry no credential at all.
func (j *judge) missing() {
	has := func(r *requests.Request) bool { return r.Headers.May(header) }
	for _, l := range j.res.Lacking(has, j.needs) {
		at := l.Place(l.Link)
		for _, name := range keyflow.OddKeyHeaders {
			for _, h := range j.res.HeaderValues(l.Request, name) {
				if !h.Set.IsValid() || h.Gen {
					continue
				}
				j.once.Report(h.Set, "header", fmt.Sprintf("Klaviyo does not read the header %q, so the request%s has no credential; %s", name, l.What(), right))
				j.once.Skip(at)
			}
		}
		if l.Headers.Open || l.Client.Injected {
			j.once.Report(at, "possible", fmt.Sprintf("request to Klaviyo%s may lack its %q header (%s); %s", l.What(), header, why(l.Request), right))
			continue
		}
		j.once.Report(at, "missing", fmt.Sprintf("request to Klaviyo%s lacks its %q header; %s", l.What(), header, right))
	}
}

func why(r *requests.Request) string {
	if r.Headers.Open {
		return r.Headers.Why
	}
	return "the client comes from outside"
}

// needs reports whether a request must carry the header, and nothing could
// still add it. An injected client could: OAuth clients sign in their transport.
func (j *judge) needs(r *requests.Request) bool {
	if r.HostKind() != klaviyo.HostAPI || !certainlyAPI(r) {
		return false
	}
	for _, u := range r.Hosted() {
		// The credential of the old API: another rule's finding.
		if len(u.Param("api_key")) > 0 {
			return false
		}
	}
	return j.s.Strict || !r.Headers.Open && !r.Client.Injected
}

// company reports a private key that is sent as the public company id.
func (j *judge) company(r *requests.Request) {
	for _, u := range r.Hosted() {
		for _, t := range u.Param("company_id") {
			if !keyflow.PrivateText(t) {
				continue
			}
			site, ok := j.res.ValueSite(r, t)
			if !ok {
				continue
			}
			j.once.Report(site, "private", "a private key is sent as \"company_id\", readable in the URL; send the public company id, and rotate the key")
		}
	}
}
