package references

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

type ref struct {
	Type string `json:"type"`
	ID   string `json:"id"`
}

func (c *Client) AddOne(ctx context.Context, list, profile string) error {
	return c.send(ctx, "POST", "/api/lists/"+list+"/relationships/profiles", struct {
		Data ref `json:"data"` // want `"data" is sent as an object, and Klaviyo wants an array`
	}{ref{"profile", profile}}, nil)
}

func (c *Client) AddMany(ctx context.Context, list string, ids []string) error {
	refs := make([]ref, 0, len(ids))
	for _, id := range ids {
		refs = append(refs, ref{Type: "profile", ID: id})
	}
	return c.send(ctx, "POST", fmt.Sprintf("/api/lists/%s/relationships/profiles/", list), map[string][]ref{"data": refs}, nil)
}

func (c *Client) RemoveMany(ctx context.Context, list string, ids []string) error {
	var refs []ref
	for _, id := range ids {
		refs = append(refs, ref{Type: "profiles", ID: id}) // want `"type" is "profiles"`
	}
	return c.send(ctx, "DELETE", fmt.Sprintf("/api/lists/%s/relationships/profiles/", list), map[string]any{"data": refs}, nil)
}
