package pos

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// core does the talking; Client embeds it.
type core struct {
	base  string
	token string
	hc    *http.Client
}

func (c *core) newRequest(ctx context.Context, method, path string, payload any) (*http.Request, error) {
	var buf bytes.Buffer
	if payload != nil {
		if err := json.NewEncoder(&buf).Encode(payload); err != nil {
			return nil, err
		}
	}
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, &buf)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.token)
	req.Header.Set("revision", "2026-01-15")
	req.Header.Set("Content-Type", "application/vnd.api+json")
	return req, nil
}

func (c *core) exec(req *http.Request) error {
	resp, err := c.hc.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode > 299 {
		return fmt.Errorf("%s %s: %s", req.Method, req.URL.Path, resp.Status)
	}
	return nil
}

// Client is used by the tills.
type Client struct {
	core
	Store string
}

func NewClient(token, store string) *Client {
	return &Client{
		core:  core{base: "https://a.klaviyo.com", token: token, hc: &http.Client{Timeout: 10 * time.Second}},
		Store: store,
	}
}
