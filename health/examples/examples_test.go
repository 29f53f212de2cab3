package examples

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/health"
)

// answering returns a check whose ping gets one answer.
func answering(code int, body string) *health.Checker {
	return health.New(func(context.Context) (*http.Response, error) {
		h := http.Header{"Content-Type": {"application/vnd.api+json"}}
		return &http.Response{StatusCode: code, Header: h, Body: io.NopCloser(strings.NewReader(body))}, nil
	})
}

func get(h http.Handler, path string) int {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return w.Code
}

func TestWirings(t *testing.T) {
	one := `{"data":[{"type":"account","id":"AbC123"}]}`
	for _, row := range []struct {
		name   string
		code   int
		body   string
		ready  int
		fresh  int // of hellofresh, which goes on
		status health.Status
	}{
		{"healthy", 200, one, 200, 200, health.Healthy},
		{"degraded", 429, "{}", 200, 200, health.Degraded},
		{"down", 401, `{"errors":[{}]}`, 503, 200, health.Down},
	} {
		t.Run(row.name, func(t *testing.T) {
			h := Heptiolabs(answering(row.code, row.body))
			if got := get(h, "/ready"); got != row.ready {
				t.Errorf("heptiolabs /ready: %d, want %d", got, row.ready)
			}
			if got := get(h, "/live"); got != 200 {
				t.Errorf("heptiolabs /live: %d, want 200", got)
			}
			if got := get(AlexLiesenfeld(answering(row.code, row.body)), "/"); got != row.ready {
				t.Errorf("alexliesenfeld: %d, want %d", got, row.ready)
			}
			f, err := HelloFresh(answering(row.code, row.body))
			if err != nil {
				t.Fatal(err)
			}
			if got := get(f, "/"); got != row.fresh {
				t.Errorf("hellofresh: %d, want %d", got, row.fresh)
			}
		})
	}
}

// The code in the README is the code of these files.
func TestReadme(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"heptiolabs.go", "alexliesenfeld.go", "hellofresh.go"} {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		from := strings.Index(string(src), "\nfunc ")
		if !strings.Contains(string(text), string(src)[from+1:]) {
			t.Errorf("the README does not hold the function of %s", name)
		}
	}
}
