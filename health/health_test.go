package health

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const (
	jsonAPI = "application/vnd.api+json"
	one     = `{"data":[{"type":"account","id":"AbC123","attributes":{"public_api_key":"AbC123"}}]}`
	secret  = "the-key-of-the-test"
)

// A clock is moved by hand.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

// local sends what is meant for Klaviyo to a server on this machine.
type local struct{ to *url.URL }

func (l local) Do(r *http.Request) (*http.Response, error) {
	r.URL.Scheme, r.URL.Host = l.to.Scheme, l.to.Host
	return http.DefaultTransport.RoundTrip(r)
}

// klaviyo starts a server and returns a checker that asks it, by Accounts.
func klaviyo(t *testing.T, h http.HandlerFunc, opts ...Option) (*Checker, *clock, *atomic.Int32) {
	t.Helper()
	calls := new(atomic.Int32)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		h(w, r)
	}))
	t.Cleanup(s.Close)
	to, _ := url.Parse(s.URL)
	c := New(Accounts(local{to}, func(context.Context) (string, error) { return secret, nil }, "2026-07-15"), opts...)
	k := &clock{t: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)}
	c.now = k.now
	return c, k, calls
}

func reply(code int, contentType, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.Header().Set("X-Klaviyo-Api-Revision", "2026-07-15")
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
		fmt.Fprint(w, body)
	}
}

func TestAnswers(t *testing.T) {
	refusal := `{"errors":[{"code":"permission_denied"}]}`
	rows := []struct {
		name   string
		h      http.HandlerFunc
		first  Status
		second Status
		code   int // of ServeHTTP in the end
		err    string
	}{
		{"one account", reply(200, jsonAPI, one), Healthy, Healthy, 200, ""},
		{"none", reply(200, jsonAPI, `{"data":[]}`), Down, Down, 503, "no account"},
		{"two", reply(200, jsonAPI, `{"data":[{"type":"account","id":"AbC123"},{"type":"account","id":"AbC124"}]}`), Down, Down, 503, "no account"},
		{"portal", reply(200, "text/html", "<html>"), Down, Down, 503, "no account"},
		{"not JSON", reply(200, jsonAPI, "{"), Down, Down, 503, "no account"},
		{"a strange id", reply(200, jsonAPI, `{"data":[{"type":"account","id":"the-key-of-the-test"}]}`), Down, Down, 503, "no account"},
		{"401", reply(401, jsonAPI, refusal), Down, Down, 503, "key refused"},
		{"403", reply(403, jsonAPI, refusal), Down, Down, 503, "lacks accounts:read"},
		{"403 HTML", reply(403, "text/html", "no"), Degraded, Degraded, 200, "in front of Klaviyo"},
		{"403 mitigated", reply(403, jsonAPI, refusal, "Cf-Mitigated", "challenge"), Degraded, Degraded, 200, "in front of Klaviyo"},
		{"429", reply(429, jsonAPI, refusal), Degraded, Degraded, 200, "rate limited"},
		{"500", reply(500, jsonAPI, "{}"), Degraded, Down, 503, "answers 500"},
		{"503", reply(503, "text/html", "busy"), Degraded, Down, 503, "answers 503"},
		{"302", reply(302, "text/html", "", "Location", "https://login.example/"), Down, Down, 503, "redirected"},
		{"410", reply(410, jsonAPI, "{}"), Down, Down, 503, "not served any more"},
		{"400", reply(400, jsonAPI, refusal), Down, Down, 503, "refuses the check (400)"},
		{"cut off", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			w.Header().Set("Content-Type", jsonAPI)
			fmt.Fprint(w, one)
		}, Degraded, Down, 503, "no answer"},
		{"endless", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", jsonAPI)
			for r.Context().Err() == nil {
				if _, err := io.WriteString(w, strings.Repeat(" ", 4096)); err != nil {
					return
				}
			}
		}, Down, Down, 503, "no account"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			c, k, calls := klaviyo(t, row.h)
			r := c.Check(context.Background())
			if r.Status != row.first || r.Cached {
				t.Errorf("first %+v, want %s", r, row.first)
			}
			if r = c.Check(context.Background()); r.Status != row.first || !r.Cached || calls.Load() != 1 {
				t.Errorf("again %+v after %d calls", r, calls.Load())
			}
			k.add(time.Minute)
			if r = c.Check(context.Background()); r.Status != row.second || calls.Load() != 2 {
				t.Errorf("second %+v after %d calls, want %s", r, calls.Load(), row.second)
			}
			if row.err == "" && r.Err != nil || row.err != "" && (r.Err == nil || !strings.Contains(r.Err.Error(), row.err)) {
				t.Errorf("error %v, want %q", r.Err, row.err)
			}
			if err := c.Err(context.Background()); (err != nil) != (row.second == Down) {
				t.Errorf("Err is %v", err)
			}
			w := httptest.NewRecorder()
			c.ServeHTTP(w, httptest.NewRequest("GET", "/health/klaviyo", nil))
			if w.Code != row.code {
				t.Errorf("HTTP %d, want %d", w.Code, row.code)
			}
			if strings.Contains(w.Body.String(), secret) || strings.Contains(w.Body.String(), "permission_denied") || strings.Contains(w.Body.String(), "https://") {
				t.Errorf("body shows %s", w.Body.String())
			}
		})
	}
}

func TestHandler(t *testing.T) {
	c, _, _ := klaviyo(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Klaviyo-API-Key "+secret || r.Header.Get("revision") != "2026-07-15" || r.URL.Path != "/api/accounts" {
			t.Errorf("%s %s with %v", r.Method, r.URL, r.Header)
		}
		reply(200, jsonAPI, one)(w, r)
	})
	w := httptest.NewRecorder()
	c.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	var body struct {
		Status   string
		Services map[string]struct {
			Status    string
			LatencyMS *int64 `json:"latency_ms"`
			AccountID string `json:"account_id"`
			Revision  string
			CheckedAt string `json:"checked_at"`
		}
		Timestamp string
	}
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
		t.Fatal(err)
	}
	s := body.Services["klaviyo"]
	if body.Status != "healthy" || s.Status != "healthy" || s.AccountID != "AbC123" || s.LatencyMS == nil || s.Revision != "2026-07-15" ||
		s.CheckedAt != "2026-11-23T10:00:00Z" || body.Timestamp != "2026-11-23T10:00:00Z" {
		t.Errorf("%s", w.Body)
	}
	if w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("Content-Type") != "application/json" {
		t.Errorf("%v", w.Header())
	}
	for method, code := range map[string]int{"HEAD": 200, "POST": 405, "DELETE": 405} {
		w := httptest.NewRecorder()
		c.ServeHTTP(w, httptest.NewRequest(method, "/", nil))
		if w.Code != code || w.Body.Len() != 0 {
			t.Errorf("%s: %d %s", method, w.Code, w.Body)
		}
	}
	c, _, _ = klaviyo(t, reply(429, jsonAPI, "{}"), WithDegraded(218))
	w = httptest.NewRecorder()
	c.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	if w.Code != 218 {
		t.Errorf("degraded is %d", w.Code)
	}
}

func TestDisabled(t *testing.T) {
	on := false
	c, _, calls := klaviyo(t, reply(200, jsonAPI, one), WithEnabled(func() bool { return on }))
	w := httptest.NewRecorder()
	c.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	if w.Code != 200 || !strings.Contains(w.Body.String(), `"disabled"`) || calls.Load() != 0 || c.Err(context.Background()) != nil {
		t.Errorf("%d %s, %d calls", w.Code, w.Body, calls.Load())
	}
	on = true
	if r := c.Check(context.Background()); r.Status != Healthy {
		t.Errorf("%+v", r)
	}
}

// After 429 there is no call before Retry-After, and the account id is kept.
func TestRetryAfter(t *testing.T) {
	limited := false
	c, k, calls := klaviyo(t, func(w http.ResponseWriter, r *http.Request) {
		if limited {
			reply(429, jsonAPI, "{}", "Retry-After", "300")(w, r)
			return
		}
		reply(200, jsonAPI, one)(w, r)
	})
	c.Check(context.Background())
	limited = true
	k.add(time.Minute)
	if r := c.Check(context.Background()); r.Status != Degraded || r.AccountID != "AbC123" {
		t.Errorf("%+v", r)
	}
	limited = false
	k.add(299 * time.Second)
	if r := c.Check(context.Background()); r.Status != Degraded || calls.Load() != 2 {
		t.Errorf("%+v after %d calls", r, calls.Load())
	}
	k.add(time.Second)
	if r := c.Check(context.Background()); r.Status != Healthy || calls.Load() != 3 {
		t.Errorf("%+v after %d calls", r, calls.Load())
	}
}

// One lost answer between good ones never makes it down.
func TestTwoInARow(t *testing.T) {
	n := 0
	c, k, _ := klaviyo(t, func(w http.ResponseWriter, r *http.Request) {
		if n++; n%2 == 1 {
			reply(502, "text/html", "")(w, r)
			return
		}
		reply(200, jsonAPI, one)(w, r)
	})
	for i := range 6 {
		if r := c.Check(context.Background()); r.Status != []Status{Degraded, Healthy}[i%2] {
			t.Errorf("%d: %+v", i, r)
		}
		k.add(time.Minute)
	}
}

// Concurrent callers share one call.
func TestOneCallAtATime(t *testing.T) {
	release := make(chan bool)
	c, _, calls := klaviyo(t, func(w http.ResponseWriter, r *http.Request) {
		<-release
		reply(200, jsonAPI, one)(w, r)
	})
	var wg sync.WaitGroup
	for range 50 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if r := c.Check(context.Background()); r.Status != Healthy {
				t.Errorf("%+v", r)
			}
		}()
	}
	time.Sleep(50 * time.Millisecond)
	close(release)
	wg.Wait()
	if calls.Load() != 1 {
		t.Errorf("%d calls", calls.Load())
	}
}

// A caller that goes away neither waits nor spoils the result for others.
func TestCancelledCaller(t *testing.T) {
	release := make(chan bool)
	c, _, calls := klaviyo(t, func(w http.ResponseWriter, r *http.Request) {
		<-release
		reply(200, jsonAPI, one)(w, r)
	})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if r := c.Check(ctx); r.Status != Unknown || !r.Cached {
		t.Errorf("%+v", r)
	}
	close(release)
	if r := c.Check(context.Background()); r.Status != Healthy || calls.Load() != 1 {
		t.Errorf("%+v after %d calls", r, calls.Load())
	}
}

// A ping that ignores its context is given up in time, and not called again
// before it ends.
func TestPingThatHangs(t *testing.T) {
	var calls atomic.Int32
	release := make(chan bool)
	c := New(func(context.Context) (*http.Response, error) {
		calls.Add(1)
		<-release
		return nil, errors.New("late")
	}, WithTimeout(30*time.Millisecond))
	k := &clock{t: time.Unix(1e9, 0)}
	c.now = k.now
	start := time.Now()
	if r := c.Check(context.Background()); r.Status != Degraded || !errors.Is(r.Err, errTimeout) {
		t.Errorf("%+v", r)
	}
	k.add(time.Hour)
	if r := c.Check(context.Background()); r.Status != Degraded || !r.Cached || calls.Load() != 1 {
		t.Errorf("%+v after %d calls", r, calls.Load())
	}
	if d := time.Since(start); d > 5*time.Second {
		t.Errorf("took %s", d)
	}
	close(release)
}

func TestSlowServer(t *testing.T) {
	c, _, _ := klaviyo(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, WithTimeout(30*time.Millisecond))
	if r := c.Check(context.Background()); r.Status != Degraded || !errors.Is(r.Err, errTimeout) {
		t.Errorf("%+v", r)
	}
}

func TestBadPings(t *testing.T) {
	for name, row := range map[string]struct {
		ping Ping
		want Status
		err  error
	}{
		"nothing": {func(context.Context) (*http.Response, error) { return nil, nil }, Down, errNothing},
		"panic":   {func(context.Context) (*http.Response, error) { panic(secret) }, Down, errPanic},
		"error":   {func(context.Context) (*http.Response, error) { return nil, errors.New(secret) }, Degraded, errNetwork},
		"no body": {func(context.Context) (*http.Response, error) { return &http.Response{StatusCode: 200}, nil }, Down, errNotAccount},
		"both": {func(context.Context) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Body: http.NoBody}, errors.New(secret)
		}, Degraded, errNetwork},
		"no key": {Accounts(http.DefaultClient, func(context.Context) (string, error) { return "", errors.New(secret) }, "2026-07-15"), Degraded, errNoKey},
		"empty":  {Accounts(http.DefaultClient, func(context.Context) (string, error) { return "", nil }, "2026-07-15"), Degraded, errNoKey},
	} {
		r := New(row.ping).Check(context.Background())
		if r.Status != row.want || !errors.Is(r.Err, row.err) || strings.Contains(r.Err.Error(), secret) {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

// The key is asked for at each call: a rotated one is used at once.
func TestKeyRotation(t *testing.T) {
	key := "old"
	var got []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = append(got, r.Header.Get("Authorization"))
		reply(200, jsonAPI, one)(w, r)
	}))
	defer s.Close()
	to, _ := url.Parse(s.URL)
	ping := Accounts(local{to}, func(context.Context) (string, error) { return key, nil }, "2026-07-15")
	for _, key = range []string{"old", "new"} {
		if r := New(ping).Check(context.Background()); r.Status != Healthy {
			t.Errorf("%+v", r)
		}
	}
	if len(got) != 2 || got[1] != "Klaviyo-API-Key new" {
		t.Errorf("%v", got)
	}
}

// A clock that is set back does not keep a result for ever.
func TestClockJumps(t *testing.T) {
	c, k, calls := klaviyo(t, reply(200, jsonAPI, one))
	c.Check(context.Background())
	k.add(-time.Hour)
	c.Check(context.Background())
	if calls.Load() != 2 {
		t.Errorf("%d calls", calls.Load())
	}
}

func TestBadOptions(t *testing.T) {
	for name, f := range map[string]func(){
		"TTL 0":     func() { WithTTL(0) },
		"TTL 4s":    func() { WithTTL(4 * time.Second) },
		"timeout 0": func() { WithTimeout(0) },
		"no ping":   func() { New(nil) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			f()
		}()
	}
	c, k, calls := klaviyo(t, reply(200, jsonAPI, one), WithTTL(5*time.Second))
	c.Check(context.Background())
	k.add(5 * time.Second)
	c.Check(context.Background())
	if calls.Load() != 2 {
		t.Errorf("%d calls", calls.Load())
	}
}
