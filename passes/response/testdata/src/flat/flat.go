package flat

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
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

type profileResp struct {
	Data struct {
		ID    string `json:"id"`
		Email string `json:"email"` // want `"email" is no part of a resource`
	} `json:"data"`
}

func (c *Client) ByID(ctx context.Context, id string) (string, error) {
	var p profileResp
	err := c.send(ctx, "GET", "/api/profiles/"+id, nil, &p)
	return p.Data.Email, err
}

type created struct { // want `the answer is decoded as the resource itself, which stands under "data`
	ID string `json:"id"`
}

func (c *Client) Create(ctx context.Context, email string) (string, error) {
	var out created
	err := c.send(ctx, "POST", "/api/profiles", map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"email": email}}}, &out)
	return out.ID, err
}

type createdOK struct {
	Data struct {
		ID string `json:"id"`
	} `json:"data"`
}

func (c *Client) CreateOK(ctx context.Context, email string) (string, error) {
	var out createdOK
	err := c.send(ctx, "POST", "/api/profiles", map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"email": email}}}, &out)
	return out.Data.ID, err
}
