package options

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
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

type Opts struct {
	Size    int
	Sort    string
	Include []string
	Fields  map[string][]string
	Filter  string
}

func (o Opts) query() string {
	q := url.Values{}
	if o.Size > 0 {
		q.Set("page[size]", fmt.Sprint(o.Size))
	}
	if o.Sort != "" {
		q.Set("sort", o.Sort)
	}
	if len(o.Include) > 0 {
		q.Set("include", strings.Join(o.Include, ","))
	}
	for k, v := range o.Fields {
		q.Set("fields["+k+"]", strings.Join(v, ","))
	}
	if o.Filter != "" {
		q.Set("filter", o.Filter)
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

func (c *Client) Profiles(ctx context.Context) error {
	return c.send(ctx, "GET", "/api/profiles"+Opts{Size: 100, Sort: "-last_event_date"}.query(), nil, nil) // want `"\-last_event_date" is no value of "sort" of GET /api/profiles`
}

func (c *Client) Flows(ctx context.Context) error {
	o := Opts{Size: 50, Include: []string{"tags", "flow-messages"}} // want `"flow\-messages" is no value of "include" of GET /api/flows`
	return c.send(ctx, "GET", "/api/flows"+o.query(), nil, nil)
}

func (c *Client) Segments(ctx context.Context) error {
	o := Opts{
		Size:   20, // want `"page\[size\]" is 20, and "GET /api/segments" takes at most 10`
		Fields: map[string][]string{"segment": {"name", "created"}},
	}
	return c.send(ctx, "GET", "/api/segments"+o.query(), nil, nil)
}

func (c *Client) Lists(ctx context.Context) error {
	o := Opts{Size: 10, Fields: map[string][]string{"list": {"name", "created"}}, Sort: "name"}
	return c.send(ctx, "GET", "/api/lists"+o.query(), nil, nil)
}
