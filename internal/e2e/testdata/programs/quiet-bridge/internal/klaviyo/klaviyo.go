// Package klaviyo is the client that the bridge uses.
package klaviyo

import (
	"context"
	"net/http"
	"strings"
	"time"

	"example.com/quiet-bridge/internal/rest"
)

type Client struct {
	key  string
	http *http.Client
}

func New(key string) *Client { return &Client{key, &http.Client{Timeout: 15 * time.Second}} }

// Do leaves the status to its callers.
func (c *Client) Do(ctx context.Context, method, path, body string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, "https://a.klaviyo.com"+path, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("revision", "2026-07-15")
	return c.http.Do(req)
}

type Account struct {
	Data []struct{ ID string }
}

func (c *Client) Account(ctx context.Context) (*Account, error) {
	resp, err := c.Do(ctx, http.MethodGet, "/api/accounts", "")
	if err != nil {
		return nil, err
	}
	var a Account
	return &a, rest.Check(resp, &a)
}

func (c *Client) Metrics(ctx context.Context) (*Account, error) {
	resp, err := c.Do(ctx, http.MethodGet, "/api/metrics", "") // want statuscheck
	if err != nil {
		return nil, err
	}
	var a Account
	return &a, rest.Decode(resp, &a)
}
