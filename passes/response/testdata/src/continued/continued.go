package continued

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

type events struct {
	Data []struct {
		ID         string `json:"id"`
		Attributes struct {
			Timestamp string         `json:"timestamp"` // want `"timestamp" is an integer`
			Props     map[string]any `json:"event_properties"`
			Datetime  time.Time      `json:"datetime"`
			UUID      string         `json:"uuid"`
		} `json:"attributes"`
		Relationships struct {
			Profile struct {
				Data struct {
					ID string `json:"id"`
				} `json:"data"`
			} `json:"profile"`
			Metrics struct { // want `"metrics" is in no answer since 2023\-07\-15`
				Data struct {
					ID string `json:"id"`
				} `json:"data"`
			} `json:"metrics"`
		} `json:"relationships"`
	} `json:"data"`
	Included []json.RawMessage `json:"included"`
	Links    struct {
		Next     string `json:"next"`
		Previous string `json:"previous"` // want `"previous" is no part of the links`
	} `json:"links"`
}

func (c *Client) Events(ctx context.Context, next string) (events, error) {
	var e events
	if next == "" {
		next = "/api/events?sort=datetime"
	}
	err := c.send(ctx, "GET", next, nil, &e)
	return e, err
}
