// Package klaviyo is the only place that talks to Klaviyo.
package klaviyo

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httputil"
	"strings"
	"time"
)

type Client struct {
	credential string
	hc         *http.Client
	trace      bool
}

func New(credential string, trace bool) *Client {
	return &Client{credential: credential, trace: trace, hc: &http.Client{Timeout: 20 * time.Second}}
}

// String keeps the credential out of logs.
func (c *Client) String() string { return "klaviyo client" }

func (c *Client) get(ctx context.Context, path string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://a.klaviyo.com"+path, nil)
	if err != nil {
		return fmt.Errorf("klaviyo: %s: %w", path, err)
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.credential)
	req.Header.Set("revision", "2026-07-15")
	if c.trace {
		if dump, err := httputil.DumpRequestOut(req, false); err == nil {
			slog.Debug("klaviyo: request", "dump", string(dump)) // want keyexposure
		}
	}
	slog.Debug("klaviyo: request", "method", req.Method, "url", req.URL, "by", c)
	resp, err := c.hc.Do(req)
	if err != nil {
		return fmt.Errorf("klaviyo: %s: %w", path, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("klaviyo: %s: %s", path, resp.Status)
	}
	return nil
}

// Check asks for the account, and says which key it used.
func (c *Client) Check(ctx context.Context) error {
	if err := c.get(ctx, "/api/accounts"); err != nil {
		return fmt.Errorf("key %s does not work: %w", c.credential, err) // want keyexposure
	}
	slog.Info("klaviyo: key works", "key", c.tail())
	return nil
}

func (c *Client) tail() string {
	if len(c.credential) < 8 {
		return strings.Repeat("*", len(c.credential))
	}
	return "…" + c.credential[len(c.credential)-4:]
}
