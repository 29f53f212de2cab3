package pointers

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

type Client struct{ key string }

var std = &http.Client{Timeout: 10 * time.Second}

func (c *Client) newRequest(ctx context.Context, method, path string) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, method, "https://a.klaviyo.com/api"+path, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("revision", "2026-07-15")
	return req, nil
}

func (c *Client) Do(req *http.Request, v any) (*http.Response, error) {
	resp, err := std.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode > 299 {
		e := &APIError{Code: resp.StatusCode}
		_ = json.NewDecoder(resp.Body).Decode(e)
		return resp, e
	}
	if v != nil {
		err = json.NewDecoder(resp.Body).Decode(v)
	}
	return resp, err
}

type APIError struct {
	Code   int `json:"-"`
	Errors []struct {
		ID     string `json:"id"`
		Detail string `json:"detail"`
	} `json:"errors"`
}

func (e *APIError) Error() string { return fmt.Sprint(e.Code, e.Errors) }

type Template struct {
	Data *TemplateData `json:"data"`
}
type TemplateData struct {
	ID         string              `json:"id"`
	Attributes *TemplateAttributes `json:"attributes"`
}
type TemplateAttributes struct {
	Name    string    `json:"name"`
	HTML    string    `json:"html"`
	Editor  string    `json:"editorType"` // want `no revision answers "editorType"`
	Updated time.Time `json:"updated"`
}

func (c *Client) Template(ctx context.Context, id string) (*Template, *http.Response, error) {
	req, err := c.newRequest(ctx, http.MethodGet, "/templates/"+id)
	if err != nil {
		return nil, nil, err
	}
	t := new(Template)
	resp, err := c.Do(req, t)
	if err != nil {
		return nil, resp, err
	}
	return t, resp, nil
}

type Lists struct {
	Data []*struct {
		ID         string `json:"id"`
		Attributes struct {
			Name  string `json:"name"`
			Count int    `json:"profile_count"`
		} `json:"attributes"`
	} `json:"data"`
	Links *struct {
		Next *string `json:"next"`
	} `json:"links"`
}

func (c *Client) FindList(ctx context.Context, name string) (string, error) {
	req, err := c.newRequest(ctx, http.MethodGet, "/lists")
	if err != nil {
		return "", err
	}
	var ls Lists
	if _, err := c.Do(req, &ls); err != nil { // want `the items of GET /api/lists are worked on, and "links\.next" is never r`
		return "", err
	}
	for _, l := range ls.Data {
		if l.Attributes.Name == name {
			return l.ID, nil
		}
	}
	return "", nil
}
