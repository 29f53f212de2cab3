package joined

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
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

var eventFields = []string{"timestamp", "properties"} // want `"properties" is no value of "fields\[event\]" of GET /api/events`

func (c *Client) Events(ctx context.Context) error {
	return c.send(ctx, "GET", "/api/events?fields[event]="+strings.Join(eventFields, ",")+"&sort=-datetime&include=profile,metric", nil, nil)
}

func (c *Client) Events2(ctx context.Context) error {
	return c.send(ctx, "GET", "/api/events?include=profiles&sort=-datetime", nil, nil) // want `"profiles" is no value of "include" since 2023\-07\-15`
}

func (c *Client) Metrics(ctx context.Context) error {
	return c.send(ctx, "GET", "/api/metrics?sort=name", nil, nil) // want `"sort" is no parameter of GET /api/metrics at any revision`
}

func (c *Client) Metrics2(ctx context.Context) error {
	return c.send(ctx, "GET", `/api/metrics?filter=equals(integration.name,"Shopify")&fields[metric]=name,integration`, nil, nil)
}
