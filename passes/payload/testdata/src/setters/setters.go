package setters

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

type Client struct {
	token string
	hc    *http.Client
}

func New(token string) *Client {
	return &Client{token: token, hc: &http.Client{Timeout: 15 * time.Second}}
}

func (c *Client) send(ctx context.Context, method, path string, payload any, out any) error {
	var rd io.Reader
	if payload != nil {
		buf := new(bytes.Buffer)
		if err := json.NewEncoder(buf).Encode(payload); err != nil {
			return err
		}
		rd = buf
	}
	req, err := http.NewRequestWithContext(ctx, method, "https://a.klaviyo.com"+path, rd)
	if err != nil {
		return err
	}
	for k, v := range map[string]string{"Authorization": "Klaviyo-API-Key " + c.token, "revision": "2026-07-15", "accept": "application/vnd.api+json"} {
		req.Header.Set(k, v)
	}
	if payload != nil {
		req.Header.Set("Content-Type", "application/vnd.api+json")
	}
	resp, err := c.hc.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return fmt.Errorf("klaviyo: %s", resp.Status)
	}
	if out == nil {
		return nil
	}
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, out)
}

func attr(m map[string]any, k string, v any) {
	if v != nil {
		m[k] = v
	}
}

func (c *Client) Save(ctx context.Context, email, first string, tags []string) error {
	a := map[string]any{}
	attr(a, "email", email)
	attr(a, "firstname", first) // want `"firstname" is no attribute`
	attr(a, "tags", tags)       // want `"tags" is no attribute`
	attr(a, "properties", map[string]any{"firstname": first})
	data := make(map[string]any)
	data["type"] = "profile"
	data["attributes"] = a
	return c.send(ctx, "POST", "/api/profiles", map[string]any{"data": data}, nil)
}

func (c *Client) Merge(ctx context.Context, extra map[string]any) error {
	a := map[string]any{"email": "a@b.co"}
	for k, v := range extra {
		a[k] = v
	}
	return c.send(ctx, "POST", "/api/profiles", map[string]any{"data": map[string]any{"type": "profile", "attributes": a}}, nil)
}
