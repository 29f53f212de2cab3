package sizes

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
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

func page(v url.Values, n int) url.Values {
	v.Set("page[size]", strconv.Itoa(n))
	return v
}

func (c *Client) Events(ctx context.Context) error {
	q := page(url.Values{}, 2000) // want `"page\[size\]" is 2000, and "GET /api/events" takes at most 1000`
	return c.send(ctx, "GET", "/api/events?"+q.Encode(), nil, nil)
}

func (c *Client) Lists(ctx context.Context) error {
	q := page(url.Values{"fields[list]": {"name"}}, 10)
	return c.send(ctx, "GET", "/api/lists?"+q.Encode(), nil, nil)
}

func (c *Client) Tags(ctx context.Context) error {
	q := page(url.Values{"fields[tags]": {"name"}}, 50) // want `"fields\[tags\]" is no parameter of GET /api/tags at any revision`
	return c.send(ctx, "GET", "/api/tags?"+q.Encode(), nil, nil)
}
