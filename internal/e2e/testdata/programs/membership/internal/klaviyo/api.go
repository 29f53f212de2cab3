package klaviyo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// API is what the rest of the program sees.
type API interface {
	Call(ctx context.Context, method, path string, body any) error
}

type api struct {
	root *url.URL
	key  string
	hc   *http.Client
}

// New returns the only implementation of API.
func New(key string) API {
	return &api{
		root: &url.URL{Scheme: "https", Host: "a.klaviyo.com"},
		key:  key,
		hc:   &http.Client{Timeout: 10 * time.Second},
	}
}

func (a *api) Call(ctx context.Context, method, path string, body any) error {
	ref, err := url.Parse(path)
	if err != nil {
		return err
	}
	var buf bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&buf).Encode(body); err != nil {
			return err
		}
	}
	req, err := http.NewRequestWithContext(ctx, method, a.root.ResolveReference(ref).String(), &buf)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+a.key)
	req.Header.Set("Content-Type", "application/vnd.api+json")
	req.Header.Set("Revision", "2026-04-15")
	resp, err := a.hc.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return fmt.Errorf("klaviyo: %s %s: %s", method, path, resp.Status)
	}
	return nil
}

// Profile builds the document of a profile.
func Profile(email, state string) any {
	return map[string]any{"data": map[string]any{
		"type":       "profile",
		"attributes": map[string]any{"email": email, "properties": map[string]string{"state": state}},
	}}
}
