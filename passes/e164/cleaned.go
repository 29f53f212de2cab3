package e164

import (
	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/stdlib"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// cleaned returns the calls that take the plus sign out of a number on its way
// to a phone field. Where a path puts the plus back, nothing is said: which
// numbers take which path is not known.
func cleaned(res *requests.Result) []requests.Place {
	var out []requests.Place
	for _, r := range res.Requests {
		if r.HostKind() == klaviyo.HostInvented || r.HostKind() == klaviyo.HostOther {
			continue
		}
		r.Body.Walk(func(key string, v *requests.JSON) {
			if phoneKeys[key] && v.Kind == requests.JSONString && !v.Open {
				out = append(out, strippedAt(res, v.Texts)...)
			}
		})
	}
	return out
}

func strippedAt(res *requests.Result, texts []flow.Text) []requests.Place {
	var out []requests.Place
	for _, t := range texts {
		if s, ok := t.Const(); ok && s == "" {
			continue // no number is sent
		}
		src, ok := stdlib.Stripped(t)
		if !ok {
			return nil
		}
		if src.Pkg == res.Package() && src.Pos.IsValid() && !src.Gen {
			out = append(out, requests.Place{Pos: src.Pos, End: src.End})
		}
	}
	return out
}
