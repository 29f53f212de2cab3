package klaviyo

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestUpsert(t *testing.T) {
	var rev, path string
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rev, path = r.Header.Get("revision"), r.URL.Path
		w.WriteHeader(http.StatusCreated)
	}))
	defer srv.Close()
	c := New("test")
	c.BaseURL = srv.URL
	if err := c.Upsert(context.Background(), "a@example.com"); err != nil {
		t.Fatal(err)
	}
	if rev != Revision || path != "/api/profile-import" {
		t.Errorf("revision %q, path %q", rev, path)
	}
}
