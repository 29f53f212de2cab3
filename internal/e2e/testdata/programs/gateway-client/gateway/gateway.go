// Package gateway is the only package that calls Klaviyo.
package gateway

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

type account struct {
	base, key string
	http      *http.Client
}

// An Account reads and writes one account.
type Account = account

// Open makes one.
func Open(key string) *Account {
	return &account{base: "https://a.klaviyo.com", key: key, http: &http.Client{Timeout: 10 * time.Second, Transport: stamp{next: http.DefaultTransport}}}
}

type stamp struct{ next http.RoundTripper }

func (s stamp) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("revision", "2026-07-15")
	return s.next.RoundTrip(r)
}

func send[T any](ctx context.Context, a *account, method, path string, in any) (T, error) {
	var out T
	data, err := json.Marshal(in)
	if err != nil {
		return out, err
	}
	req, err := http.NewRequestWithContext(ctx, method, a.base+path, bytes.NewReader(data))
	if err != nil {
		return out, err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+a.key)
	resp, err := a.http.Do(req)
	if err != nil {
		return out, err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return out, fmt.Errorf("%s %s: %s", method, path, resp.Status)
	}
	return out, json.NewDecoder(resp.Body).Decode(&out)
}

// A List is one list.
type List struct {
	ID string `json:"id"`
}

// Lists reads the lists.
func (a *account) Lists(ctx context.Context) ([]List, error) {
	page, err := send[struct {
		Data []List `json:"data"`
	}](ctx, a, "GET", "/api/lists", nil)
	return page.Data, err
}

// Import creates or updates a profile.
func (a *account) Import(ctx context.Context, profile any) error {
	_, err := send[map[string]any](ctx, a, "POST", "/api/profile-import", profile)
	return err
}
