package jobs

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

type M = map[string]any

func (c *Client) Subscribe(ctx context.Context, list, email string) error {
	return c.send(ctx, "POST", "/api/profile-subscription-bulk-create-jobs", M{"data": M{
		"type":          "profile-subscription-bulk-create-job",
		"attributes":    M{"profiles": M{"data": []M{{"type": "profile", "attributes": M{"email": email}}}}}, // want `no "subscriptions" in …profiles\.data\[\]\.attributes`
		"relationships": M{"list": M{"data": M{"type": "list", "id": list}}},
	}}, nil)
}

func (c *Client) SubscribeOK(ctx context.Context, list, email string) error {
	return c.send(ctx, "POST", "/api/profile-subscription-bulk-create-jobs", M{"data": M{
		"type":          "profile-subscription-bulk-create-job",
		"attributes":    M{"custom_source": "x", "profiles": M{"data": []M{{"type": "profile", "attributes": M{"email": email, "subscriptions": M{"email": M{"marketing": M{"consent": "SUBSCRIBED"}}}}}}}},
		"relationships": M{"list": M{"data": M{"type": "list", "id": list}}},
	}}, nil)
}

func (c *Client) SubscribeList(ctx context.Context, list, email string) error {
	return c.send(ctx, "POST", "/api/profile-subscription-bulk-create-jobs", M{"data": M{
		"type": "profile-subscription-bulk-create-job",
		"attributes": M{
			"list_id":  list, // want `"list_id" is gone since 2023\-07\-15`
			"profiles": M{"data": []M{{"type": "profile", "attributes": M{"email": email, "subscriptions": M{"email": M{"marketing": M{"consent": "SUBSCRIBED"}}}}}}}},
	}}, nil)
}

func (c *Client) Suppress(ctx context.Context, phone string) error {
	return c.send(ctx, "POST", "/api/profile-suppression-bulk-create-jobs", M{"data": M{
		"type":       "profile-suppression-bulk-create-job",
		"attributes": M{"profiles": M{"data": []M{{"type": "profile", "attributes": M{"phone_number": phone}}}}}, // want `"phone_number" is no attribute`
	}}, nil)
}
