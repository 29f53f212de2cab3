package preflight

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestSlowAndEndless(t *testing.T) {
	spaces := bytes.Repeat([]byte(" "), 32<<10)
	rows := []struct {
		name   string
		answer func(http.ResponseWriter, *http.Request) bool
		state  State
		words  string
	}{
		{"slow headers", func(_ http.ResponseWriter, r *http.Request) bool { <-r.Context().Done(); return true }, Fail, "no answer within"},
		{"slow body", func(w http.ResponseWriter, r *http.Request) bool {
			w.Header().Set("Content-Type", apiJSON)
			fmt.Fprint(w, `{"data":[`)
			w.(http.Flusher).Flush()
			<-r.Context().Done()
			return true
		}, Fail, "no answer within"},
		{"endless body", func(w http.ResponseWriter, r *http.Request) bool {
			w.Header().Set("Content-Type", apiJSON)
			fmt.Fprint(w, `{"data":[`)
			for r.Context().Err() == nil {
				if _, err := w.Write(spaces); err != nil {
					break
				}
			}
			return true
		}, Unknown, "longer than 64 KiB"},
		{"gzip", func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("Content-Type", apiJSON)
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			fmt.Fprint(z, oneAccount)
			return z.Close() == nil
		}, OK, "account AbC123"},
		{"gzip bomb", func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("Content-Type", apiJSON)
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			fmt.Fprint(z, `{"data":[`)
			for range 2000 {
				if _, err := z.Write(spaces); err != nil {
					break
				}
			}
			return z.Close() == nil
		}, Unknown, "longer than 64 KiB"},
		{"endless headers", func(w http.ResponseWriter, _ *http.Request) bool {
			c, _, _ := w.(http.Hijacker).Hijack()
			defer c.Close()
			fmt.Fprint(c, "HTTP/1.1 200 OK\r\n")
			for i := range 4000 {
				if _, err := fmt.Fprintf(c, "X-%d: %s\r\n", i, strings.Repeat("x", 100)); err != nil {
					break
				}
			}
			return true
		}, Fail, ""},
		{"cut off", func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("Content-Type", apiJSON)
			w.Header().Set("Content-Length", "1000")
			fmt.Fprint(w, `{"data":[`)
			return true
		}, Fail, "closed before the answer was complete"},
		{"no HTTP", func(w http.ResponseWriter, _ *http.Request) bool {
			c, _, _ := w.(http.Hijacker).Hijack()
			defer c.Close()
			fmt.Fprint(c, "220 mail.example ESMTP\r\n")
			return true
		}, Fail, ""},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			k, o := fake(t)
			o.Timeout = 30 * time.Second // what is endless ends by its length
			if strings.HasPrefix(row.words, "no answer within") {
				o.Timeout = 300 * time.Millisecond
			}
			k.Before = row.answer
			run(t, o).want(t, "key", row.state, row.words)
		})
	}
}

// Retries, their waits, and the latency that is shown: that of the answer.
func TestRetries(t *testing.T) {
	fails := func(n, status int, header ...string) func(http.ResponseWriter, *http.Request) bool {
		return func(w http.ResponseWriter, r *http.Request) bool {
			if n == 0 {
				return false
			}
			n--
			return reply(status, apiJSON, "{}", header...)(w, r)
		}
	}
	rows := []struct {
		name     string
		answer   func(http.ResponseWriter, *http.Request) bool
		state    State
		requests int
		least    time.Duration
	}{
		{"503 twice", fails(2, 503), OK, 3, 1500 * time.Millisecond},
		{"503 thrice", fails(3, 503), Fail, 3, 1500 * time.Millisecond},
		{"500 once", fails(1, 500), OK, 2, 500 * time.Millisecond},
		{"500 twice", fails(2, 500), Fail, 2, 500 * time.Millisecond},
		{"429 with a wait", fails(1, 429, "Retry-After", "7"), OK, 2, 7 * time.Second},
		{"429 twice", fails(2, 429, "Retry-After", "7"), Warn, 2, 7 * time.Second},
		{"429 without", fails(1, 429), Warn, 1, 0},
		{"429 with a date", fails(1, 429, "Retry-After", "Mon, 23 Nov 2026 10:13:00 GMT"), Warn, 1, 0},
		{"429 beyond the deadline", fails(1, 429, "Retry-After", "61"), Warn, 1, 0},
		{"400", fails(1, 400), Unknown, 1, 0},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			k, o := fake(t)
			k.Before = only("/api/accounts", row.answer)
			r := run(t, o)
			r.want(t, "key", row.state)
			if n := len(k.Seen()); n < row.requests {
				t.Errorf("%d requests, want %d", n, row.requests)
			}
			if c := r.check(t, "key"); c.Requests[0].Tries != row.requests {
				t.Errorf("%d tries, want %d", c.Requests[0].Tries, row.requests)
			}
			var waited time.Duration
			for i, d := range o.Clock.(*fakeClock).slept {
				if i < row.requests*2 {
					waited += d
				}
			}
			if waited < row.least {
				t.Errorf("waited %s, want %s", waited, row.least)
			}
		})
	}
}

// Requests to an endpoint of the smallest tier are more than a second apart.
func TestPacing(t *testing.T) {
	k, o := fake(t)
	o.Needs = needs()
	o.Needs.Scopes = nil
	o.Needs.Revisions = []RevisionUse{{Value: "2025-04-15"}, {Value: "2025-07-15"}, {Value: "2026-01-15"}}
	run(t, o)
	if n := len(k.Seen()); n != 4 {
		t.Fatalf("%d requests", n)
	}
	slept := o.Clock.(*fakeClock).slept
	if len(slept) != 3 {
		t.Fatalf("slept %v", slept)
	}
	for _, d := range slept {
		if d < 1000*time.Millisecond || d > 1100*time.Millisecond {
			t.Errorf("slept %s", d)
		}
	}
}

func TestDeadline(t *testing.T) {
	k, o := fake(t)
	o.Needs = needs()
	clock := o.Clock.(*fakeClock)
	k.Before = func(http.ResponseWriter, *http.Request) bool { clock.advance(40 * time.Second); return false }
	r := run(t, o)
	r.want(t, "scopes", Warn, "profiles:read")
	n := len(k.Seen())
	if n != 2 {
		t.Errorf("%d requests, want 2", n)
	}
	o.Needs.Scopes = append(o.Needs.Scopes[:2:2], ScopeUse{Scope: "lists:read", Certain: true})
	run(t, o).want(t, "scopes", Unknown, "out of time")
}

func TestInterrupt(t *testing.T) {
	k, o := fake(t)
	ctx, cancel := context.WithCancel(t.Context())
	k.Before = func(_ http.ResponseWriter, r *http.Request) bool {
		cancel()
		<-r.Context().Done()
		return true
	}
	o.Needs = needs()
	start := time.Now()
	r := Run(ctx, o)
	if d := time.Since(start); d > time.Second {
		t.Errorf("took %s", d)
	}
	if r.Stopped != "interrupted" || len(k.Seen()) != 1 {
		t.Errorf("stopped %q, %d requests", r.Stopped, len(k.Seen()))
	}
	r.want(t, "key", Unknown, "interrupted")
}

// No connection and no goroutine outlives a run.
func TestNothingLeaks(t *testing.T) {
	_, o := fake(t)
	o.Needs, o.Surplus, o.Webhooks = needs(), true, true
	run(t, o)
	before := runtime.NumGoroutine()
	for range 5 {
		run(t, o)
	}
	deadline := time.Now().Add(3 * time.Second)
	for runtime.NumGoroutine() > before+2 && time.Now().Before(deadline) {
		time.Sleep(10 * time.Millisecond)
	}
	if after := runtime.NumGoroutine(); after > before+2 {
		buf := make([]byte, 1<<16)
		t.Errorf("%d goroutines, %d before\n%s", after, before, buf[:runtime.Stack(buf, true)])
	}
}
