// Package client talks to Klaviyo for other packages.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// Profile is a person.
type Profile struct {
	ID    string `json:"id,omitempty"`
	Email string `json:"email"`
}

// Client calls the API.
type Client struct {
	base, key string
	http      *http.Client
}

// New makes a client.
func New(key string) *Client {
	return &Client{base: "https://a.klaviyo.com", key: key, http: &http.Client{Timeout: time.Minute}}
}

type doc = map[string]any

// Upsert creates or updates one profile.
func (c *Client) Upsert(ctx context.Context, p Profile) error {
	return c.do(ctx, http.MethodPost, "/api/profile-import", doc{"data": doc{"type": "profile", "attributes": p}})
}

// Import creates or updates many.
func (c *Client) Import(ctx context.Context, ps []Profile) error {
	list := make([]doc, 0, len(ps))
	for _, p := range ps {
		list = append(list, doc{"type": "profile", "attributes": p})
	}
	return c.do(ctx, http.MethodPost, "/api/profile-bulk-import-jobs", doc{"data": doc{"type": "profile-bulk-import-job", "attributes": doc{"profiles": doc{"data": list}}}})
}

// Subscribe subscribes people to a list.
func (c *Client) Subscribe(ctx context.Context, list string, emails ...string) error {
	people := []doc{}
	for _, e := range emails {
		people = append(people, doc{"type": "profile", "attributes": doc{"email": e}})
	}
	return c.do(ctx, http.MethodPost, "/api/profile-subscription-bulk-create-jobs", doc{"data": doc{
		"type":          "profile-subscription-bulk-create-job",
		"attributes":    doc{"profiles": doc{"data": people}},
		"relationships": doc{"list": doc{"data": doc{"type": "list", "id": list}}},
	}})
}

// AddToList adds profiles to a list.
func (c *Client) AddToList(ctx context.Context, list string, ids []string) error {
	data := []doc{}
	for _, id := range ids {
		data = append(data, doc{"type": "profile", "id": id})
	}
	return c.do(ctx, http.MethodPost, fmt.Sprintf("/api/lists/%s/relationships/profiles", list), doc{"data": data})
}

// Job reads the state of a job.
func (c *Client) Job(ctx context.Context, id string) error {
	return c.do(ctx, http.MethodGet, "/api/profile-bulk-import-jobs/"+id, nil)
}

// SetItem changes one catalog item.
func (c *Client) SetItem(ctx context.Context, id string, attributes map[string]any) error {
	return c.do(ctx, http.MethodPatch, "/api/catalog-items/"+id, doc{"data": doc{"type": "catalog-item", "id": id, "attributes": attributes}})
}

// Tag makes a tag, for which there is no bulk form.
func (c *Client) Tag(ctx context.Context, name string) error {
	return c.do(ctx, http.MethodPost, "/api/tags", doc{"data": doc{"type": "tag", "attributes": doc{"name": name}}})
}

func (c *Client) do(ctx context.Context, method, path string, body any) error {
	b, err := json.Marshal(body)
	if err != nil {
		return err
	}
	for attempt := 0; attempt < 8; attempt++ {
		req, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(b))
		if err != nil {
			return err
		}
		req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
		req.Header.Set("revision", "2026-07-15")
		req.Header.Set("X-Attempt", fmt.Sprint(attempt))
		resp, err := c.http.Do(req)
		if err != nil {
			return err
		}
		resp.Body.Close()
		if resp.StatusCode < 400 {
			return nil
		}
		time.Sleep(time.Duration(attempt) * time.Second)
	}
	return fmt.Errorf("gave up on %s", path)
}
