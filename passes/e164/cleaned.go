package e164

import (
	"go/token"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/stdlib"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// cleaned returns the calls that take the plus sign out of a number on its way
// to a phone field. Where a path puts the plus back, nothing is said: which
// numbers take which path is not known. A call that other code puts a plus before is
// right, and the field is where it is missing.
func cleaned(res *requests.Result) []requests.Place {
	restored := map[token.Pos]bool{}
	each := func(look func(v *requests.JSON)) {
		for _, r := range res.Requests {
			if r.HostKind() == klaviyo.HostInvented || r.HostKind() == klaviyo.HostOther {
				continue
			}
			r.Body.Walk(func(key string, v *requests.JSON) {
				if phoneKeys[key] && v.Kind == requests.JSONString && !v.Open {
					look(v)
				}
			})
		}
	}
	each(func(v *requests.JSON) {
		for _, t := range v.Texts {
			if len(t) > 1 && strings.HasPrefix(t[0].Lit, "+") {
				if src, ok := stdlib.Stripped(t[1:]); ok {
					restored[src.Pos] = true
				}
			}
		}
	})
	var out []requests.Place
	each(func(v *requests.JSON) {
		for _, at := range strippedAt(res, v.Texts) {
			if restored[at.Pos] {
				if v.Name.Pkg != res.Package() || !v.Name.Pos.IsValid() || v.Name.Gen {
					continue
				}
				at = requests.Place{Pos: v.Name.Pos, End: v.Name.End}
			}
			out = append(out, at)
		}
	})
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
