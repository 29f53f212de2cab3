package conditions

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

type cond string

func Eq(field, v string) cond { return cond(fmt.Sprintf(`equals(%s,"%s")`, field, v)) }
func Gt(field, v string) cond { return cond("greater-than(" + field + "," + v + ")") }
func And(cs ...cond) cond {
	s := make([]string, len(cs))
	for i, c := range cs {
		s[i] = string(c)
	}
	return cond("and(" + strings.Join(s, ",") + ")")
}

func (c *Client) find(ctx context.Context, kind string, f cond) error {
	return c.send(ctx, http.MethodGet, "/api/"+kind+"?filter="+url.QueryEscape(string(f)), nil, nil)
}

func (c *Client) ByMail(ctx context.Context, mail string) error {
	return c.find(ctx, "profiles", Eq("email_address", mail)) // want `"email_address" is no field of the filter of GET /api/profiles`
}

func (c *Client) ByEmail(ctx context.Context, mail string) error {
	return c.find(ctx, "profiles", Eq("email", mail))
}

func (c *Client) Since(ctx context.Context, t time.Time) error {
	return c.find(ctx, "events", And(Gt("datetime", t.Format(time.RFC3339)), Eq("metric_id", "X")))
}

func (c *Client) SinceBad(ctx context.Context, t time.Time) error {
	return c.find(ctx, "events", And(Gt("created", t.Format(time.RFC3339)), Eq("metric_id", "X"))) // want `"created" is no field of the filter of GET /api/events`
}
