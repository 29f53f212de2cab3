package preflight

import (
	"context"
	"io"
	"log"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klaviyolint/klaviyolint/internal/preflight/loopback"
)

// testKey is the key of all tests.
var testKey = loopback.Key

// day is the day of all tests.
var day = time.Date(2026, 11, 23, 10, 12, 3, 0, time.UTC)

// A fakeClock stands still but for Sleep.
type fakeClock struct {
	mu    sync.Mutex
	now   time.Time
	slept []time.Duration
	most  int // sleeps after which the context is to end; 0: never
	stop  context.CancelFunc
}

func newClock() *fakeClock { return &fakeClock{now: day} }

func (c *fakeClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *fakeClock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	c.slept = append(c.slept, d)
	if c.most > 0 && len(c.slept) >= c.most {
		c.stop()
	}
	return ctx.Err()
}

func (c *fakeClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// key writes a key into the environment and reads it as a run does.
func key(t testing.TB, text string) Credential {
	t.Helper()
	t.Setenv(KeyEnv, text)
	c, err := KeyFromEnv(KeyEnv)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// newOptions are those of a run against a server on this machine, without the
// code.
func newOptions(t testing.TB, base string) Options {
	t.Helper()
	b, err := ParseBase(base, func(string) bool { return false })
	if err != nil {
		t.Fatal(err)
	}
	return Options{
		Version: "test", Key: key(t, testKey), Base: b, StatusReason: "left out", Dir: emptyModule(t),
		Clock: newClock(), Timeout: 5 * time.Second,
		Proxy: func(*http.Request) (*url.URL, error) { return nil, nil },
	}
}

func emptyModule(t testing.TB) string {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/shop\n\ngo 1.25\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

// fake starts a Klaviyo whose clock is that of the options.
func fake(t testing.TB) (*loopback.Klaviyo, Options) {
	t.Helper()
	k := loopback.New(testKey)
	t.Cleanup(k.Close)
	o := newOptions(t, k.URL)
	k.Date = o.Clock.Now
	return k, o
}

func run(t testing.TB, o Options) *Report {
	t.Helper()
	r := Run(t.Context(), o)
	t.Cleanup(func() {
		if t.Failed() {
			var b strings.Builder
			_ = Text(&b, r, View{Verbose: true})
			t.Log("\n" + b.String())
		}
	})
	return r
}

// check returns the check of a name.
func (r *Report) check(t testing.TB, name string) Check {
	t.Helper()
	for _, c := range r.Checks {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("no check %q", name)
	return Check{}
}

// want fails unless the check has the state, and text or details contain words.
func (r *Report) want(t testing.TB, name string, s State, words ...string) Check {
	t.Helper()
	c := r.check(t, name)
	all := c.Text + "\n" + strings.Join(c.Details, "\n")
	if c.State != s {
		t.Errorf("%s is %s, want %s: %s", name, c.State, s, all)
	}
	for _, w := range words {
		if !strings.Contains(all, w) {
			t.Errorf("%s does not say %q: %s", name, w, all)
		}
	}
	return c
}

func reply(status int, contentType, body string, header ...string) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, _ *http.Request) bool {
		w.Header().Set("Content-Type", contentType)
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
		return true
	}
}

// only answers one path with f, and the rest as usual.
func only(path string, f func(http.ResponseWriter, *http.Request) bool) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool { return r.URL.Path == path && f(w, r) }
}

const apiJSON = "application/vnd.api+json"

const oneAccount = `{"data":[{"type":"account","id":"AbC123","attributes":{"test_account":false}}]}`

func klaviyoError(code, detail string) string {
	return `{"errors":[{"id":"1","code":"` + code + `","title":"t","detail":"` + detail + `"}]}`
}

func discard() *log.Logger { return log.New(io.Discard, "", 0) }
