package preflight

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

func TestListOfKeys(t *testing.T) {
	list := func(status string, keys ...string) string {
		var rows []string
		for _, k := range keys {
			rows = append(rows, fmt.Sprintf(`{"type":"api-key","id":"x","attributes":{"name":"shop","redacted_key":%q,"status":%q,"scopes":["accounts:read","events:write","lists:write"]}}`, k, status))
		}
		return `{"data":[` + strings.Join(rows, ",") + `]}`
	}
	k, o := fake(t)
	other := "pk_" + strings.Repeat("9e3b", 9)[:34]
	t.Setenv("SECOND", other)
	second, err := KeyFromEnv("SECOND")
	if err != nil {
		t.Fatal(err)
	}
	k.Before = only("/api/api-keys", func(w http.ResponseWriter, q *http.Request) bool {
		if q.Header.Get("Authorization") != "Klaviyo-API-Key "+other || q.Header.Get("revision") != "2026-07-15.pre" {
			t.Errorf("asked with %q at %q", q.Header.Get("Authorization"), q.Header.Get("revision"))
		}
		return reply(200, apiJSON, k.Keys)(w, q)
	})
	o.Second = &second
	o.Needs = needs()
	o.Needs.Scopes = []ScopeUse{{Scope: "accounts:read", Certain: true}, {Scope: "events:write", Certain: true}, {Scope: "profiles:write", Certain: true, At: []string{"p.go:3"}}}
	last := testKey[len(testKey)-4:]

	k.Keys = list("active", "pk_****0000", "pk_****"+last)
	c := run(t, o).want(t, "scopes", Fail, "profiles:write is missing; p.go:3", "not needed by this code: lists:write", "beta")
	if !slices.Equal(c.Scopes.Surplus, []string{"lists:write"}) || !slices.Equal(c.Scopes.Refused, []string{"profiles:write"}) {
		t.Errorf("%+v", c.Scopes)
	}
	o.Needs.Scopes = o.Needs.Scopes[:2]
	run(t, o).want(t, "scopes", Warn, "granted: accounts:read events:write")
	k.Keys = list("disabled", "pk_****"+last)
	run(t, o).want(t, "scopes", Fail, "the key is disabled")
	// Not unique, or not there: the read scopes are probed instead.
	k.Keys = list("active", "pk_****"+last, "pk_****"+last)
	run(t, o).want(t, "scopes", Warn, "two keys end alike", "not testable: events:write")
	k.Keys = list("active", "pk_****0000")
	run(t, o).want(t, "scopes", Warn, "the key is not in it")
}
