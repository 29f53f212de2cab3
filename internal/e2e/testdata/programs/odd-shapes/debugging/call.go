package debugging

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

var client = &http.Client{Timeout: 3 * time.Second}

// Client holds the key.
type Client struct{ Key string }

// Get reads a path.
func (c *Client) Get(ctx context.Context, path string) error {
	req, err := http.NewRequestWithContext(ctx, "GET", Base+path, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.Key)
	req.Header.Set("revision", Version)
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != 200 {
		return fmt.Errorf("%s", resp.Status)
	}
	return nil
}
