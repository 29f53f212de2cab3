package embedded

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

type Client struct {
	token string
	hc    *http.Client
}

func New(token string) *Client {
	return &Client{token: token, hc: &http.Client{Timeout: 15 * time.Second}}
}

func (c *Client) send(ctx context.Context, method, path string, payload any, out any) error {
	var rd io.Reader
	if payload != nil {
		buf := new(bytes.Buffer)
		if err := json.NewEncoder(buf).Encode(payload); err != nil {
			return err
		}
		rd = buf
	}
	req, err := http.NewRequestWithContext(ctx, method, "https://a.klaviyo.com"+path, rd)
	if err != nil {
		return err
	}
	for k, v := range map[string]string{"Authorization": "Klaviyo-API-Key " + c.token, "revision": "2026-07-15", "accept": "application/vnd.api+json"} {
		req.Header.Set(k, v)
	}
	if payload != nil {
		req.Header.Set("Content-Type", "application/vnd.api+json")
	}
	resp, err := c.hc.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return fmt.Errorf("klaviyo: %s", resp.Status)
	}
	if out == nil {
		return nil
	}
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, out)
}

func (c *Client) Profile(ctx context.Context, email string) error {
	return c.send(ctx, "PATCH", "/api/profiles/01GX", struct { // want `the body has no "data"`
		Type       string `json:"type"`
		ID         string `json:"id"`
		Attributes any    `json:"attributes"`
	}{"profile", "01GX", map[string]any{"email": email}}, nil)
}

type profile struct {
	base
	Email string `json:"email"`
	Extra        // inline
	Note  string `json:"-"`
}
type base struct {
	ExternalID string `json:"external_id,omitempty"`
}
type Extra struct {
	Company string `json:"company"` // want `"company" is no attribute`
}

func (c *Client) Profile2(ctx context.Context, email string) error {
	p := profile{Email: email, Extra: Extra{Company: "X"}, Note: "n"}
	return c.send(ctx, "POST", "/api/profiles", map[string]any{"data": map[string]any{"type": "profile", "attributes": p}}, nil)
}

type custom map[string]any

func (c custom) MarshalJSON() ([]byte, error) {
	out := map[string]any{}
	for k, v := range c {
		out[k] = v
	}
	return json.Marshal(map[string]any{"data": map[string]any{"type": "profile", "attributes": out}})
}

func (c *Client) Custom(ctx context.Context, email string) error {
	return c.send(ctx, "POST", "/api/profiles", custom{"email": email}, nil)
}
