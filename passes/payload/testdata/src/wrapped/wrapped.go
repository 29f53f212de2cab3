package wrapped

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

type Doc[A any] struct {
	Data Res[A] `json:"data"`
}
type Res[A any] struct {
	Kind  string `json:"type"`
	ID    string `json:"id,omitempty"`
	Attrs A      `json:"attributes"`
}

func wrap[A any](kind string, a A) Doc[A] { return Doc[A]{Data: Res[A]{Kind: kind, Attrs: a}} }

type listAttrs struct {
	Name  string `json:"name"`
	OptIn string `json:"optInProcess,omitempty"` // want `"optInProcess" is no attribute`
}

func (c *Client) CreateList(ctx context.Context, name string) error {
	return c.send(ctx, "POST", "/api/lists", wrap("list", listAttrs{Name: name, OptIn: "single_opt_in"}), nil)
}

type tplAttrs struct {
	Name string `json:"name"`
	Type string `json:"editor_type"`
	HTML string `json:"html"`
}

func (c *Client) CreateTemplate(ctx context.Context, n, h string) error {
	return c.send(ctx, "POST", "/api/templates", wrap("templates", tplAttrs{n, "CODE", h}), nil) // want `"type" is "templates"`
}

func (c *Client) CreateTag(ctx context.Context, n string) error {
	return c.send(ctx, "POST", "/api/tags", wrap("tag", map[string]string{"name": n}), nil)
}
