// Package client is the HTTP side of the provider.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"time"
)

// Revision is the API revision that the provider is built for.
const Revision = "2026-07-15"

// Config configures the client.
type Config struct {
	APIKey   string
	Endpoint string
	Retries  int
}

// Client is the API client.
type Client struct {
	cfg  Config
	http *http.Client
}

// New fills in the defaults.
func New(cfg Config) *Client {
	if cfg.Endpoint == "" {
		cfg.Endpoint = "https://a.klaviyo.com"
	}
	if cfg.Retries == 0 {
		cfg.Retries = 4
	}
	c := &Client{cfg: cfg, http: &http.Client{}}
	c.http.Timeout = 30 * time.Second
	return c
}

// StatusError is returned for replies that are not 2xx.
type StatusError struct {
	Code   int
	Method string
	Path   string
}

func (e *StatusError) Error() string {
	return fmt.Sprintf("%s %s: unexpected status %d", e.Method, e.Path, e.Code)
}

// Do sends one call.
func (c *Client) Do(ctx context.Context, method, path string, in, out any) error {
	var payload []byte
	if in != nil {
		var err error
		if payload, err = json.Marshal(in); err != nil {
			return err
		}
	}
	for attempt := 0; ; attempt++ {
		code, body, err := c.once(ctx, method, path, payload)
		if err != nil {
			return err
		}
		switch {
		case code/100 == 2:
			if out == nil || len(body) == 0 {
				return nil
			}
			return json.Unmarshal(body, out)
		case shouldRetry(code) && attempt < c.cfg.Retries:
			wait := time.Duration(math.Pow(2, float64(attempt))) * 250 * time.Millisecond
			select {
			case <-time.After(wait):
			case <-ctx.Done():
				return ctx.Err()
			}
		default:
			return &StatusError{Code: code, Method: method, Path: path}
		}
	}
}

func shouldRetry(code int) bool {
	return code == http.StatusTooManyRequests || code == http.StatusServiceUnavailable // want retryafter
}

func (c *Client) once(ctx context.Context, method, path string, payload []byte) (int, []byte, error) {
	u, err := url.JoinPath(c.cfg.Endpoint, path)
	if err != nil {
		return 0, nil, err
	}
	req, err := http.NewRequestWithContext(ctx, method, u, bytes.NewReader(payload))
	if err != nil {
		return 0, nil, err
	}
	c.decorate(req)
	resp, err := c.http.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return resp.StatusCode, b, err
}

func (c *Client) decorate(req *http.Request) {
	h := req.Header
	h.Set("Authorization", "Klaviyo-API-Key "+c.cfg.APIKey)
	h.Set("revision", Revision)
	h.Set("Content-Type", "application/vnd.api+json")
	h.Set("User-Agent", "terraform-provider-klaviyo")
}
