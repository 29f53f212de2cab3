// Package klaviyo is the shop's client of the Klaviyo API.
package klaviyo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

const defaultBaseURL = "https://a.klaviyo.com"

// Revision is the API revision that the shop was written for.
const Revision = "2024-10-15"

// Client calls the Klaviyo API. It may be used by several goroutines.
type Client struct {
	baseURL string
	key     string
	http    *http.Client
}

// Option changes a Client under construction.
type Option func(*Client)

// WithBaseURL sends all calls to another server.
func WithBaseURL(url string) Option {
	return func(c *Client) {
		if url != "" {
			c.baseURL = strings.TrimSuffix(url, "/")
		}
	}
}

// New returns a client that signs in with a private key.
func New(key string, opts ...Option) *Client {
	c := &Client{
		baseURL: defaultBaseURL,
		key:     key,
		http:    &http.Client{Timeout: 10 * time.Second},
	}
	for _, opt := range opts {
		opt(c)
	}
	return c
}

// Post sends a document to a path of the API.
func (c *Client) Post(ctx context.Context, path string, body any) error {
	return c.do(ctx, http.MethodPost, path, Revision, body, nil)
}

// GetAt reads a path of the API as it was in a revision.
func (c *Client) GetAt(ctx context.Context, revision, path string, out any) error {
	return c.do(ctx, http.MethodGet, path, revision, nil, out)
}

// do sends one request; a body and a reply may be nil.
func (c *Client) do(ctx context.Context, method, path, revision string, body, out any) error {
	var reader io.Reader
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			return err
		}
		reader = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(ctx, method, c.baseURL+path, reader)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("Accept", "application/vnd.api+json")
	req.Header.Set("Content-Type", "application/vnd.api+json")
	req.Header.Set("revision", revision)

	resp, err := c.http.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return &StatusError{Code: resp.StatusCode, RetryAfter: resp.Header.Get("Retry-After")}
	}
	if out == nil {
		return nil
	}
	return json.NewDecoder(resp.Body).Decode(out)
}

// StatusError is a reply that is no success.
type StatusError struct {
	Code       int
	RetryAfter string
}

func (e *StatusError) Error() string {
	return fmt.Sprintf("klaviyo answered %d", e.Code)
}
