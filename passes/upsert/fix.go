package upsert

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/edit"
	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// fix offers the path of the upsert, where every use of the literal is this
// POST and nothing waits for 201: the upsert answers 200 for an update.
func (u *judge) fix(lit flow.Part, r *requests.Request) []rule.Fix {
	if lit.Src.DeclPkg != "" || r.Handling.Status[201] {
		return nil
	}
	for _, q := range u.res.Requests {
		for _, url := range q.URLs {
			for _, p := range url.Path {
				if p.Src.Pos == lit.Src.Pos && (!u.creates(q, url) || q.Handling.Status[201]) {
					// Seen with an unknown method or path, the wrapper says nothing;
					// another endpoint would be changed along with this one.
					if _, all := q.Methods(); all {
						return nil
					}
				}
			}
		}
	}
	old := lit.Lit
	i := strings.LastIndex(old, "profiles")
	if i < 0 {
		return nil
	}
	edits, ok := edit.LiteralEdit(u.pass, lit.Src.Pos, old[i:], "profile-import"+old[i+len("profiles"):])
	if !ok {
		return nil
	}
	return []rule.Fix{{Message: "use POST /api/profile-import, which creates or updates", Edits: edits}}
}

// sdkWayOut names the upsert of the SDK, if it has one.
func sdkWayOut(r *requests.Request) string {
	for _, s := range klaviyo.SDKs() {
		if s.Module != r.Via.SDK {
			continue
		}
		for _, m := range s.Methods {
			if m.Operation == upsert {
				return m.Name + " creates or updates in one call"
			}
		}
	}
	return "this SDK has no upsert, so use POST /api/profile-import"
}
