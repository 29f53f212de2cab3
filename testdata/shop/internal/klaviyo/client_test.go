package klaviyo

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestImportProfile(t *testing.T) {
	var path, auth string
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path, auth = r.URL.Path, r.Header.Get("Authorization")
		w.WriteHeader(http.StatusCreated)
	}))
	defer srv.Close()
	c := New("test", WithBaseURL(srv.URL))
	if err := c.ImportProfile(context.Background(), Profile{Email: "ada@example.com"}); err != nil {
		t.Fatal(err)
	}
	if path != "/api/profile-import" || auth != "Klaviyo-API-Key test" {
		t.Errorf("got %s with %s", path, auth)
	}
}
