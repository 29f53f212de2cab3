// Package klaviyo stands in for the SDK of that name.
package klaviyo

import "net/http"

type Client struct {
	APIKey string
	http   *http.Client
}

func New(apiKey string, logger any) *Client { return NewWithClient(apiKey, logger, nil) }

func NewWithClient(apiKey string, logger any, c *http.Client) *Client {
	return &Client{APIKey: apiKey, http: c}
}
