package klaviyo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

// Client holds what every call needs.
type Client struct {
	Host    string
	Key     string
	Version string
	HTTP    *http.Client
}

// Default is for production.
func Default(key string) *Client {
	return &Client{
		Host:    "https://a.klaviyo.com",
		Key:     key,
		Version: "2026-01-15",
		HTTP:    &http.Client{Timeout: time.Minute},
	}
}

// Page is a page of T.
type Page[T any] struct {
	Data  []T `json:"data"`
	Links struct {
		Next string `json:"next"`
	} `json:"links"`
}

// Call sends in and decodes a T.
func Call[T any](ctx context.Context, c *Client, method, path string, in any) (out T, err error) {
	var body io.Reader
	if in != nil {
		b, err := json.Marshal(in)
		if err != nil {
			return out, err
		}
		body = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(ctx, method, c.Host+path, body)
	if err != nil {
		return out, err
	}
	req.Header = http.Header{
		"Authorization": {"Klaviyo-API-Key " + c.Key},
		"Revision":      {c.Version},
		"Content-Type":  {"application/json"},
	}
	return receive[T](c, req)
}

func receive[T any](c *Client, req *http.Request) (out T, err error) {
	resp, err := c.HTTP.Do(req)
	if err != nil {
		return out, err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return out, Refused{resp.StatusCode, req.Method + " " + req.URL.Path}
	}
	if resp.StatusCode == http.StatusNoContent || resp.StatusCode == http.StatusAccepted {
		return out, nil
	}
	err = json.NewDecoder(resp.Body).Decode(&out)
	return out, err
}

// Refused is an answer outside 2xx.
type Refused struct {
	Status int
	Call   string
}

func (r Refused) Error() string { return fmt.Sprintf("klaviyo: %s: %d", r.Call, r.Status) }
