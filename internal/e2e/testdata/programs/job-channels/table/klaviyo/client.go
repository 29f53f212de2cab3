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

type job struct {
	method, path string
	body         any
}

var routes = map[string]job{
	"find":   {method: "GET", path: "/api/profiles"},
	"tag":    {method: "POST", path: "/api/tags"},
	"delete": {method: "DELETE", path: "/api/lists/abc"},
}

func (c *Client) Call(ctx context.Context, name string, body any) error {
	r, ok := routes[name]
	if !ok {
		return fmt.Errorf("unknown %q", name)
	}
	return c.send(ctx, r.method, r.path, body)
}
