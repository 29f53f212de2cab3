// Package shapes names paths in maps, lists and type parameters.
package shapes

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"time"
)

type Sender interface {
	Send(ctx context.Context, name string, payload any) error
}

type klaviyo struct{ c *http.Client }

var paths = map[string]string{
	"profile": "/api/profile-import",
	"event":   "/api/event", // want `no revision has "POST /api/event", so Klaviyo answers 404; did you mean`
	"old":     "/api/identify",
}

func (k klaviyo) Send(ctx context.Context, name string, payload any) error {
	b, err := json.Marshal(payload)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://a.klaviyo.com"+paths[name], strings.NewReader(string(b)))
	if err != nil {
		return err
	}
	req.Header.Set("revision", "2026-07-15")
	req.Header.Set("Authorization", auth())
	resp, err := k.c.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func auth() string { return "Klaviyo-Api-Key:" + os.Getenv("KLAVIYO_API_KEY") }

func New() Sender { return klaviyo{&http.Client{Timeout: time.Second}} }

func call[T any](ctx context.Context, method, path string, in T) error {
	req, err := http.NewRequestWithContext(ctx, method, "https://a.klaviyo.com/"+strings.TrimPrefix(path, "/"), nil)
	if err != nil {
		return err
	}
	req.Header.Set("revision", "2026-07-15")
	req.Header.Set("Authorization", "Klaviyo-API-Key "+os.Getenv("KLAVIYO_API_KEY"))
	_, err = http.DefaultClient.Do(req)
	return err
}

func Generic(ctx context.Context) {
	call(ctx, "POST", "/api/events", 1)
	call(ctx, "POST", "/api/eventz", "x") // want `no revision has "POST /api/eventz", so Klaviyo answers 404; did you mean`
	call(ctx, "GET", "api/tags/", 2)
	call(ctx, "GET", "tags", 2) // want `"GET /tags" lacks "/api", so Klaviyo answers 404; use "GET /api/tags"`
	f := call[int]
	f(ctx, "POST", "api/v1/campaigns", 1)
	post := func(p string) error { return call(ctx, "POST", p, 0) }
	post("api/profile-bulk-import-jobs/")
	post("api/profile-import-jobs") // want `no revision has "POST /api/profile-import-jobs", so Klaviyo answers 404;`
}
