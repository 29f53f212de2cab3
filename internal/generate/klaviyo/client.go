// Package klaviyo calls Klaviyo's API: one place for the revision, the key, time
// limits, rate limits, retries, the breaker, the kill switch and metrics. It needs
// the standard library alone.
//
//	client := klaviyo.New(klaviyo.Config{
//		Key:     func(context.Context) (string, error) { return os.Getenv("KLAVIYO_PRIVATE_KEY"), nil },
//		Enabled: func() bool { return os.Getenv("KLAVIYO_ENABLED") != "false" },
//	})
//	err := client.UpsertProfile(ctx, klaviyo.Profile{Email: "sam@shop.example"})
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

// Revision is the API revision of all requests. Klaviyo retires one two years
// after its release: klaviyolint says when it is time to move.
const Revision = "2026-07-15"

const baseURL = "https://a.klaviyo.com"

// Config is what a client is made of. Only Key must be set.
type Config struct {
	// Key returns the private key; it is asked at each request, so that a
	// rotated key is used at once.
	Key func(context.Context) (string, error)
	// Enabled is the kill switch: while it returns false nothing is sent, and
	// the methods return nil. Nil means always on.
	Enabled func() bool
	// Metrics counts requests; nil counts nothing.
	Metrics Metrics
	// Log is told of what people must know; nil is slog.Default().
	Log *slog.Logger
	// Transport sends; nil is http.DefaultTransport.
	Transport http.RoundTripper
	// Timeout bounds one attempt; 0 is ten seconds.
	Timeout time.Duration
}

// A Client sends requests to Klaviyo. It may be used by several goroutines.
type Client struct {
	key     func(context.Context) (string, error)
	enabled func() bool
	metrics Metrics
	log     *slog.Logger
	http    *http.Client
	limits  map[tier]*bucket
	breaker breaker
}

// New makes a client. One is enough for a program: its limits are the account's.
func New(c Config) *Client {
	if c.Key == nil {
		panic("klaviyo: Config.Key is nil")
	}
	if c.Timeout == 0 {
		c.Timeout = 10 * time.Second
	}
	if c.Enabled == nil {
		c.Enabled = func() bool { return true }
	}
	if c.Metrics == nil {
		c.Metrics = nothing{}
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	return &Client{
		key: c.Key, enabled: c.Enabled, metrics: c.Metrics, log: c.Log,
		http:   &http.Client{Transport: c.Transport, Timeout: c.Timeout},
		limits: newLimits(),
	}
}

// An Error is an answer of Klaviyo that is no success.
type Error struct {
	Status int
	Code   string // of the first element of "errors", such as "duplicate_profile"
	Detail string
}

func (e *Error) Error() string {
	return fmt.Sprintf("klaviyo: %d %s: %s", e.Status, e.Code, e.Detail)
}

// ErrOpen is returned without a request while the breaker is open.
var ErrOpen = errors.New("klaviyo: too many failures; not asked for a moment")

// send makes a request again and again until it succeeds, fails for good, or ctx
// ends. What is sent must be safe to repeat.
func (c *Client) send(ctx context.Context, method, path string, t tier, body any) error {
	if !c.enabled() {
		return nil
	}
	payload, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("klaviyo: %w", err)
	}
	var wait time.Duration
	for attempt := 0; ; attempt++ {
		if err := sleep(ctx, max(wait, c.limits[t].take())); err != nil {
			return err
		}
		if !c.breaker.allow() {
			return ErrOpen
		}
		resp, err := c.once(ctx, method, path, payload)
		c.breaker.done(err == nil && resp.StatusCode < 500)
		if err == nil && resp.StatusCode < 300 {
			return drain(resp)
		}
		var again bool
		wait, again = retryIn(resp, err, attempt)
		if err == nil {
			err = c.refused(ctx, resp, method, path)
		}
		if !again {
			return err
		}
		if late, ok := ctx.Deadline(); ok && time.Until(late) < wait {
			return err // it would end while waiting
		}
	}
}

// sleep waits, or returns the error of ctx.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// once sends a request once and counts it.
func (c *Client) once(ctx context.Context, method, path string, payload []byte) (*http.Response, error) {
	key, err := c.key(ctx)
	if err != nil {
		return nil, errors.New("klaviyo: the key could not be read")
	}
	req, err := http.NewRequestWithContext(ctx, method, baseURL+path, bytes.NewReader(payload))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+key)
	req.Header.Set("revision", Revision)
	req.Header.Set("Content-Type", "application/vnd.api+json")
	req.Header.Set("Accept", "application/vnd.api+json")
	start := time.Now()
	resp, err := c.http.Do(req)
	status := "error"
	if err == nil {
		status = strconv.Itoa(resp.StatusCode)
	}
	c.metrics.Request(method, path, status, time.Since(start))
	return resp, err
}

// maxBody bounds what is read of an answer.
const maxBody = 1 << 20

// drain reads the rest of an answer, so that its connection can be used again.
func drain(resp *http.Response) error {
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, maxBody))
	return nil
}

// refused makes an error of an answer and is loud about a key that is refused.
func (c *Client) refused(ctx context.Context, resp *http.Response, method, path string) error {
	defer resp.Body.Close()
	e := &Error{Status: resp.StatusCode}
	var doc struct {
		Errors []struct{ Code, Detail string }
	}
	text, _ := io.ReadAll(io.LimitReader(resp.Body, maxBody))
	if json.Unmarshal(text, &doc) == nil && len(doc.Errors) > 0 {
		e.Code, e.Detail = doc.Errors[0].Code, doc.Errors[0].Detail
	}
	if resp.StatusCode == http.StatusUnauthorized || resp.StatusCode == http.StatusForbidden {
		c.log.ErrorContext(ctx, "Klaviyo refuses the key", "status", resp.StatusCode, "code", e.Code, "method", method, "path", path)
	}
	return e
}
