package goodclient

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
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

// good: a client with options for everything
type ListOptions struct {
	PageSize int
	Cursor   string
	Filter   string
	Sort     string
	Fields   map[string][]string
	Include  []string
}

func (o *ListOptions) encode() string {
	if o == nil {
		return ""
	}
	v := url.Values{}
	if o.PageSize > 0 {
		v.Set("page[size]", strconv.Itoa(o.PageSize))
	}
	if o.Cursor != "" {
		v.Set("page[cursor]", o.Cursor)
	}
	if o.Filter != "" {
		v.Set("filter", o.Filter)
	}
	if o.Sort != "" {
		v.Set("sort", o.Sort)
	}
	for k, f := range o.Fields {
		v.Set("fields["+k+"]", strings.Join(f, ","))
	}
	if len(o.Include) > 0 {
		v.Set("include", strings.Join(o.Include, ","))
	}
	if len(v) == 0 {
		return ""
	}
	return "?" + v.Encode()
}

type Page[T any] struct {
	Data     []Resource[T]     `json:"data"`
	Included []json.RawMessage `json:"included,omitempty"`
	Links    Links             `json:"links"`
}

type Links struct {
	Self string  `json:"self"`
	Next *string `json:"next"`
	Prev *string `json:"prev"`
}

type Resource[T any] struct {
	Type          string                     `json:"type"`
	ID            string                     `json:"id,omitempty"`
	Attributes    T                          `json:"attributes,omitempty"`
	Relationships map[string]json.RawMessage `json:"relationships,omitempty"`
	Links         *Links                     `json:"links,omitempty"`
}

type Single[T any] struct {
	Data Resource[T] `json:"data"`
}

type Profile struct {
	Email       string         `json:"email,omitempty"`
	PhoneNumber string         `json:"phone_number,omitempty"`
	ExternalID  string         `json:"external_id,omitempty"`
	FirstName   string         `json:"first_name,omitempty"`
	LastName    string         `json:"last_name,omitempty"`
	Properties  map[string]any `json:"properties,omitempty"`
	Created     *time.Time     `json:"created,omitempty"`
	Updated     *time.Time     `json:"updated,omitempty"`
	LastEvent   *time.Time     `json:"last_event_date,omitempty"`
}

type List struct {
	Name    string     `json:"name"`
	Created *time.Time `json:"created,omitempty"`
	Updated *time.Time `json:"updated,omitempty"`
	OptIn   string     `json:"opt_in_process,omitempty"`
	Count   *int       `json:"profile_count,omitempty"`
}

func (c *Client) Profiles(ctx context.Context, o *ListOptions) (*Page[Profile], error) {
	var p Page[Profile]
	if err := c.send(ctx, http.MethodGet, "/api/profiles"+o.encode(), nil, &p); err != nil {
		return nil, err
	}
	return &p, nil
}

func (c *Client) Lists(ctx context.Context, o *ListOptions) (*Page[List], error) {
	var p Page[List]
	if err := c.send(ctx, http.MethodGet, "/api/lists"+o.encode(), nil, &p); err != nil {
		return nil, err
	}
	return &p, nil
}

func (c *Client) AllProfiles(ctx context.Context, yield func(Resource[Profile]) error) error {
	o := &ListOptions{PageSize: 100}
	for {
		p, err := c.Profiles(ctx, o)
		if err != nil {
			return err
		}
		for _, r := range p.Data {
			if err := yield(r); err != nil {
				return err
			}
		}
		if p.Links.Next == nil {
			return nil
		}
		u, err := url.Parse(*p.Links.Next)
		if err != nil {
			return err
		}
		o.Cursor = u.Query().Get("page[cursor]")
	}
}

func (c *Client) UpsertProfile(ctx context.Context, p Profile) (*Single[Profile], error) {
	in := Single[Profile]{Data: Resource[Profile]{Type: "profile", Attributes: p}}
	var out Single[Profile]
	if err := c.send(ctx, http.MethodPost, "/api/profile-import", in, &out); err != nil {
		return nil, err
	}
	return &out, nil
}

func (c *Client) UpdateProfile(ctx context.Context, id string, p Profile) (*Single[Profile], error) {
	in := Single[Profile]{Data: Resource[Profile]{Type: "profile", ID: id, Attributes: p}}
	var out Single[Profile]
	if err := c.send(ctx, http.MethodPatch, "/api/profiles/"+url.PathEscape(id), in, &out); err != nil {
		return nil, err
	}
	return &out, nil
}

func (c *Client) CreateList(ctx context.Context, name string) (*Single[List], error) {
	in := Single[List]{Data: Resource[List]{Type: "list", Attributes: List{Name: name}}}
	var out Single[List]
	return &out, c.send(ctx, http.MethodPost, "/api/lists", in, &out)
}
