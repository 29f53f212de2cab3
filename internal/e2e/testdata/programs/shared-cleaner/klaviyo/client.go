package klaviyo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

type Client struct {
	key string
	hc  *http.Client
}

func New(key string) *Client { return &Client{key: key, hc: &http.Client{Timeout: 10 * time.Second}} }

func (c *Client) send(ctx context.Context, method, path string, body any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, method, "https://a.klaviyo.com"+path, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("revision", "2026-07-15")
	req.Header.Set("Content-Type", "application/json")
	res, err := c.hc.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode >= 300 {
		return fmt.Errorf("klaviyo: %s", res.Status)
	}
	return nil
}

func clean(p string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, p)
}

func (c *Client) Optin(ctx context.Context, phone string) error {
	return c.send(ctx, http.MethodPost, "/api/profile-import", map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{
		"phone_number": clean(phone), // want e164
	}}})
}

func (c *Client) Good(ctx context.Context, phone string) error {
	return c.send(ctx, http.MethodPost, "/api/profile-import", map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{
		"phone_number": "+" + clean(phone),
	}}})
}
