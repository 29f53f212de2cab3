package sink

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
)

const klaviyoBase = "https://a.klaviyo.com/api"

type klaviyo struct {
	base string
	key  string
}

// NewKlaviyo makes a sink; an empty base means the real service.
func NewKlaviyo(key, base string) Sink {
	k := &klaviyo{base: base, key: key}
	if k.base == "" {
		k.base = klaviyoBase
	}
	return k
}

func (k *klaviyo) Push(ctx context.Context, c Contact) error {
	var buf bytes.Buffer
	if err := json.NewEncoder(&buf).Encode(map[string]any{
		"data": map[string]any{
			"type":       "profile",
			"attributes": map[string]any{"email": c.Email, "first_name": c.First},
		},
	}); err != nil {
		return err
	}
	url := k.base + "/profiles"                                             // want upsert
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, &buf) // want rawhttp
	if err != nil {
		return err
	}
	for name, value := range k.headers() {
		req.Header[name] = value
	}
	resp, err := shared.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 400 {
		return fmt.Errorf("klaviyo: %s", resp.Status)
	}
	return nil
}

func (k *klaviyo) headers() http.Header {
	h := make(http.Header)
	h.Set("Authorization", "Klaviyo-API-Key "+k.key)
	h.Set("Content-Type", "application/vnd.api+json")
	h.Set("revision", "2026-04-15")
	return h
}
