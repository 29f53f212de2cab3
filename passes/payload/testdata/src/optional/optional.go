// Package optional sends keys that are left out when they are empty.
package optional

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
)

type Client struct {
	key  string
	http *http.Client
}

func (c *Client) do(ctx context.Context, method, path string, in any) error {
	raw, err := json.Marshal(in)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, method, "https://a.klaviyo.com/api/"+path, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("revision", "2026-07-15")
	resp, err := c.http.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

type envelope[T any] struct {
	Data resource[T] `json:"data"`
}

type resource[T any] struct {
	Type       string `json:"type"`
	ID         string `json:"id,omitempty"`
	Attributes T      `json:"attributes"`
}

type attributes struct {
	Email    string    `json:"email,omitempty"`
	Location *location `json:"location,omitempty"`
	Tier     string    `json:"loyalty_tier,omitempty"` // want `"loyalty_tier" is no attribute`
	Points   int       `json:"points,omitempty"`       // only in answers, for all that is known
}

type location struct {
	City    string `json:"city,omitempty"`
	ZipCode string `json:"zip_code,omitempty"` // want `"zip_code" is no member of "location"`
}

// A pointer to a struct, and what the caller gives.
func (c *Client) upsert(ctx context.Context, email, city, zip string) error {
	return c.do(ctx, "POST", "profile-import", envelope[attributes]{resource[attributes]{
		Type: "profile", Attributes: attributes{Email: email, Location: &location{City: city, ZipCode: zip}},
	}})
}

// A field that is set later.
func (c *Client) tiered(ctx context.Context, email, tier string) error {
	var e envelope[attributes]
	e.Data.Type = "profile"
	e.Data.Attributes.Email = email
	e.Data.Attributes.Tier = tier
	return c.do(ctx, "POST", "profile-import", e)
}

// Only the type is known: a key that is left out when empty may be for answers.
func (c *Client) given(ctx context.Context, a attributes) error {
	return c.do(ctx, "POST", "profile-import", envelope[attributes]{resource[attributes]{Type: "profile", Attributes: a}})
}

type listAttributes struct {
	Name string `json:"name"`
}

// The id is for the update, and empty otherwise.
func (c *Client) save(ctx context.Context, id, name string) error {
	e := envelope[listAttributes]{}
	e.Data.Type, e.Data.ID, e.Data.Attributes.Name = "list", id, name
	if id == "" {
		return c.do(ctx, "POST", "lists", e)
	}
	return c.do(ctx, "PATCH", "lists/"+id, e)
}
