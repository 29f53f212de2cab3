package pos

import (
	"context"
	"net/http"
)

type data struct {
	Data any `json:"data"`
}

type Customer struct {
	Type  string         `json:"type"`
	ID    string         `json:"id,omitempty"`
	Attrs map[string]any `json:"attributes"`
}

// Register is called when a shopper signs up at the till.
func (c *Client) Register(ctx context.Context, email string) error {
	cu := Customer{Type: "profile", Attrs: map[string]any{"email": email, "properties": map[string]any{"store": c.Store}}}
	req, err := c.newRequest(ctx, http.MethodPost, "/api/profiles", data{cu}) // want upsert
	if err != nil {
		return err
	}
	return c.exec(req)
}

// Rename changes a name.
func (c *Client) Rename(ctx context.Context, id, first, last string) error {
	cu := Customer{Type: "profile", ID: id, Attrs: map[string]any{"first_name": first, "last_name": last}}
	req, err := c.newRequest(ctx, http.MethodPatch, "/api/profiles/"+id, data{cu})
	if err != nil {
		return err
	}
	return c.exec(req)
}

// AddVariant publishes a new size or colour.
func (c *Client) AddVariant(ctx context.Context, attrs map[string]any) error {
	req, err := c.newRequest(ctx, http.MethodPost, "/api/catalog-variants", data{map[string]any{"type": "catalog-variant", "attributes": attrs}})
	if err != nil {
		return err
	}
	return c.exec(req)
}

// Check tests the key.
func (c *Client) Check(ctx context.Context) error {
	req, err := c.newRequest(ctx, http.MethodGet, "/api/profiles?page[size]=1", nil)
	if err != nil {
		return err
	}
	return c.exec(req)
}
