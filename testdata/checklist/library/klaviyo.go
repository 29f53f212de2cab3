// Package library is a client of Klaviyo for others.
package library

import (
	"context"
	"fmt"
	"net/http"
)

// Client calls Klaviyo.
type Client struct {
	key  string
	http *http.Client
}

// New returns a client.
func New(key string, c *http.Client) *Client { return &Client{key, c} }

// Account tells whether the key is good.
func (c *Client) Account(ctx context.Context) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://a.klaviyo.com/api/accounts", nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("revision", "2026-07-15")
	resp, err := c.http.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("klaviyo answered %d", resp.StatusCode)
	}
	return nil
}
