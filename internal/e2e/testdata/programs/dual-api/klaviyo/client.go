package klaviyo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

const (
	endpoint = "https://a.klaviyo.com/api"
	// Keep in step with the changelog.
	apiRevision = "2026-07-15"
)

// Client is safe for concurrent use.
type Client struct {
	key string
	hc  *http.Client
}

// NewClient returns a Client.
func NewClient(key string) *Client {
	return &Client{key: key, hc: &http.Client{Timeout: 10 * time.Second}}
}

// Profile is what we know about a person.
type Profile struct {
	ID         string         `json:"-"`
	Email      string         `json:"email,omitempty"`
	FirstName  string         `json:"first_name,omitempty"`
	Properties map[string]any `json:"properties,omitempty"`
}

type document struct {
	Data struct {
		Type       string   `json:"type"`
		ID         string   `json:"id,omitempty"`
		Attributes *Profile `json:"attributes,omitempty"`
	} `json:"data"`
}

// CreateProfile creates a profile and fails when there is one.
func (c *Client) CreateProfile(ctx context.Context, p Profile) (string, error) {
	return c.write(ctx, http.MethodPost, "/profiles", p)
}

// CreateOrUpdateProfile creates a profile or updates the one with the same email.
func (c *Client) CreateOrUpdateProfile(ctx context.Context, p Profile) (string, error) {
	return c.write(ctx, http.MethodPost, "/profile-import", p)
}

// UpdateProfile changes a profile.
func (c *Client) UpdateProfile(ctx context.Context, p Profile) (string, error) {
	return c.write(ctx, http.MethodPatch, "/profiles/"+p.ID, p)
}

func (c *Client) write(ctx context.Context, method, path string, p Profile) (string, error) {
	var doc document
	doc.Data.Type, doc.Data.ID, doc.Data.Attributes = "profile", p.ID, &p
	var buf bytes.Buffer
	if err := json.NewEncoder(&buf).Encode(doc); err != nil {
		return "", err
	}
	req, err := http.NewRequestWithContext(ctx, method, endpoint+path, &buf)
	if err != nil {
		return "", err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("Content-Type", "application/vnd.api+json")
	req.Header.Set("revision", apiRevision)
	resp, err := c.hc.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	if resp.StatusCode/100 != 2 {
		return "", fmt.Errorf("klaviyo: %s %s: %s", method, path, resp.Status)
	}
	var out document
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
		return "", err
	}
	return out.Data.ID, nil
}
