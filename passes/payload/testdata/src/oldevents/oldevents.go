package oldevents

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

type event struct {
	Metric     metric         `json:"metric"`
	Profile    map[string]any `json:"profile"`
	Properties map[string]any `json:"properties"`
	Time       string         `json:"time"`
	Value      string         `json:"value"` // want `"value" is sent as a string, and Klaviyo wants a number`
	UniqueID   string         `json:"unique_id"`
}
type metric struct {
	Name string `json:"name"` // want `"name" is gone since 2023\-07\-15`
}

func (c *Client) Track(ctx context.Context, id, email string) error {
	e := event{Metric: metric{"Placed Order"}, UniqueID: id, Time: "2026-10-01T10:00:00Z", Value: "12.50",
		Properties: map[string]any{"metric": map[string]any{"x": 1}},
		Profile:    map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"email": email}}}}
	return c.send(ctx, "POST", "/api/events", map[string]any{"data": map[string]any{"type": "event", "attributes": e}}, nil)
}
