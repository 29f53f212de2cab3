// Package named has a field, a constant and a function that carry the revision.
package named

import (
	"context"
	"net/http"
)

const base = "https://a.klaviyo.com"

type Client struct {
	http     *http.Client
	revision string
}

func New(hc *http.Client) *Client { return &Client{http: hc, revision: "2026-07-15"} }

func (c *Client) Lists(ctx context.Context) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, "GET", base+"/api/lists", nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("revision", c.revision)
	return http.DefaultClient.Do(req)
}

// The sibling sends what the field holds, by the name of its own receiver.
func (api *Client) Tags(ctx context.Context) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, "GET", base+"/api/tags", nil) // want `lacks the "revision" header`
	if err != nil {
		return nil, err
	}
	return http.DefaultClient.Do(req)
}

// A function has no field to take it from.
func Accounts(ctx context.Context) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, "GET", base+"/api/accounts", nil) // want `lacks the "revision" header`
	if err != nil {
		return nil, err
	}
	return http.DefaultClient.Do(req)
}
