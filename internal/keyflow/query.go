package keyflow

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// inQuery finds a key in the query of a URL: what is known to be one, or what
// the retired API took as one.
func (l *leaker) inQuery(u *requests.URL) *find {
	if f := l.inText(u.Query); f != nil {
		return f
	}
	for _, t := range l.legacyKeys(u) {
		for _, p := range t {
			if p.Hole {
				return &find{what: held(p.From)}
			}
		}
	}
	return nil
}

// legacyKeys gives the parameter api_key of a request to v1 or v2, which was how
// that API took the private key (public ids went as token or company_id), with
// nothing else in it and as long as its holder does not say that it is public.
// Source: https://developers.klaviyo.com/en/docs/authenticate (v1-2).
func (l *leaker) legacyKeys(u *requests.URL) []flow.Text {
	if h := u.KnownHost(); !klaviyo.IsKlaviyoHost(h) && !l.res.IsHost(h) {
		return nil
	}
	if p := u.APIPath(); klaviyo.KindOfPath(p) != klaviyo.PathLegacy || !strings.HasPrefix(p, "/api/v") {
		return nil
	}
	var out []flow.Text
	for _, t := range u.Param("api_key") {
		if len(t) == 1 && t[0].Hole && holder(t[0].From) {
			out = append(out, t)
		}
	}
	return out
}

// holder reports whether an unknown value comes from something that keeps one
// and whose name, or its type's, does not say that it is public.
func holder(o flow.Origin) bool {
	switch o.Kind {
	case "held", "env", "global", "param", "field", "var", "flag":
	default:
		return false
	}
	name := squeeze(short(o.Name))
	for _, w := range []string{"public", "site", "company"} {
		if strings.Contains(name, w) {
			return false
		}
	}
	return o.Name != "" && !public(ir.Base(o.Name))
}
