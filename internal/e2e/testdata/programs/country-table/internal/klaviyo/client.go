package klaviyo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

const (
	host     = "https://a.klaviyo.com"
	revision = "2026-07-15"
)

// RateLimited tells the caller how long Klaviyo asked it to wait.
type RateLimited struct {
	After time.Duration
}

func (e *RateLimited) Error() string {
	return fmt.Sprintf("rate limited, retry in %s", e.After)
}

// Client talks to the Klaviyo REST API.
type Client struct {
	key  string
	http *http.Client
}

// New returns a client that authenticates with a private key.
func New(key string) *Client {
	return &Client{key: key, http: &http.Client{Timeout: 20 * time.Second}}
}

// Do sends one JSON:API request.
func (c *Client) Do(ctx context.Context, method, path string, body any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, method, host+path, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("revision", revision)
	req.Header.Set("Content-Type", "application/vnd.api+json")
	resp, err := c.http.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusTooManyRequests {
		secs, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
		return &RateLimited{After: time.Duration(secs) * time.Second}
	}
	if resp.StatusCode >= 300 {
		return fmt.Errorf("klaviyo answered %s", resp.Status)
	}
	return nil
}
