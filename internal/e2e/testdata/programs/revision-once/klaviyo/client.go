// Package klaviyo is the client.
package klaviyo

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"example.com/revision-once/settings"
)

var client = &http.Client{Timeout: 10 * time.Second}

// A Client calls Klaviyo.
type Client struct {
	key, revision string
}

// New makes one.
func New(key, revision string) *Client { return &Client{key: key, revision: revision} }

// FromOptions makes one.
func FromOptions(o settings.Options) *Client { return New(o.Key, o.Revision) }

// Get reads a path.
func (c *Client) Get(ctx context.Context, path string) error {
	req, err := http.NewRequestWithContext(ctx, "GET", "https://a.klaviyo.com"+path, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("revision", c.revision)
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return fmt.Errorf("%s", resp.Status)
	}
	return nil
}
