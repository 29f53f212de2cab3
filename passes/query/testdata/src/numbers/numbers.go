package numbers

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

const defaultPageSize = 100

func (c *Client) Metrics(ctx context.Context) error {
	return c.send(ctx, "GET", fmt.Sprintf("/api/metrics?page[size]=%d", defaultPageSize), nil, nil) // want `"page\[size\]" is no parameter of GET /api/metrics at any revision`
}

func (c *Client) Templates(ctx context.Context) error {
	return c.send(ctx, "GET", fmt.Sprintf("/api/templates?page%%5Bsize%%5D=%d", defaultPageSize), nil, nil) // want `"page\[size\]" is 100, and "GET /api/templates" takes at most 10`
}

func (c *Client) Profiles(ctx context.Context) error {
	return c.send(ctx, "GET", fmt.Sprintf("/api/profiles?page%%5Bsize%%5D=%d", defaultPageSize), nil, nil)
}

func (c *Client) ListProfiles(ctx context.Context, id string, n int) error {
	if n <= 0 || n > 100 {
		n = 100
	}
	return c.send(ctx, "GET", fmt.Sprintf("/api/lists/%s/profiles?page[size]=%d", id, n), nil, nil)
}
