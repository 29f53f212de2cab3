package iterated

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
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

type page[T any] struct {
	Data  []T `json:"data"`
	Links struct {
		Next string `json:"next"`
	} `json:"links"`
}

func list[T any](ctx context.Context, c *Client, path string) ([]T, error) {
	var all []T
	for path != "" {
		var p page[T]
		if err := c.send(ctx, "GET", path, nil, &p); err != nil {
			return nil, err
		}
		all = append(all, p.Data...)
		u, err := url.Parse(p.Links.Next)
		if err != nil {
			return nil, err
		}
		path = u.RequestURI()
		if p.Links.Next == "" {
			path = ""
		}
	}
	return all, nil
}

type flow struct {
	ID         string `json:"id"`
	Attributes struct {
		Name      string `json:"name"`
		CreatedAt string `json:"created_at"` // want `no revision answers "created_at"`
		Trigger   string `json:"trigger_type"`
	} `json:"attributes"`
}

func (c *Client) Flows(ctx context.Context) ([]flow, error) { return list[flow](ctx, c, "/api/flows") }

type metric struct {
	ID         string `json:"id"`
	Attributes struct {
		Name        string `json:"name"`
		Integration string `json:"integration"` // want `"integration" is an object`
	} `json:"attributes"`
}

func (c *Client) Metrics(ctx context.Context) ([]metric, error) {
	return list[metric](ctx, c, "/api/metrics")
}

type tag struct {
	ID         string `json:"id"`
	Attributes struct {
		Name string `json:"name"`
	} `json:"attributes"`
}

func (c *Client) Tags(ctx context.Context) ([]tag, error) { return list[tag](ctx, c, "/api/tags") }
