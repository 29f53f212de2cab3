// Package structs writes bodies as structs.
package structs

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"time"
)

type Client struct {
	key  string
	http *http.Client
}

func (c *Client) do(ctx context.Context, method, path string, body any) error {
	var buf bytes.Buffer
	if err := json.NewEncoder(&buf).Encode(body); err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, method, "https://a.klaviyo.com/api"+path, &buf)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("revision", "2025-01-15")
	resp, err := c.http.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

type Document[T any] struct {
	Data Resource[T] `json:"data"`
}

type Resource[T any] struct {
	Type       string `json:"type"`
	ID         string `json:"id,omitempty"`
	Attributes T      `json:"attributes"`
}

type ProfileAttributes struct {
	Email     string         `json:"email,omitempty"`
	FirstName string         `json:"firstName,omitempty"` // want `"first_name" is`
	Phone     *string        `json:"phone_number,omitempty"`
	Custom    map[string]any `json:"properties,omitempty"`
	Loc       *Location      `json:"location,omitempty"`
	internal  string
	Skipped   string `json:"-"`
}

type Location struct {
	City string `json:"city"`
	Zip  int    `json:"zip"` // want `"zip" is sent as a number, and Klaviyo wants a string`
}

// Upsert takes what callers give.
func (c *Client) Upsert(ctx context.Context, p ProfileAttributes) error {
	return c.do(ctx, "POST", "/profile-import", struct {
		Data struct {
			Type       string            `json:"type"`
			Attributes ProfileAttributes `json:"attributes"`
		} `json:"data"`
	}{Data: struct {
		Type       string            `json:"type"`
		Attributes ProfileAttributes `json:"attributes"`
	}{"profile", p}})
}

type plain struct {
	Data item // want `the body has "Data" where Klaviyo wants "data"`
}

type item struct {
	Type string `json:"type"`
}

// Untagged sends "Data".
func (c *Client) Untagged(ctx context.Context) error {
	return c.do(ctx, "POST", "/profiles", plain{Data: item{Type: "profile"}})
}

// A struct for two operations: the id is right for the update alone, and left
// out where it is empty.
type list struct {
	Data struct {
		Type       string `json:"type"`
		ID         string `json:"id,omitempty"`
		Attributes struct {
			Name string `json:"name"`
		} `json:"attributes"`
	} `json:"data"`
}

func (c *Client) CreateList(ctx context.Context, name string) error {
	var l list
	l.Data.Type = "list"
	l.Data.Attributes.Name = name
	return c.do(ctx, "POST", "/lists", l)
}

func (c *Client) RenameList(ctx context.Context, id, name string) error {
	var l list
	l.Data.Type = "list"
	l.Data.ID = id
	l.Data.Attributes.Name = name
	return c.do(ctx, "PATCH", "/lists/"+id, l)
}

type event struct {
	Data struct {
		Type       string `json:"type"`
		Attributes struct {
			Properties map[string]any `json:"properties"`
			Time       time.Time      `json:"time"`
			Value      float64        `json:"value"`
			UniqueID   string         `json:"unique_id"`
			Metric     any            `json:"metric"`
			Profile    any            `json:"profile"`
		} `json:"attributes"`
	} `json:"data"`
}

func (c *Client) Track(ctx context.Context, e event) error { return c.do(ctx, "POST", "/events", e) }

// custom writes itself.
type custom struct{ Whatever string }

func (custom) MarshalJSON() ([]byte, error) { return []byte(`{"data":{}}`), nil }

func (c *Client) Custom(ctx context.Context, x custom) error {
	return c.do(ctx, "POST", "/profiles", x)
}

func (c *Client) Any(ctx context.Context, body any) error {
	return c.do(ctx, "POST", "/profiles", body)
}

func (c *Client) Raw(ctx context.Context, attrs json.RawMessage) error {
	return c.do(ctx, "POST", "/profiles", map[string]any{"data": map[string]any{"type": "profile", "attributes": attrs}})
}
