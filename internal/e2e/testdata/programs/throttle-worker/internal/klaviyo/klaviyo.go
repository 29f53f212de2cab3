// Package klaviyo calls Klaviyo, and repeats what was refused.
package klaviyo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"strconv"
	"strings"
	"time"

	"example.com/throttle-worker/internal/retry"
)

type Client struct {
	HTTP *http.Client
	Key  string
}

func New(key string) *Client {
	return &Client{HTTP: &http.Client{Timeout: 30 * time.Second}, Key: key}
}

func (c *Client) request(ctx context.Context, method, path string, body io.Reader) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, method, "https://a.klaviyo.com"+path, body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.Key)
	req.Header.Set("revision", "2026-07-15")
	return req, nil
}

// An Error is an answer that was no success.
type Error struct {
	Status int
	After  time.Duration
}

func (e *Error) Error() string { return "klaviyo: status " + strconv.Itoa(e.Status) }

// Get hands the wait on in its error.
func (c *Client) Get(ctx context.Context, path string) error {
	req, err := c.request(ctx, http.MethodGet, path, nil)
	if err != nil {
		return err
	}
	resp, err := c.HTTP.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	switch {
	case resp.StatusCode == http.StatusTooManyRequests:
		s, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
		return &Error{resp.StatusCode, time.Duration(s) * time.Second}
	case resp.StatusCode >= 300:
		return &Error{Status: resp.StatusCode}
	}
	return nil
}

// Put has its own loop, which sleeps as long as it likes.
func (c *Client) Put(ctx context.Context, path, body string) error {
	backoff := time.Second
	for range 5 {
		req, err := c.request(ctx, http.MethodPatch, path, strings.NewReader(body))
		if err != nil {
			return err
		}
		resp, err := c.HTTP.Do(req)
		if err != nil {
			return err
		}
		resp.Body.Close()
		switch code := resp.StatusCode; {
		case code < 300:
			return nil
		case code == http.StatusTooManyRequests, code >= 500: // want retryafter
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(backoff):
				backoff *= 2
			}
		default:
			return &Error{Status: code}
		}
	}
	return errors.New("klaviyo: gave up")
}

// Tags repeats by the response.
func (c *Client) Tags(ctx context.Context) error {
	resp, err := retry.ByResponse(func() (*http.Response, error) {
		req, err := c.request(ctx, http.MethodGet, "/api/tags", nil)
		if err != nil {
			return nil, err
		}
		return c.HTTP.Do(req)
	})
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return &Error{Status: resp.StatusCode}
	}
	return nil
}

// Pages goes over the pages of a list, and over what it may not see.
func (c *Client) Pages(ctx context.Context, ids []string) error {
	for _, id := range ids {
		err := c.Get(ctx, "/api/lists/"+id)
		var e *Error
		if errors.As(err, &e) && e.Status == http.StatusNotFound {
			log.Printf("list %s is gone", id)
			continue
		}
		if err != nil {
			return fmt.Errorf("list %s: %w", id, err)
		}
	}
	return nil
}
