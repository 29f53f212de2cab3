package klaviyo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
)

func fresh(key string) *Client {
	c := &Client{key: key}
	c.hc = &http.Client{} // want httptimeout
	return c
}

type Client struct {
	key string
	hc  *http.Client
}

func New(key string) *Client { return fresh(key) }

func (c *Client) send(ctx context.Context, method, path string, body any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, method, "https://a.klaviyo.com"+path, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("revision", "2026-07-15")
	req.Header.Set("Content-Type", "application/json")
	res, err := c.hc.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode >= 300 {
		return fmt.Errorf("klaviyo: %s", res.Status)
	}
	return nil
}

func (c *Client) Track(ctx context.Context, id, email string) error {
	return c.send(ctx, http.MethodPost, "/api/events", map[string]any{"data": map[string]any{"type": "event", "attributes": map[string]any{
		"unique_id":  id,
		"properties": map[string]any{"n": 1},
		"metric":     map[string]any{"data": map[string]any{"type": "metric", "attributes": map[string]any{"name": "Order"}}},
		"profile":    map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"email": email}}},
	}}})
}
