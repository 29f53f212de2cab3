// Package helpers asks through a client type.
package helpers

import (
	"context"
	"net/http"
	"net/url"
)

type Client struct {
	base string
	key  string
	http *http.Client
}

func New(key string) *Client {
	return &Client{base: "https://a.klaviyo.com/api", key: key, http: &http.Client{}}
}

func (c *Client) get(ctx context.Context, path string, q url.Values) (*http.Response, error) {
	u := c.base + path
	if len(q) > 0 {
		u += "?" + q.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, "GET", u, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("revision", "2025-10-15")
	return c.http.Do(req)
}

const pageSize = "100"

// Profiles is right.
func (c *Client) Profiles(ctx context.Context) (*http.Response, error) {
	return c.get(ctx, "/profiles", url.Values{"page[size]": {pageSize}})
}

func (c *Client) Lists(ctx context.Context) (*http.Response, error) {
	return c.get(ctx, "/lists", url.Values{
		"page[size]": {pageSize}, // want `GET /api/lists takes no "page\[size\]" at 2025-10-15`
	})
}

func (c *Client) Find(ctx context.Context, email string) (*http.Response, error) {
	q := url.Values{}
	q.Set("filter", `equal(email,"`+email+`")`) // want `"equal" is no operator for "email"`
	return c.get(ctx, "/profiles", q)
}

// Which list is asked for is not known here.
func (c *Client) Any(ctx context.Context, path string) (*http.Response, error) {
	return c.get(ctx, path, url.Values{"whatever": {"x"}})
}

// The path and the size come together, whatever the engine makes of it.
func (c *Client) Either(ctx context.Context, lists bool) (*http.Response, error) {
	path, size := "/profiles", "100"
	if lists {
		path, size = "/web-feeds", "20"
	}
	return c.get(ctx, path, url.Values{"page[size]": {size}})
}
