package coupons

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

type subscription struct {
	ListID  string `json:"list_id"`
	Profile attrs  `json:"profile"`
}
type attrs struct {
	Email string `json:"email"`
}

// client endpoint: company_id in the query
func (c *Client) ClientSub(ctx context.Context, company, list, email string) error {
	return c.send(ctx, "POST", "/client/subscriptions/?company_id="+company, map[string]any{"data": map[string]any{
		"type": "subscription",
		"attributes": map[string]any{
			"custom_source": "web",
			"email":         email, // want `"email" is gone since 2023\-07\-15`
		},
		"relationships": map[string]any{"list": map[string]any{"data": map[string]any{"type": "list", "id": list}}},
	}}, nil)
}

func (c *Client) Coupon(ctx context.Context, coupon, code string, exp time.Time) error {
	return c.send(ctx, "POST", "/api/coupon-codes", map[string]any{"data": map[string]any{
		"type":       "coupon-code",
		"attributes": map[string]any{"unique_code": code, "expires_at": exp},
		"relationships": map[string]any{
			"coupon": map[string]any{"data": map[string]any{"type": "coupon", "id": coupon}},
		},
	}}, nil)
}

func (c *Client) CouponBad(ctx context.Context, coupon, code string) error {
	return c.send(ctx, "POST", "/api/coupon-codes", map[string]any{"data": map[string]any{
		"type": "coupon-code",
		"attributes": map[string]any{
			"unique_code": code,
			"expires_at":  "2026-12-31", // want `"expires_at" is the date "2026\-12\-31", and Klaviyo wants a time with z`
			"coupon_id":   coupon,       // want `"coupon_id" is no attribute`
		},
	}}, nil)
}
