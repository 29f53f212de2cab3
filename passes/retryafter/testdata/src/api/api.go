// Package api has a client that other packages use.
package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"net/http"
	"time"
)

type Client struct {
	http *http.Client
	key  string
	Max  int
}

func New(key string) *Client {
	return &Client{http: &http.Client{Timeout: time.Minute, Transport: &again{http.DefaultTransport}}, key: key}
}

type again struct{ base http.RoundTripper }

func (a *again) RoundTrip(r *http.Request) (*http.Response, error) {
	var resp *http.Response
	var err error
	for i := 0; i < 3; i++ {
		resp, err = a.base.RoundTrip(r)
		if err != nil {
			return nil, err
		}
		if resp.StatusCode != http.StatusTooManyRequests { // want `429|sent again`
			return resp, nil
		}
		time.Sleep(time.Duration(i) * time.Second)
	}
	return resp, err
}

func (c *Client) Get(ctx context.Context, path string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, "GET", "https://a.klaviyo.com"+path, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("revision", "2026-07-15")
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return nil, fmt.Errorf("status %d", resp.StatusCode)
	}
	return io.ReadAll(resp.Body)
}

// Raw for callers
type Plain struct {
	HTTP *http.Client
	Key  string
}

func (p *Plain) Raw(ctx context.Context, path string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, "GET", "https://a.klaviyo.com"+path, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+p.Key)
	req.Header.Set("revision", "2026-07-15")
	return p.HTTP.Do(req)
}

type StatusError struct{ Code int }

func (s *StatusError) Error() string { return fmt.Sprint(s.Code) }

func (p *Plain) Once(ctx context.Context, path string) error {
	resp, err := p.Raw(ctx, path)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return &StatusError{resp.StatusCode}
	}
	return nil
}

// do with a list of codes as a parameter, backoff with jitter
func (p *Plain) Retry(ctx context.Context, path string) error {
	var last error
	for attempt := 1; attempt <= 5; attempt++ {
		resp, err := p.Raw(ctx, path)
		if err != nil {
			last = err
		} else {
			resp.Body.Close()
			switch {
			case resp.StatusCode < 300:
				return nil
			case resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode/100 == 5: // want `429|sent again`
				last = fmt.Errorf("status %d", resp.StatusCode)
			default:
				return fmt.Errorf("status %d", resp.StatusCode)
			}
		}
		d := time.Duration(attempt) * time.Second
		select {
		case <-time.After(d + time.Duration(rand.Intn(100))*time.Millisecond):
		case <-ctx.Done():
			return errors.Join(last, ctx.Err())
		}
	}
	return last
}

// generic closure retry
func Do[T any](n int, f func() (T, int, error)) (t T, err error) {
	for i := 0; i < n; i++ {
		var code int
		t, code, err = f()
		if err == nil && code != 429 && code < 500 { // want `429|sent again`
			return t, nil
		}
		time.Sleep(time.Second << i)
	}
	return t, err
}

func (p *Plain) Generic(ctx context.Context) ([]byte, error) {
	return Do(3, func() ([]byte, int, error) {
		resp, err := p.Raw(ctx, "/api/tags")
		if err != nil {
			return nil, 0, err
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		return b, resp.StatusCode, err
	})
}
func (p *Plain) Ignored(ctx context.Context) error {
	for i := 0; i < 3; i++ {
		resp, err := p.Raw(ctx, "/api/flows")
		if err == nil && resp.StatusCode < 400 { // want `429|sent again`
			return resp.Body.Close()
		}
		time.Sleep(time.Second)
	}
	return errors.New("no")
}
