package builders

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

type Resource struct {
	kind  string
	attrs map[string]any
	rels  map[string]any
}

func NewResource(kind string) *Resource {
	return &Resource{kind: kind, attrs: map[string]any{}, rels: map[string]any{}}
}
func (r *Resource) Attr(k string, v any) *Resource { r.attrs[k] = v; return r }
func (r *Resource) Rel(name, typ, id string) *Resource {
	r.rels[name] = map[string]any{"data": map[string]any{"type": typ, "id": id}}
	return r
}
func (r *Resource) body() map[string]any {
	d := map[string]any{"type": r.kind, "attributes": r.attrs}
	if len(r.rels) > 0 {
		d["relationships"] = r.rels
	}
	return map[string]any{"data": d}
}

func (c *Client) Save(ctx context.Context, email, name string) error {
	r := NewResource("profile").Attr("email", email).Attr("first_name", name).Attr("lastName", name) // want `"lastName" is no attribute`
	return c.send(ctx, "POST", "/api/profile-import", r.body(), nil)
}

func (c *Client) Tag(ctx context.Context, name, group string) error {
	r := NewResource("tag").Attr("name", name).Rel("tag-group", "tag-group", group)
	return c.send(ctx, "POST", "/api/tags", r.body(), nil)
}

func (c *Client) TagBad(ctx context.Context, name, group string) error {
	r := NewResource("tag").Attr("name", name).Rel("group", "tag-group", group) // want `"group" is no relationship`
	return c.send(ctx, "POST", "/api/tags", r.body(), nil)
}
