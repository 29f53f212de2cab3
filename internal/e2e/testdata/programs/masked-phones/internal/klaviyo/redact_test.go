package klaviyo

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

type rewrite struct {
	to string
}

func (r rewrite) RoundTrip(req *http.Request) (*http.Response, error) {
	req.URL.Scheme = "http"
	req.URL.Host = strings.TrimPrefix(r.to, "http://")
	return http.DefaultTransport.RoundTrip(req)
}

func TestPatchSendsWhatItGets(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
	}))
	defer srv.Close()
	c := New("test")
	c.http.Transport = rewrite{srv.URL}
	err := c.patch(context.Background(), "01H", map[string]any{"phone_number": "not-a-number"})
	if err == nil {
		t.Fatal("a bad number was accepted")
	}
	if err := c.patch(context.Background(), "01H", map[string]any{"phone_number": "555-0199"}); err == nil {
		t.Fatal("a national number was accepted")
	}
}
