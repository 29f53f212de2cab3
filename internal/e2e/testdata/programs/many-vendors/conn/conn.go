// Package conn holds one connection type for all services.
package conn

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"
)

// A Conn speaks to one service.
type Conn struct {
	Base   string
	Header http.Header
	http   *http.Client
}

func open(base string, h http.Header) *Conn {
	return &Conn{Base: base, Header: h, http: &http.Client{Timeout: 5 * time.Second}}
}

// Klaviyo opens Klaviyo.
func Klaviyo(key string) *Conn {
	return open("https://a.klaviyo.com", http.Header{"Authorization": {"Klaviyo-API-Key " + key}, "Revision": {"2026-07-15"}})
}

// Mailgun opens Mailgun.
func Mailgun(key string) *Conn {
	return open("https://api.mailgun.net", http.Header{"Authorization": {"Basic " + key}})
}

// Get reads a path.
func (c *Conn) Get(ctx context.Context, path string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, "GET", c.Base+path, nil)
	if err != nil {
		return nil, err
	}
	for k, v := range c.Header {
		req.Header[k] = v
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", path, resp.Status)
	}
	return io.ReadAll(resp.Body)
}

// Domains lists the domains of Mailgun.
func Domains(ctx context.Context, key string) ([]byte, error) {
	return Mailgun(key).Get(ctx, "/v3/domains")
}

// Lists lists the lists of Klaviyo.
func Lists(ctx context.Context, key string) ([]byte, error) {
	return Klaviyo(key).Get(ctx, "/api/lists")
}
