// Package health answers the load balancer.
package health

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// Checker asks the services that the shop needs.
type Checker struct {
	key    string
	client *http.Client
}

// New returns a Checker that gives each service two seconds.
func New(key string) *Checker {
	return &Checker{key: key, client: &http.Client{Timeout: 2 * time.Second}}
}

// Klaviyo tells whether Klaviyo can be reached with the shop's key.
func (c *Checker) Klaviyo(ctx context.Context) error {
	//klaviyolint:ignore rawhttp the check must fail fast, without the retries of the client
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://a.klaviyo.com/api/accounts", nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("revision", "2026-07-15")
	return c.ok(req)
}

// StatusPage tells whether Klaviyo says that it is up.
func (c *Checker) StatusPage(ctx context.Context) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://status.klaviyo.com/api/v2/status.json", nil)
	if err != nil {
		return err
	}
	return c.ok(req)
}

func (c *Checker) ok(req *http.Request) error {
	resp, err := c.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answered %d", req.URL.Host, resp.StatusCode)
	}
	return nil
}
