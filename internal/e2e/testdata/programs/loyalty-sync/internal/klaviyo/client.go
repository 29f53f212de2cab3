// Package klaviyo is the one place that talks to Klaviyo.
package klaviyo

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Revision is the revision that every request asks for.
const Revision = "2026-07-15"

// Member is a member of the programme.
type Member struct {
	Email  string `json:"email"`
	Points int    `json:"-"`
	Tier   string `json:"-"`
}

// Page is a page of profiles.
type Page struct {
	Data []struct {
		ID string `json:"id"`
	} `json:"data"`
	Links struct {
		Next string `json:"next"`
	} `json:"links"`
}

// Client calls the API.
type Client struct {
	BaseURL string
	key     string
	http    *http.Client
	tries   int
}

// New makes a client.
func New(key string) *Client {
	return &Client{BaseURL: "https://a.klaviyo.com", key: key, http: &http.Client{Timeout: 15 * time.Second}, tries: 4}
}

type object map[string]any

func profile(m Member) object {
	return object{"type": "profile", "attributes": object{"email": m.Email, "properties": object{"points": m.Points, "tier": m.Tier}}}
}

// Save creates or updates one member.
func (c *Client) Save(ctx context.Context, m Member) error {
	return c.call(ctx, http.MethodPost, "/api/profile-import", nil, object{"data": profile(m)}, nil)
}

// SaveAll starts a job for many, and returns its id.
func (c *Client) SaveAll(ctx context.Context, ms []Member) (string, error) {
	if len(ms) == 0 || len(ms) > 10_000 {
		return "", errors.New("between 1 and 10,000 members")
	}
	data := make([]object, len(ms))
	for i, m := range ms {
		data[i] = profile(m)
	}
	var out struct{ Data struct{ ID string } }
	body := object{"data": object{"type": "profile-bulk-import-job", "attributes": object{"profiles": object{"data": data}}}}
	err := c.call(ctx, http.MethodPost, "/api/profile-bulk-import-jobs", nil, body, &out)
	return out.Data.ID, err
}

// Done tells whether a job has ended.
func (c *Client) Done(ctx context.Context, id string) (bool, error) {
	var out struct {
		Data struct {
			Attributes struct{ Status string }
		}
	}
	err := c.call(ctx, http.MethodGet, "/api/profile-bulk-import-jobs/"+url.PathEscape(id), nil, nil, &out)
	return out.Data.Attributes.Status == "complete", err
}

// Profiles reads every page.
func (c *Client) Profiles(ctx context.Context, each func(id string) error) error {
	query := url.Values{"page[size]": {"100"}}
	for {
		var p Page
		if err := c.call(ctx, http.MethodGet, "/api/profiles", query, nil, &p); err != nil {
			return err
		}
		for _, d := range p.Data {
			if err := each(d.ID); err != nil {
				return err
			}
		}
		next, err := url.Parse(p.Links.Next)
		if err != nil || next.Query().Get("page[cursor]") == "" {
			return err
		}
		query.Set("page[cursor]", next.Query().Get("page[cursor]"))
	}
}

// Points tells of points won.
func (c *Client) Points(ctx context.Context, m Member, won int, id string) error {
	return c.call(ctx, http.MethodPost, "/api/events", nil, object{"data": object{"type": "event", "attributes": object{
		"unique_id":  id,
		"value":      won,
		"properties": object{"balance": m.Points},
		"metric":     object{"data": object{"type": "metric", "attributes": object{"name": "Points Won"}}},
		"profile":    object{"data": object{"type": "profile", "attributes": object{"email": m.Email}}},
	}}}, nil)
}

func (c *Client) call(ctx context.Context, method, path string, query url.Values, in, out any) error {
	var body []byte
	if in != nil {
		var err error
		if body, err = json.Marshal(in); err != nil {
			return err
		}
	}
	for try := 1; ; try++ {
		req, err := http.NewRequestWithContext(ctx, method, c.BaseURL+path, bytes.NewReader(body))
		if err != nil {
			return err
		}
		req.URL.RawQuery = query.Encode()
		req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
		req.Header.Set("revision", Revision)
		resp, err := c.http.Do(req)
		if err != nil {
			return err
		}
		if resp.StatusCode == http.StatusTooManyRequests && try < c.tries {
			after, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
			resp.Body.Close()
			time.Sleep(time.Duration(max(after, 1)) * time.Second)
			continue
		}
		defer resp.Body.Close()
		if resp.StatusCode >= 300 {
			return fmt.Errorf("klaviyo: %s %s: %s", method, path, resp.Status)
		}
		if out == nil {
			return nil
		}
		return json.NewDecoder(resp.Body).Decode(out)
	}
}
