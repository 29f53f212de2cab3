package preflight

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestWatch(t *testing.T) {
	k, o := fake(t)
	o.Expected = "AbC123"
	ctx, cancel := context.WithCancel(t.Context())
	clock := o.Clock.(*fakeClock)
	polls := 0
	k.Before = only("/api/accounts", func(w http.ResponseWriter, r *http.Request) bool {
		polls++
		switch {
		case polls >= 100:
			cancel()
		case polls >= 95:
			return reply(401, apiJSON, klaviyoError("authentication_failed", "no"))(w, r)
		case polls >= 10 && polls < 20:
			return reply(429, apiJSON, "{}")(w, r)
		}
		return false
	})
	var out bytes.Buffer
	r := Watch(ctx, o, time.Minute, &out)
	if r == nil || r.Exit != 1 {
		t.Errorf("report %+v: the exit code is that of the last state", r)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	// ok, degraded, ok again, an hour later still ok, refused.
	if len(lines) != 5 {
		t.Fatalf("%d lines:\n%s", len(lines), out.String())
	}
	for i, word := range []string{"healthy; ", "degraded; ", "healthy; ", "healthy; ", "down; "} {
		if !strings.Contains(lines[i], word) {
			t.Errorf("line %d: %s, want %q", i, lines[i], word)
		}
	}
	if clock.Now().Sub(day) < 90*time.Minute {
		t.Errorf("only %s watched", clock.Now().Sub(day))
	}
	for _, q := range k.Seen() {
		if q.Path != "/api/accounts" {
			t.Errorf("asked for %s", q.Path)
		}
	}
}

func TestWait(t *testing.T) {
	k, o := fake(t)
	o.Expected = "AbC123"
	polls := 0
	bad := 4
	k.Before = only("/api/accounts", func(w http.ResponseWriter, r *http.Request) bool {
		polls++
		return polls <= bad && reply(429, apiJSON, "{}")(w, r)
	})
	var out bytes.Buffer
	if r, why := Wait(t.Context(), o, 10*time.Minute, &out); r != nil {
		t.Errorf("gave up: %s", why)
	}
	if polls != 5 || strings.Count(out.String(), "\n") != 1 {
		t.Errorf("%d polls, said %q", polls, out.String())
	}
	polls, bad = 0, 1000
	r, why := Wait(t.Context(), o, time.Minute, &out)
	if r == nil || why != "still not ok after 1m0s" || polls != 4 && polls != 5 {
		t.Errorf("%d polls, %s", polls, why)
	}
	// Nobody waits for a revoked key.
	k.Before = only("/api/accounts", reply(401, apiJSON, klaviyoError("authentication_failed", "no")))
	n := len(k.Seen())
	if r, why := Wait(t.Context(), o, 10*time.Minute, &out); r == nil || why != "waiting does not help" || len(k.Seen()) != n+1 {
		t.Errorf("%s after %d polls", why, len(k.Seen())-n)
	}
}
