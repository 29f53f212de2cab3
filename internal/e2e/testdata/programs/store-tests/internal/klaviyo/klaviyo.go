package klaviyo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// Revision is the API revision that this package was written for.
const Revision = "2026-07-15"

// Client talks to one account.
type Client struct {
	BaseURL string
	key     string
	hc      *http.Client
}

// New returns a client.
func New(key string) *Client {
	return &Client{BaseURL: "https://a.klaviyo.com", key: key, hc: &http.Client{Timeout: 10 * time.Second}}
}

// Upsert creates or updates a profile.
func (c *Client) Upsert(ctx context.Context, email string) error {
	b, err := json.Marshal(map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]string{"email": email}}})
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.BaseURL+"/api/profile-import", bytes.NewReader(b))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("Content-Type", "application/vnd.api+json")
	req.Header.Set("revision", Revision)
	resp, err := c.hc.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return fmt.Errorf("klaviyo: %s", resp.Status)
	}
	return nil
}
