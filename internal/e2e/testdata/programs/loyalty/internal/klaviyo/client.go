// Package klaviyo is a small client that waits as long as it is told.
package klaviyo

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"time"
)

// Revision is the revision we test against.
const Revision = "2026-07-15"

// Secret hides itself.
type Secret string

// String masks the key.
func (s Secret) String() string {
	if len(s) < 8 {
		return "***"
	}
	return string(s[:3]) + "***" + string(s[len(s)-2:])
}

// LogValue masks the key.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// Client is safe for concurrent use.
type Client struct {
	key   Secret
	base  string
	hc    *http.Client
	sleep func(context.Context, time.Duration) error
}

// New builds a client.
func New(key string) *Client {
	c := &Client{key: Secret(key), base: "https://a.klaviyo.com", hc: newHTTP(), sleep: sleep}
	slog.Info("klaviyo client", "key", c.key, "length", len(key), "revision", Revision)
	return c
}

func newHTTP() *http.Client {
	hc := new(http.Client)
	hc.Timeout = 10 * time.Second
	return hc
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Error is a refused call.
type Error struct {
	Status int
	After  time.Duration
	Errors []struct {
		Code string `json:"code"`
		Meta struct {
			Duplicate string `json:"duplicate_profile_id"`
		} `json:"meta"`
	} `json:"errors"`
}

func (e *Error) Error() string { return "klaviyo: " + http.StatusText(e.Status) }

func (c *Client) do(ctx context.Context, method, path string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	for left := 3; ; left-- {
		err := c.try(ctx, method, path, body, out)
		var e *Error
		if !errors.As(err, &e) || left == 0 {
			return err
		}
		switch e.Status {
		case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		default:
			return err
		}
		if err := c.sleep(ctx, e.After); err != nil {
			return err
		}
	}
}

func (c *Client) try(ctx context.Context, method, path string, body []byte, out any) error {
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", fmt.Sprintf("Klaviyo-API-Key %s", string(c.key)))
	req.Header.Set("REVISION", Revision)
	req.Header.Set("Content-Type", "application/vnd.api+json")
	resp, err := c.hc.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode >= 400 {
		e := &Error{Status: resp.StatusCode, After: time.Second}
		if n, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil {
			e.After = time.Duration(n) * time.Second
		}
		_ = json.Unmarshal(b, e)
		return e
	}
	if out == nil || len(b) == 0 {
		return nil
	}
	return json.Unmarshal(b, out)
}
