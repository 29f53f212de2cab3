package preflight

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

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

// Every row of what an answer means, for a probe.
func TestMeaningOfProbe(t *testing.T) {
	rows := []struct {
		name   string
		answer func(http.ResponseWriter, *http.Request) bool
		state  State
		words  []string
		health Health
		exit   int
	}{
		{"200", nil, OK, []string{"granted: profiles:read"}, Healthy, 0},
		{"403 of Klaviyo", reply(403, apiJSON, klaviyoError("permission_denied", "no")), Fail, []string{"profiles:read is refused (403 permission_denied)", "profiles.go:9"}, Healthy, 1},
		{"403 HTML", reply(403, "text/html", "<html>no"), Unknown, []string{"in front of Klaviyo"}, Healthy, 0},
		{"403 mitigated", reply(403, apiJSON, klaviyoError("x", "y"), "Cf-Mitigated", "challenge"), Unknown, []string{"in front of Klaviyo"}, Healthy, 0},
		{"403 without errors", reply(403, apiJSON, `{"message":"no"}`), Unknown, []string{"in front of Klaviyo"}, Healthy, 0},
		{"403 errors no array", reply(403, apiJSON, `{"errors":"no"}`), Unknown, []string{"in front of Klaviyo"}, Healthy, 0},
		{"401", reply(401, apiJSON, klaviyoError("not_authenticated", "no")), Fail, []string{"the key is refused (401 not_authenticated"}, Healthy, 1},
		{"400", reply(400, apiJSON, klaviyoError("invalid", "bad page")), Unknown, []string{"refused for its form (400 invalid: bad page)"}, Healthy, 0},
		{"404 no revision", reply(404, apiJSON, klaviyoError("not_found", "No valid revisions found for method")), Unknown, []string{"not served at revision 2026-07-15"}, Healthy, 0},
		{"410", reply(410, apiJSON, `{"message":"This API has been retired"}`), Unknown, []string{"not served at revision"}, Healthy, 0},
		{"404", reply(404, apiJSON, klaviyoError("not_found", "no such thing")), Unknown, []string{"unexpected answer (404"}, Healthy, 0},
		{"405", reply(405, apiJSON, `{}`), Unknown, []string{"(405)"}, Healthy, 0},
		{"415", reply(415, apiJSON, `{}`), Unknown, []string{"(415)"}, Healthy, 0},
		{"409", reply(409, apiJSON, klaviyoError("conflict", "")), Unknown, []string{"(409 conflict)"}, Healthy, 0},
		{"418", reply(418, "text/plain", "tea"), Unknown, []string{"(418)"}, Healthy, 0},
		{"429", reply(429, apiJSON, klaviyoError("throttled", "slow down")), Unknown, []string{"rate limited (429)"}, Healthy, 0},
		{"500", reply(500, apiJSON, `{}`), Unknown, []string{"Klaviyo answers 500 after 2 tries"}, Healthy, 0},
		{"503", reply(503, "text/html", "busy"), Unknown, []string{"Klaviyo answers 503 after 3 tries"}, Healthy, 0},
		{"302", reply(302, "text/html", "", "Location", "https://login.example/x?y"), Fail, []string{"redirected to login.example; not followed"}, Healthy, 1},
		{"200 HTML", reply(200, "text/html", "<html>welcome"), Unknown, []string{"captive portal"}, Healthy, 0},
		{"200 JSON of others", reply(200, "application/json", `{"ok":true}`), Unknown, []string{"captive portal"}, Healthy, 0},
		{"200 no JSON", reply(200, apiJSON, `welcome`), Unknown, []string{"captive portal"}, Healthy, 0},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			k, o := fake(t)
			o.Expected = "AbC123"
			o.Needs = needs()
			o.Needs.Scopes = o.Needs.Scopes[1:2]
			if row.answer != nil {
				k.Before = only("/api/profiles", row.answer)
			}
			r := run(t, o)
			r.want(t, "scopes", row.state, row.words...)
			r.want(t, "key", OK, "account AbC123")
			if r.Health != row.health || r.Exit != row.exit {
				t.Errorf("health %s, exit %d; want %s, %d", r.Health, r.Exit, row.health, row.exit)
			}
			if row.state == Fail && r.Next == "" && row.name != "302" && row.name != "401" {
				t.Error("no next step")
			}
		})
	}
}

// The same answers to the key check.
func TestMeaningOfKeyCheck(t *testing.T) {
	account := func(n int) string {
		one := `{"type":"account","id":"AbC123","attributes":{"test_account":false}}`
		return `{"data":[` + strings.TrimSuffix(strings.Repeat(one+",", n), ",") + `]}`
	}
	rows := []struct {
		name   string
		answer func(http.ResponseWriter, *http.Request) bool
		state  State
		words  string
		health Health
	}{
		{"one account", reply(200, apiJSON, account(1)), OK, "account AbC123, ", Healthy},
		{"none", reply(200, apiJSON, account(0)), Fail, "lists 0 accounts", Down},
		{"two", reply(200, apiJSON, account(2)), Fail, "lists 2 accounts", Down},
		{"other data", reply(200, apiJSON, `{"data":{"type":"account"}}`), Unknown, "no list of accounts", Down},
		{"portal", reply(200, "text/html", "<html>"), Unknown, "captive portal", Down},
		{"empty", reply(204, apiJSON, ""), Unknown, "not Klaviyo's", Down},
		{"401", reply(401, apiJSON, klaviyoError("authentication_failed", "Incorrect")), Fail, "the key is refused (401 authentication_failed: Incorrect)", Down},
		{"400 credential", reply(400, apiJSON, klaviyoError("not_authenticated", "Missing")), Fail, "the key is refused", Down},
		{"400 in words", reply(400, apiJSON, klaviyoError("invalid", "The API key is malformed")), Fail, "the key is refused", Down},
		{"400 other", reply(400, apiJSON, klaviyoError("invalid", "page")), Unknown, "refused for its form", Down},
		{"403", reply(403, apiJSON, klaviyoError("permission_denied", "no")), Warn, "live, but lacks accounts:read (403 permission_denied)", Healthy},
		{"403 HTML", reply(403, "text/html", "no", "Cf-Mitigated", "challenge"), Unknown, "in front of Klaviyo", Degraded},
		{"429", reply(429, apiJSON, "{}"), Warn, "degraded: rate limited", Degraded},
		{"500", reply(500, apiJSON, "{}"), Fail, "after 2 tries", Down},
		{"502", reply(502, "text/html", ""), Fail, "after 3 tries", Down},
		{"504", reply(504, "text/html", ""), Fail, "after 3 tries", Down},
		{"301", reply(301, "text/html", "", "Location", "/elsewhere"), Fail, "not followed", Down},
		{"404", reply(404, apiJSON, klaviyoError("not_found", "No valid revisions found for method.")), Unknown, "not served at revision", Down},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			k, o := fake(t)
			k.Before = only("/api/accounts", row.answer)
			r := run(t, o)
			r.want(t, "key", row.state, row.words)
			if r.Health != row.health {
				t.Errorf("health %s, want %s", r.Health, row.health)
			}
			// That the newest revision is not served is a failure of its own.
			if (row.state == Fail || row.name == "404") != (r.Exit == 1) {
				t.Errorf("exit %d", r.Exit)
			}
			if row.state == Fail && r.Next == "" && row.name[0] != 'n' && row.name != "two" {
				t.Error("no next step")
			}
		})
	}
}

// After a refusal or a redirect the key is not sent again.
func TestKeyIsNotSentAgain(t *testing.T) {
	for _, answer := range []func(http.ResponseWriter, *http.Request) bool{
		reply(401, apiJSON, klaviyoError("authentication_failed", "no")),
		reply(302, "text/html", "", "Location", "http://127.0.0.1:1/"),
	} {
		k, o := fake(t)
		o.Needs, o.Webhooks, o.Surplus = needs(), true, true
		o.Needs.Revisions = append(o.Needs.Revisions, RevisionUse{Value: "2025-04-15"})
		k.Before = only("/api/accounts", answer)
		r := run(t, o)
		if n := len(k.Seen()); n != 1 {
			t.Errorf("%d requests, want 1", n)
		}
		r.want(t, "scopes", Warn, "not asked")
		r.want(t, "webhooks", Unknown, "not asked")
	}
}

func TestForeignKeyIsNotSent(t *testing.T) {
	for text, word := range map[string]string{"AbC123": "public key", "pk_live_51H8abcdefghijklmnopqrstuvwx": "another service"} {
		k, o := fake(t)
		o.Key = key(t, text)
		r := run(t, o)
		r.want(t, "inputs", Fail, word)
		if len(k.Seen()) != 0 || r.Exit != 1 {
			t.Errorf("%d requests, exit %d", len(k.Seen()), r.Exit)
		}
	}
	_, o := fake(t)
	o.Key = key(t, "pk_somethingthatklaviyomayuseonedaysoon0")
	run(t, o).want(t, "inputs", Warn, "no known shape")
}

func TestAccount(t *testing.T) {
	k, o := fake(t)
	r := run(t, o)
	r.want(t, "account", Warn, `set [preflight] account = "AbC123"`)
	o.Expected = "XyZ789"
	r = run(t, o)
	r.want(t, "account", Fail, "belongs to AbC123, expected XyZ789")
	if r.Exit != 1 || r.Next == "" {
		t.Errorf("exit %d, next %q", r.Exit, r.Next)
	}
	o.Expected, k.Test = "AbC123", true
	run(t, o).want(t, "account", Warn, "test account")
	k.Test = false
	k.Scopes = []string{"profiles:read"}
	run(t, o).want(t, "account", OK, "AbC123, as expected") // by the header Cid
}

// A live key without accounts:read is proved by the first probe.
func TestKeyWithoutAccountsRead(t *testing.T) {
	k, o := fake(t)
	k.Scopes = []string{"profiles:read"}
	o.Needs = needs()
	r := run(t, o)
	r.want(t, "key", Warn, "lacks accounts:read")
	r.want(t, "scopes", Fail, "accounts:read is refused")
	if r.Health != Healthy || r.Next != "give the key accounts:read" {
		t.Errorf("health %s, next %q", r.Health, r.Next)
	}
}

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

func TestHeadroom(t *testing.T) {
	account := `{"data":[{"type":"account","id":"AbC123","attributes":{}}]}`
	rows := []struct {
		name    string
		headers []string
		state   State
		words   string
	}{
		{"plenty", []string{"RateLimit-Limit", "700, 75;w=1, 700;w=60", "RateLimit-Remaining", "688", "RateLimit-Reset", "4"}, OK, "GET /api/accounts 688 of 700 left this minute"},
		{"nothing", []string{"RateLimit-Limit", "15, 1;w=1, 15;w=60", "RateLimit-Remaining", "0", "RateLimit-Reset", "3"}, Warn, "below 10 %: GET /api/accounts 0 of 15 left this minute, back to full in 3 s"},
		{"a tenth", []string{"RateLimit-Limit", "150", "RateLimit-Remaining", "15"}, OK, "15 of 150"},
		{"less", []string{"RateLimit-Limit", "150", "RateLimit-Remaining", "14"}, Warn, "below 10 %"},
		{"another vendor's", []string{"X-RateLimit-Limit", "15", "X-RateLimit-Remaining", "0"}, Unknown, "headers not sent"},
		{"nonsense", []string{"RateLimit-Limit", "many", "RateLimit-Remaining", "some"}, Unknown, "headers not sent"},
		{"negative", []string{"RateLimit-Limit", "-3", "RateLimit-Remaining", "-1"}, Unknown, "headers not sent"},
	}
	for _, row := range rows {
		k, o := fake(t)
		k.Before = reply(200, apiJSON, account, row.headers...)
		run(t, o).want(t, "rate headroom", row.state, row.words)
	}
	// Headers on a 429 say nothing; the 429 itself does.
	k, o := fake(t)
	k.Before = reply(429, apiJSON, "{}", rows[1].headers...)
	c := run(t, o).want(t, "rate headroom", Warn, "GET /api/accounts was answered with 429")
	if len(c.Limits) != 0 {
		t.Errorf("limits of a 429: %v", c.Limits)
	}
}

func TestClock(t *testing.T) {
	for off, want := range map[time.Duration]State{0: OK, 29 * time.Second: OK, -40 * time.Second: Warn, 2 * time.Minute: Warn, time.Hour: Fail, -time.Hour: Fail} {
		k, o := fake(t)
		k.Date = func() time.Time { return o.Clock.Now().Add(off) }
		c := run(t, o).want(t, "clock", want)
		if c.SkewS == nil || *c.SkewS != int64(off/time.Second) {
			t.Errorf("skew %v, want %s", c.SkewS, off)
		}
	}
	k, o := fake(t)
	account := `{"data":[{"type":"account","id":"AbC123","attributes":{}}]}`
	k.Before = reply(200, apiJSON, account, "Age", "30")
	run(t, o).want(t, "clock", Unknown, "cache")
	k.Before = reply(200, apiJSON, account, "Date", "2026-11-23 10:12")
	run(t, o).want(t, "clock", Unknown, "no answer with a date")
	// A suspended laptop.
	k.Before = func(http.ResponseWriter, *http.Request) bool {
		o.Clock.(*fakeClock).advance(8 * time.Second)
		return false
	}
	run(t, o).want(t, "clock", Unknown, "more than 5 s")
	k.Before = nil
	o.Needs = needs()
	o.Needs.Handlers = []HandlerUse{{At: "hook.go:3", Window: true}}
	run(t, o).want(t, "clock", OK, "hook.go:3", "five hours off")
}

func TestWebhooks(t *testing.T) {
	k, o := fake(t)
	o.Webhooks = true
	run(t, o).want(t, "webhooks", OK, "none is registered")
	o.Needs = needs()
	o.Needs.Handlers = []HandlerUse{{At: "hook.go:3"}}
	run(t, o).want(t, "webhooks", Warn, "hook.go:3")
	k.Webhooks = []string{"https://shop.exam", "HTTPS://shop.exam"}
	run(t, o).want(t, "webhooks", OK, "2 webhooks, all https")
	k.Webhooks = []string{"https://shop.exam", "http://shop.exam"}
	run(t, o).want(t, "webhooks", Fail, "wh1")
	k.Webhooks = []string{"***"}
	run(t, o).want(t, "webhooks", Unknown, "not shown")
	k.Scopes = []string{"accounts:read"}
	run(t, o).want(t, "webhooks", Unknown, "permission_denied")
}

func TestStatus(t *testing.T) {
	rows := []struct {
		name, summary string
		components    []string
		state         State
		words         []string
	}{
		{"fine", `{"status":{"indicator":"none","description":"All Systems Operational"}}`, nil, OK, []string{"All Systems Operational"}},
		{"minor", `{"status":{"indicator":"minor","description":"Partially Degraded Service"},"components":[{"name":"API","status":"degraded_performance"},{"name":"Web","status":"operational"},{"name":"All","status":"major_outage","group":true}]}`, nil, Warn, []string{"minor: Partially Degraded Service", "component API: degraded performance"}},
		{"prose only", `{"status":{"indicator":"major","description":"All Systems Operational"}}`, nil, Warn, []string{"major"}},
		{"incident beside none", `{"status":{"indicator":"none","description":"All Systems Operational"},"incidents":[{"name":"Slow <b>API</b>","impact":"minor","status":"investigating","shortlink":"https://stspg.io/x","incident_updates":[{"body":"We are looking"}]}]}`, nil, Warn, []string{"incident (minor, investigating): Slow API: We are looking https://stspg.io/x"}},
		{"resolved", `{"status":{"indicator":"none","description":"x"},"incidents":[{"name":"old","status":"resolved"}]}`, nil, OK, nil},
		{"next week", `{"status":{"indicator":"none","description":"x"},"scheduled_maintenances":[{"name":"m","status":"scheduled"}]}`, nil, OK, nil},
		{"now", `{"status":{"indicator":"none","description":"x"},"scheduled_maintenances":[{"name":"moving","status":"in_progress"}]}`, nil, Warn, []string{"maintenance under way: moving"}},
		{"narrowed", `{"status":{"indicator":"none","description":"x"},"components":[{"name":"API","status":"operational"},{"name":"Web","status":"major_outage"}]}`, []string{"API"}, OK, nil},
		{"no such component", `{"status":{"indicator":"none","description":"x"},"components":[{"name":"Web","status":"operational"}]}`, []string{"API"}, Warn, []string{`no component "API"; it has Web`}},
		{"HTML", `<html>all fine</html>`, nil, Unknown, []string{"not that of a Statuspage"}},
		{"404 of summary", ``, nil, OK, []string{"All Systems Operational"}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			_, o := fake(t)
			s := loopback.NewStatus(row.summary)
			defer s.Close()
			b, err := ParseStatusBase(s.URL)
			if err != nil {
				t.Fatal(err)
			}
			o.Status, o.Components = &b, row.components
			r := run(t, o)
			r.want(t, "status page", row.state, row.words...)
			if r.Exit != 0 {
				t.Error("the status page never fails a run")
			}
			o.FailOn = Warn
			if r := run(t, o); row.state == Warn && r.Exit != 1 {
				t.Error("-fail-on warn")
			}
		})
	}
}
