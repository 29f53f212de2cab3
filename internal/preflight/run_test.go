package preflight

import (
	"net/http"
	"slices"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/preflight/loopback"
)

// needs is what a small shop needs.
func needs() *Needs {
	return &Needs{
		Calls:     4,
		Revisions: []RevisionUse{{Value: "2026-07-15", At: []string{"client.go:18"}}},
		Scopes: []ScopeUse{
			{Scope: "accounts:read", Certain: true, At: []string{"health.go:3"}},
			{Scope: "profiles:read", Certain: true, At: []string{"profiles.go:9"}},
			{Scope: "profiles:write", Certain: true, At: []string{"profiles.go:30"}},
		},
		Endpoints: []EndpointUse{{"GET", "/api/profiles", 4}},
	}
}

func TestAllWell(t *testing.T) {
	k, o := fake(t)
	o.Expected = "AbC123"
	o.Needs = needs()
	o.Needs.Scopes = o.Needs.Scopes[:2]
	s := loopback.NewStatus(`{"status":{"indicator":"none","description":"All Systems Operational"},"components":[{"name":"API","status":"operational"}]}`)
	defer s.Close()
	b, err := ParseStatusBase(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	o.Status = &b
	o.Webhooks = true
	k.Webhooks = []string{"https://shop.example/hooks"}
	r := run(t, o)
	for _, c := range r.Checks {
		if c.State != OK {
			t.Errorf("%s %s: %s %v", c.ID, c.Name, c.State, c.Details)
		}
	}
	if r.Exit != 0 || r.Health != Healthy || r.Account == nil || r.Account.ID != "AbC123" {
		t.Errorf("exit %d, health %s, account %v", r.Exit, r.Health, r.Account)
	}
	for _, q := range k.Seen() {
		if q.Method != http.MethodGet || q.Authorization != "Klaviyo-API-Key "+testKey || q.Revision != "2026-07-15" {
			t.Errorf("%+v", q)
		}
	}
	ids := []string{}
	for _, c := range r.Checks {
		ids = append(ids, c.ID)
	}
	if want := []string{"P0", "P1", "P2", "P2", "P3", "P4", "P5", "P6", "P7", "P8"}; !slices.Equal(ids, want) {
		t.Errorf("checks %v, want %v", ids, want)
	}
	r.want(t, "rate headroom", OK, "GET /api/profiles 748 of 750 left this minute", "GET /api/accounts 13 of 15")
}
