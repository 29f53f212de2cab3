// Package klaviyo is the client.
package klaviyo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// A Client calls Klaviyo.
type Client struct {
	key  string
	http *http.Client
}

// New makes one.
func New(key string) *Client {
	return &Client{key: key, http: &http.Client{Timeout: 10 * time.Second}}
}

// Person is who signed up.
type Person struct {
	Email string `json:"email,omitempty"`
	First string `json:"firstname,omitempty"` // want payload
	Tier  string `json:"tier,omitempty"`
}

type document struct {
	Data any `json:"data"`
}

// Upsert creates or updates a person.
func (c *Client) Upsert(ctx context.Context, p Person) error {
	return c.Send(ctx, "/api/profile-import", document{map[string]any{"type": "profile", "attributes": p}})
}

// Subscribe asks for consent.
func (c *Client) Subscribe(ctx context.Context, list string, emails []string) error {
	var people []any
	for _, e := range emails {
		people = append(people, map[string]any{"type": "profile", "attributes": map[string]any{
			"email": e, "subscriptions": map[string]any{"email": map[string]any{"marketing": map[string]any{"consent": "SUBSCRIBED"}}},
		}})
	}
	return c.Send(ctx, "/api/profile-subscription-bulk-create-jobs", document{map[string]any{
		"type":          "profile-subscription-bulk-create", // want payload
		"attributes":    map[string]any{"profiles": map[string]any{"data": people}},
		"relationships": map[string]any{"list": map[string]any{"data": map[string]any{"type": "list", "id": list}}},
	}})
}

// Send sends a document to a path.
func (c *Client) Send(ctx context.Context, path string, body any) error {
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://a.klaviyo.com"+path, bytes.NewReader(data))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("revision", "2026-07-15")
	req.Header.Set("Content-Type", "application/vnd.api+json")
	resp, err := c.http.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusTooManyRequests {
		return fmt.Errorf("%s: retry in %s s", path, resp.Header.Get("Retry-After"))
	}
	if resp.StatusCode >= 300 {
		return fmt.Errorf("%s: %s", path, resp.Status)
	}
	return nil
}
