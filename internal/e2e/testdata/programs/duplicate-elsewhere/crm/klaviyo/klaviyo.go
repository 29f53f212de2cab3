// Package klaviyo is the client.
package klaviyo

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// Revision is what the client sends.
const Revision = "2026-07-15"

// An Error is an answer that is no success.
type Error struct {
	Status int
	Code   string
	ID     string
}

func (e *Error) Error() string { return fmt.Sprintf("klaviyo: %d %s", e.Status, e.Code) }

// ErrTaken is what Create gives for a profile that is there.
var ErrTaken = errors.New("profile is there")

// A Client calls Klaviyo.
type Client struct {
	key  string
	http *http.Client
}

// New makes a client.
func New(key string) *Client { return &Client{key: key, http: &http.Client{Timeout: 10 * time.Second}} }

func (c *Client) do(ctx context.Context, method, path string, in any) error {
	data, err := json.Marshal(in)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, method, "https://a.klaviyo.com"+path, bytes.NewReader(data))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("revision", Revision)
	resp, err := c.http.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		e := &Error{Status: resp.StatusCode}
		var body struct {
			Errors []struct {
				Code string `json:"code"`
				Meta struct {
					ID string `json:"duplicate_profile_id"`
				} `json:"meta"`
			} `json:"errors"`
		}
		if json.NewDecoder(resp.Body).Decode(&body) == nil && len(body.Errors) > 0 {
			e.Code, e.ID = body.Errors[0].Code, body.Errors[0].Meta.ID
		}
		return e
	}
	return nil
}

// Create creates a profile.
func (c *Client) Create(ctx context.Context, p any) error {
	return c.do(ctx, "POST", "/api/profiles", p)
}

// Upsert creates or updates one.
func (c *Client) Upsert(ctx context.Context, p any) error {
	return c.do(ctx, "POST", "/api/profile-import", p)
}

// Update changes one.
func (c *Client) Update(ctx context.Context, id string, p any) error {
	return c.do(ctx, "PATCH", "/api/profiles/"+id, p)
}
