package campaigns

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
	for k, v := range map[string]string{"Authorization": "Klaviyo-API-Key " + c.token, "revision": "2025-10-15", "accept": "application/vnd.api+json"} {
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

func (c *Client) Campaign(ctx context.Context, list, at string) error {
	return c.send(ctx, "POST", "/api/campaigns", map[string]any{"data": map[string]any{
		"type": "campaign",
		"attributes": map[string]any{
			"name":      "x",
			"audiences": map[string]any{"included": []string{list}},
			"send_strategy": map[string]any{
				"method":         "static",
				"options_static": map[string]any{"datetime": at}, // want `"options_static" is gone since 2025\-01\-15` `"datetime" is no member of "options"`
			},
			"campaign-messages": map[string]any{"data": []any{map[string]any{
				"type": "campaign-message",
				"attributes": map[string]any{"definition": map[string]any{
					"channel": "email",
					"label":   "x",
					"content": map[string]any{"subject": "s", "preview_text": "p", "from_email": "a@b.co", "fromLabel": "L"}, // want `"fromLabel" is no member of "content"`
				}},
			}}},
		},
	}}, nil)
}
