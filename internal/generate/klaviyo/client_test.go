package klaviyo

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// A fake answers in place of Klaviyo.
type fake struct {
	mu      sync.Mutex
	answers []int // statuses, the last one for ever; 0 is no answer
	header  http.Header
	seen    []*http.Request
	bodies  []string
}

func (f *fake) RoundTrip(r *http.Request) (*http.Response, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.seen = append(f.seen, r)
	body := ""
	if r.Body != nil {
		text, _ := io.ReadAll(r.Body)
		body = string(text)
	}
	f.bodies = append(f.bodies, body)
	status := f.answers[min(len(f.seen), len(f.answers))-1]
	if status == 0 {
		return nil, errors.New("no route")
	}
	h := f.header
	if h == nil {
		h = http.Header{}
	}
	return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(`{"errors":[{"code":"x","detail":"y"}]}`))}, nil
}

type counted struct {
	mu       sync.Mutex
	statuses []string
}

func (c *counted) Request(_, _, status string, _ time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.statuses = append(c.statuses, status)
}

func client(f *fake, change func(*Config)) (*Client, *counted, *strings.Builder) {
	m, log := &counted{}, &strings.Builder{}
	c := Config{
		Key:     func(context.Context) (string, error) { return "the-key", nil },
		Metrics: m, Transport: f, Log: slog.New(slog.NewTextHandler(log, nil)),
	}
	if change != nil {
		change(&c)
	}
	return New(c), m, log
}

func TestRequests(t *testing.T) {
	f := &fake{answers: []int{201}}
	c, m, _ := client(f, nil)
	ctx := context.Background()
	if err := c.UpsertProfile(ctx, Profile{Email: "sam@shop.example"}); err != nil {
		t.Fatal(err)
	}
	if err := c.CreateEvent(ctx, Event{Metric: "Placed Order", UniqueID: "order-1", Profile: Profile{Email: "sam@shop.example"}, Value: 12.5, Currency: "USD"}); err != nil {
		t.Fatal(err)
	}
	if err := c.ImportProfiles(ctx, make([]Profile, 1)); err == nil {
		t.Error("a profile without an identifier was sent")
	}
	if err := c.ImportProfiles(ctx, []Profile{{ExternalID: "7"}}); err != nil {
		t.Fatal(err)
	}
	want := []string{"POST /api/profile-import", "POST /api/events", "POST /api/profile-bulk-import-jobs"}
	for i, r := range f.seen {
		if got := r.Method + " " + r.URL.Path; got != want[i] {
			t.Errorf("%s, want %s", got, want[i])
		}
		if r.Header.Get("Authorization") != "Klaviyo-API-Key the-key" || r.Header.Get("revision") != Revision || r.URL.Host != "a.klaviyo.com" {
			t.Errorf("%v to %s", r.Header, r.URL)
		}
		if !json.Valid([]byte(f.bodies[i])) {
			t.Errorf("body %s", f.bodies[i])
		}
	}
	if !strings.Contains(f.bodies[1], `"unique_id":"order-1"`) {
		t.Errorf("body %s", f.bodies[1])
	}
	if strings.Join(m.statuses, " ") != "201 201 201" {
		t.Errorf("counted %v", m.statuses)
	}
}

func TestEventNeedsAUniqueID(t *testing.T) {
	f := &fake{answers: []int{202}}
	c, _, _ := client(f, nil)
	if err := c.CreateEvent(context.Background(), Event{Metric: "m", Profile: Profile{Email: "a@shop.example"}}); err == nil || len(f.seen) != 0 {
		t.Errorf("%v, %d sent", err, len(f.seen))
	}
}

func TestKillSwitch(t *testing.T) {
	f := &fake{answers: []int{201}}
	c, _, _ := client(f, func(c *Config) { c.Enabled = func() bool { return false } })
	if err := c.UpsertProfile(context.Background(), Profile{Email: "a@shop.example"}); err != nil || len(f.seen) != 0 {
		t.Errorf("%v, %d sent", err, len(f.seen))
	}
}

func TestRetries(t *testing.T) {
	for _, row := range []struct {
		name    string
		answers []int
		header  http.Header
		sent    int
		fails   bool
	}{
		{"503, then fine", []int{503, 201}, nil, 2, false},
		{"no answer, then fine", []int{0, 201}, nil, 2, false},
		{"429, then fine", []int{429, 201}, http.Header{"Retry-After": {"0"}}, 2, false},
		{"400", []int{400}, nil, 1, true},
		{"401", []int{401}, nil, 1, true},
		{"409", []int{409}, nil, 1, true},
	} {
		f := &fake{answers: row.answers, header: row.header}
		c, _, log := client(f, nil)
		err := c.UpsertProfile(context.Background(), Profile{Email: "a@shop.example"})
		if (err != nil) != row.fails || len(f.seen) != row.sent {
			t.Errorf("%s: %v after %d", row.name, err, len(f.seen))
		}
		for i, b := range f.bodies {
			if b == "" {
				t.Errorf("%s: attempt %d has no body", row.name, i)
			}
		}
		if loud := strings.Contains(log.String(), "level=ERROR"); loud != (row.name == "401") || strings.Contains(log.String(), "the-key") {
			t.Errorf("%s: log %q", row.name, log)
		}
	}
}

func TestWaits(t *testing.T) {
	last := time.Duration(0)
	for attempt := range maxAttempts - 1 {
		wait, again := retryIn(&http.Response{StatusCode: http.StatusServiceUnavailable, Header: http.Header{}}, nil, attempt)
		if !again || wait < firstWait<<attempt/2 || wait > firstWait<<attempt || wait < last/2 {
			t.Errorf("attempt %d: %s %v", attempt, wait, again)
		}
		last = wait
	}
	if _, again := retryIn(nil, errors.New("x"), maxAttempts-1); again {
		t.Error("without end")
	}
	wait, again := retryIn(&http.Response{StatusCode: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"42"}}}, nil, 0)
	if !again || wait < 42*time.Second || wait > 43*time.Second {
		t.Errorf("429: %s %v", wait, again)
	}
}

func TestContextEndsTheWait(t *testing.T) {
	f := &fake{answers: []int{429}, header: http.Header{"Retry-After": {"60"}}}
	c, _, _ := client(f, nil)
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	err := c.UpsertProfile(ctx, Profile{Email: "a@shop.example"})
	var e *Error
	if !errors.As(err, &e) || e.Status != 429 || len(f.seen) != 1 {
		t.Errorf("%v after %d", err, len(f.seen))
	}
}

func TestBreaker(t *testing.T) {
	var b breaker
	for range breakAfter {
		if !b.allow() {
			t.Fatal("open too early")
		}
		b.done(false)
	}
	if b.allow() {
		t.Error("still closed")
	}
	b.until = time.Now().Add(-time.Second)
	if !b.allow() || b.allow() {
		t.Error("one request is let through, and only one")
	}
	b.done(true)
	if !b.allow() {
		t.Error("not closed again")
	}
}

// In no second more than the burst gets through, and in a minute no more than
// the steady rate once the bucket is empty.
func TestLimits(t *testing.T) {
	for tier, limit := range map[tier][2]int{tierXS: {1, 15}, tierM: {10, 150}, tierL: {75, 700}, tierXL: {350, 3500}} {
		b := newLimits()[tier]
		through := int(b.size) + int(time.Second/b.every)
		if through > limit[0] {
			t.Errorf("tier %d: %d in a second, %d are allowed", tier, through, limit[0])
		}
		if perMinute := int(time.Minute / b.every); perMinute > limit[1] {
			t.Errorf("tier %d: %d in a minute, %d are allowed", tier, perMinute, limit[1])
		}
	}
	b := newBucket(60*50, 2) // one in 20 ms
	start := time.Now()
	for range 4 {
		if err := sleep(context.Background(), b.take()); err != nil {
			t.Fatal(err)
		}
	}
	if d := time.Since(start); d < 35*time.Millisecond {
		t.Errorf("four took %s", d)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := sleep(ctx, b.take()); err == nil {
		t.Error("a cancelled wait")
	}
}

func TestPing(t *testing.T) {
	f := &fake{answers: []int{200}}
	c, _, _ := client(f, nil)
	resp, err := c.Ping(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if f.seen[0].Method+" "+f.seen[0].URL.Path != "GET /api/accounts" {
		t.Error(f.seen[0].URL)
	}
}
