package klaviyo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"
)

type Client struct {
	key string
	hc  *http.Client
	rev atomic.Pointer[string]
}

func New(key string) *Client { return &Client{key: key, hc: &http.Client{Timeout: 10 * time.Second}} }

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
	req.Header.Set("revision", *c.rev.Load())
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

func (c *Client) Use(r string) { c.rev.Store(&r) }

func Old(key string) *Client {
	c := New(key)
	c.Use("2023-10-15") // want revision
	return c
}
