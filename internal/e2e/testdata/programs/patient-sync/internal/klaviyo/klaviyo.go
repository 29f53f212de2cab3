// Package klaviyo is the one place that calls Klaviyo.
package klaviyo

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"example.com/patient-sync/internal/transport"
)

type Client struct {
	key   string
	lists *http.Client
	tags  *http.Client
	forms *http.Client
	other *http.Client
}

type Option func(*Client)

// WithFormsTimeout bounds what the forms' client may take.
func WithFormsTimeout(d time.Duration) Option { return func(c *Client) { c.forms.Timeout = d } }

func WithOther(hc *http.Client) Option { return func(c *Client) { c.other = hc } }

func New(key string, opts ...Option) *Client {
	c := &Client{
		key:   key,
		lists: transport.Plain(), // want httptimeout
		tags:  transport.Bounded(),
		forms: &http.Client{},
	}
	for _, o := range opts {
		o(c)
	}
	if c.other == nil {
		c.other = http.DefaultClient // want httptimeout
	}
	return c
}

func (c *Client) get(ctx context.Context, hc *http.Client, path string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://a.klaviyo.com"+path, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("revision", "2026-07-15")
	resp, err := hc.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("klaviyo: %s: %s", path, resp.Status)
	}
	return nil
}

func (c *Client) Lists(ctx context.Context) error { return c.get(ctx, c.lists, "/api/lists") }
func (c *Client) Tags(ctx context.Context) error  { return c.get(ctx, c.tags, "/api/tags") }
func (c *Client) Forms(ctx context.Context) error { return c.get(ctx, c.forms, "/api/forms") }
func (c *Client) Other(ctx context.Context) error { return c.get(ctx, c.other, "/api/metrics") }

// Accounts sets its own deadline, so the client's does not matter.
func (c *Client) Accounts(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	return c.get(ctx, &http.Client{}, "/api/accounts")
}
