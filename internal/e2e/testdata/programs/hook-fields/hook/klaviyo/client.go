package klaviyo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

type Client struct {
	key string
	hc  *http.Client
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

// Hooks change requests.
type Hooks struct {
	Path   func(string) string
	Before func(*http.Request)
}

func (c *Client) Do(ctx context.Context, h Hooks, body any) error {
	req, err := http.NewRequestWithContext(ctx, "POST", "https://a.klaviyo.com"+h.Path("profile-import"), nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	if h.Before != nil {
		h.Before(req)
	}
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
