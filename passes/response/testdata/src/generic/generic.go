// Package generic decodes through generic helpers.
package generic

import (
	"context"
	"encoding/json"
	"net/http"
)

type Client struct {
	key  string
	http *http.Client
}

func (c *Client) do(ctx context.Context, method, path string, out any) error {
	req, err := http.NewRequestWithContext(ctx, method, "https://a.klaviyo.com/api"+path, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("revision", "2026-07-15")
	resp, err := c.http.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(out)
}

type Document[T any] struct {
	Data Resource[T] `json:"data"`
}

type Resource[T any] struct {
	ID         string `json:"id"`
	Attributes T      `json:"attributes"`
}

type ListAttributes struct {
	Name   string `json:"name"`
	OptIn  string `json:"optin_process"` // want `no revision answers "optin_process" \(GET /api/lists/\{id\} data\.attributes\): it stays empty; "opt_in_process" is answered`
	Create string `json:"created"`
}

func (c *Client) List(ctx context.Context, id string) (*Document[ListAttributes], error) {
	var d Document[ListAttributes]
	if err := c.do(ctx, "GET", "/lists/"+id, &d); err != nil {
		return nil, err
	}
	return &d, nil
}

func fetch[T any](ctx context.Context, c *Client, path string) (T, error) {
	var out T
	err := c.do(ctx, "GET", path, &out)
	return out, err
}

type tags struct {
	Data []struct {
		Attributes struct {
			Names string `json:"names"` // want `no revision answers "names" .*"name" is answered`
		} `json:"attributes"`
	} `json:"data"`
	Links any `json:"links"`
}

func (c *Client) Tags(ctx context.Context) (tags, error) {
	return fetch[tags](ctx, c, "/tags")
}

// Whatever the caller gives.
func (c *Client) Raw(ctx context.Context, path string, out any) error {
	return c.do(ctx, "GET", path, out)
}
