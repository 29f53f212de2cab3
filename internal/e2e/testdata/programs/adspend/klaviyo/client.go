// Package klaviyo reads campaigns.
package klaviyo

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

const (
	host    = "https://a.klaviyo.com"
	account = "Vk3PqZ"
)

type Client struct {
	key string
	hc  *http.Client
}

// New takes the caller's client or falls back.
func New(key string, hc *http.Client) *Client {
	if hc == nil {
		hc = http.DefaultClient // want httptimeout
	}
	return &Client{key: key, hc: hc}
}

func (c *Client) get(ctx context.Context, path string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, host+path, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("revision", "latest") // want revision
	resp, err := c.hc.Do(req)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		resp.Body.Close()
		return nil, fmt.Errorf("%s: %s", path, resp.Status)
	}
	return resp, nil
}

// Campaigns counts the mail campaigns.
func (c *Client) Campaigns(ctx context.Context) (int, error) {
	resp, err := c.get(ctx, "/api/campaigns?filter="+url.QueryEscape(`equals(messages.channel,"email")`))
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	var page struct {
		Data []json.RawMessage `json:"data"`
	}
	return len(page.Data), json.NewDecoder(resp.Body).Decode(&page)
}

// Debug goes through the developer's proxy.
type Debug struct {
	key string
	hc  *http.Client
}

func NewDebug(key string) *Debug {
	return &Debug{key: key, hc: &http.Client{
		Transport: &http.Transport{
			Proxy:           http.ProxyFromEnvironment,
			TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, // want plainhttp
		},
		Timeout: 10 * time.Second,
	}}
}

// Ping checks the proxy.
func (d *Debug) Ping(ctx context.Context) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, host+"/api/accounts/"+account, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+account) // want authheader
	req.Header.Set("revision", "2026-07-15")
	resp, err := d.hc.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("ping of %s with a key of %d characters: %s", account, len(d.key), resp.Status)
	}
	return nil
}
