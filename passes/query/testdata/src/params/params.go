package params

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
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

func (c *Client) get(ctx context.Context, path string, params map[string]string) error {
	v := url.Values{}
	for k, p := range params {
		v.Set(k, p)
	}
	return c.send(ctx, "GET", path+"?"+v.Encode(), nil, nil)
}

func (c *Client) Flows(ctx context.Context) error {
	return c.get(ctx, "/api/flows", map[string]string{
		"page[size]": "100", // want `"page\[size\]" is 100, and "GET /api/flows" takes at most 50`
		"filter":     `equals(status,"live")`,
	})
}

func (c *Client) Images(ctx context.Context) error {
	return c.get(ctx, "/api/images", map[string]string{"page[size]": "100", "sort": "-updated_at"})
}

func (c *Client) Segment(ctx context.Context, id string) error {
	return c.get(ctx, "/api/segments/"+id, map[string]string{"additional-fields[segments]": "profile_count"}) // want `"additional\-fields\[segments\]" is no parameter of GET /api/segments/\{id`
}
