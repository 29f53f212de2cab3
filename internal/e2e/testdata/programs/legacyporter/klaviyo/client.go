// Package klaviyo replaces what used to be /api/track and /api/identify.
package klaviyo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

const host = "https://a.klaviyo.com"

type Client struct{ Key string }

var shared = &http.Client{Timeout: 30 * time.Second}

func (c *Client) call(ctx context.Context, method, path string, in, out any) error {
	var buf bytes.Buffer
	if in != nil {
		if err := json.NewEncoder(&buf).Encode(in); err != nil {
			return err
		}
	}
	req, err := http.NewRequestWithContext(ctx, method, host+path, &buf)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.Key)
	req.Header.Set("revision", "2026-07-15")
	req.Header.Set("Content-Type", "application/vnd.api+json")
	return finish(req, out)
}

func finish(req *http.Request, out any) error {
	resp, err := shared.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode > 299 {
		return fmt.Errorf("klaviyo: %d", resp.StatusCode)
	}
	if out == nil {
		return nil
	}
	return json.NewDecoder(resp.Body).Decode(out)
}

// Exclusions still has the old shape.
func (c *Client) Exclusions(ctx context.Context) ([]string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, host+"/api/v1/people/exclusions?api_key="+c.Key, nil) // want legacyapi keyexposure
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.Key)
	var page struct {
		Data []struct {
			Email string `json:"email"`
		} `json:"data"`
	}
	if err := finish(req, &page); err != nil {
		return nil, err
	}
	var out []string
	for _, d := range page.Data {
		out = append(out, d.Email)
	}
	return out, nil
}

// AddMembers is next to be moved.
func (c *Client) AddMembers(ctx context.Context, list string, emails []string) error {
	var body struct {
		Profiles []map[string]string `json:"profiles"`
	}
	for _, e := range emails {
		body.Profiles = append(body.Profiles, map[string]string{"email": e})
	}
	return c.call(ctx, http.MethodPost, "/api/v2/list/"+list+"/members", body, nil) // want legacyapi
}

// Suppress is new already.
func (c *Client) Suppress(ctx context.Context, emails []string) error {
	type o = map[string]any
	var data []o
	for _, e := range emails {
		data = append(data, o{"type": "profile", "attributes": o{"email": e}})
	}
	return c.call(ctx, http.MethodPost, "/api/profile-suppression-bulk-create-jobs", o{"data": o{
		"type": "profile-suppression-bulk-create-job", "attributes": o{"profiles": o{"data": data}}}}, nil)
}
