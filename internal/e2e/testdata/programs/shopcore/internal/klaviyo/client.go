// Package klaviyo is the only package of shopcore that talks to Klaviyo.
package klaviyo

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// ErrNoKey is returned by New.
var ErrNoKey = errors.New("klaviyo: no private key")

type headerFunc func(c *Client) string

var commonHeaders = map[string]headerFunc{
	"Authorization": func(c *Client) string { return fmt.Sprintf("%s %s", scheme, c.key) },
	"Accept":        func(*Client) string { return mediaType },
	"Content-Type":  func(*Client) string { return mediaType },
	"Revision":      func(c *Client) string { return c.settings.revision },
}

const (
	scheme    = "Klaviyo-API-Key"
	mediaType = "application/vnd.api+json"
)

// Client talks to Klaviyo.
type Client struct {
	key      string
	settings settings
}

// New builds a client.
func New(key string, opts ...Option) (*Client, error) {
	if key == "" {
		return nil, ErrNoKey
	}
	s := defaults()
	for _, o := range opts {
		o(&s)
	}
	return &Client{key: key, settings: s}, nil
}

// APIError is a refused call.
type APIError struct {
	Status     int
	RetryAfter string
	Body       []byte
}

func (e *APIError) Error() string { return fmt.Sprintf("klaviyo: status %d", e.Status) }

func (c *Client) call(ctx context.Context, op operation, q url.Values, in, out any) error {
	r, ok := routes[op]
	if !ok {
		return fmt.Errorf("klaviyo: unknown operation %d", op)
	}
	u := c.settings.baseURL + r.path
	if len(q) > 0 {
		u += "?" + q.Encode()
	}
	var body io.Reader
	if in != nil {
		b, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(ctx, r.method, u, body)
	if err != nil {
		return err
	}
	for name, value := range commonHeaders {
		req.Header.Set(name, value(c))
	}
	return c.send(req, out)
}

func (c *Client) send(req *http.Request, out any) error {
	resp, err := c.settings.http.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, 5<<20))
	if err != nil {
		return err
	}
	if resp.StatusCode/100 != 2 {
		return &APIError{Status: resp.StatusCode, RetryAfter: resp.Header.Get("Retry-After"), Body: b}
	}
	if out == nil || len(b) == 0 {
		return nil
	}
	return json.Unmarshal(b, out)
}
