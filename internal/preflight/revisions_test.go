package preflight

import (
	"net/http"
	"testing"
)

func TestRevisions(t *testing.T) {
	k, o := fake(t)
	o.Needs = needs()
	o.Needs.Revisions = []RevisionUse{
		{Value: "2024-10-15", At: []string{"a.go:1"}},
		{Value: "2025-07-15", At: []string{"b.go:1"}},
		{Value: "2026-07-15", At: []string{"c.go:1"}},
		{Env: "KLAVIYO_REVISION_UNSET", At: []string{"d.go:1"}},
		{Value: "2026/07/15", At: []string{"e.go:1"}},
	}
	o.Needs.Unsent = []string{"f.go:1"}
	o.Needs.Scopes = nil
	r := run(t, o)
	r.want(t, "revision", Fail,
		"2024-10-15 is answered as 2025-01-15 (retired on 2026-10-15); a.go:1",
		"ok: 2025-07-15 is served as itself (deprecated, retired on 2027-07-15); b.go:1",
		"ok: 2026-07-15 is served as itself; c.go:1",
		"KLAVIYO_REVISION_UNSET, which is not set here; d.go:1",
		`"2026/07/15" is no revision; e.go:1`,
		"the code sends no revision; f.go:1")
	if n := len(k.Seen()); n != 3 { // the newest stable one is the key check's
		t.Errorf("%d requests, want 3", n)
	}

	t.Setenv("KLAVIYO_REVISION_SET", "2025-10-15")
	o.Needs.Revisions = []RevisionUse{{Env: "KLAVIYO_REVISION_SET"}}
	o.Needs.Unsent = nil
	run(t, o).want(t, "revision", OK, "2025-10-15 is served as itself")

	k.Before = only("/api/accounts", func(w http.ResponseWriter, q *http.Request) bool {
		if q.Header.Get("revision") == "2024-07-15" {
			return reply(410, apiJSON, `{"message":"gone"}`)(w, q)
		}
		return false
	})
	o.Needs.Revisions = []RevisionUse{{Value: "2024-07-15"}}
	run(t, o).want(t, "revision", Fail, "2024-07-15 is not served any more (410)")

	// Served as a newer one although it is not retired: a warning.
	k.Before = func(w http.ResponseWriter, q *http.Request) bool { return false }
	k.Oldest = "2026-04-15"
	o.Needs.Revisions = []RevisionUse{{Value: "2026-01-15"}}
	run(t, o).want(t, "revision", Warn, "2026-01-15 is answered as 2026-04-15 (stable)")

	// The header is missing.
	k.Before = only("/api/accounts", reply(200, apiJSON, `{"data":[{"type":"account","id":"AbC123","attributes":{}}]}`))
	run(t, o).want(t, "revision", Unknown, "does not say")
}

func TestAtMostFiveRevisions(t *testing.T) {
	k, o := fake(t)
	o.Needs = needs()
	o.Needs.Scopes, o.Needs.Revisions = nil, nil
	for _, v := range []string{"2025-01-15", "2025-04-15", "2025-07-15", "2025-10-15", "2026-01-15", "2026-04-15", "2026-07-15"} {
		o.Needs.Revisions = append(o.Needs.Revisions, RevisionUse{Value: v})
	}
	run(t, o).want(t, "revision", Unknown, "2026-04-15 was not asked for: at most 5 are")
	if n := len(k.Seen()); n != 6 {
		t.Errorf("%d requests, want 6", n)
	}
}
