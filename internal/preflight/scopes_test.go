package preflight

import (
	"slices"
	"testing"
)

func TestScopes(t *testing.T) {
	k, o := fake(t)
	k.Scopes = []string{"accounts:read", "profiles:read", "lists:read"}
	o.Needs = &Needs{Calls: 3, Revisions: []RevisionUse{{Value: "2023-10-15"}}, Scopes: []ScopeUse{
		{Scope: "accounts:read", Certain: true},
		{Scope: "profiles:read", Certain: true},
		{Scope: "push-tokens:read", Certain: true, At: []string{"push.go:4"}},
		{Scope: "web-feeds:read", Certain: true, At: []string{"feeds.go:4"}},
		{Scope: "flows:read", At: []string{"x.go:1"}},
		{Scope: "conversations:read", Certain: true},
		{Scope: "events:write", Certain: true},
	}}
	r := run(t, o)
	c := r.want(t, "scopes", Fail, "push-tokens:read is refused", "perhaps needed: flows:read, refused (403 permission_denied); x.go:1",
		"not testable: conversations:read events:write", "web-feeds:read was asked for at 2026-07-15: GET /api/web-feeds is younger than 2023-10-15")
	for name, got := range map[string][2][]string{
		"granted":  {c.Scopes.Granted, {"accounts:read", "profiles:read"}},
		"refused":  {c.Scopes.Refused, {"push-tokens:read", "web-feeds:read"}},
		"untested": {c.Scopes.Untested, {"conversations:read", "events:write"}},
		"possible": {c.Scopes.Possible, {"flows:read"}},
	} {
		if !slices.Equal(got[0], got[1]) {
			t.Errorf("%s %v, want %v", name, got[0], got[1])
		}
	}
	if c.Scopes.Surplus != nil {
		t.Error("surplus was not looked for")
	}
	for _, q := range k.Seen() {
		if q.Path == "/api/profiles" && q.Revision != "2023-10-15" {
			t.Errorf("probed at %s, want the code's revision", q.Revision)
		}
	}
	o.Surplus = true
	o.Needs.Scopes = o.Needs.Scopes[:2]
	c = run(t, o).want(t, "scopes", Warn, "granted, and not needed by this code: lists:read")
	if !slices.Equal(c.Scopes.Surplus, []string{"lists:read"}) {
		t.Errorf("surplus %v", c.Scopes.Surplus)
	}
}

// A scope that only perhaps is needed never fails a run.
func TestPossibleScope(t *testing.T) {
	k, o := fake(t)
	k.Scopes = []string{"accounts:read"}
	o.Expected = "AbC123"
	o.Needs = &Needs{Calls: 1, Revisions: []RevisionUse{{Value: "2026-07-15"}}, Scopes: []ScopeUse{{Scope: "flows:read"}}}
	r := run(t, o)
	r.want(t, "scopes", OK, "perhaps needed: flows:read")
	if r.Exit != 0 {
		t.Errorf("exit %d", r.Exit)
	}
}
