package preflight

import (
	"net/http"
	"strings"
	"testing"
)

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
