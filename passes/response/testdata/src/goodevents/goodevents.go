package goodevents

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
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

// good: events worker
type Order struct {
	ID    string
	Email string
	Phone string
	Total float64
	Items []Item
	At    time.Time
}
type Item struct {
	SKU string  `json:"SKU"`
	Qty int     `json:"Quantity"`
	P   float64 `json:"ItemPrice"`
}

func (o Order) profile() map[string]any {
	a := map[string]any{}
	if o.Email != "" {
		a["email"] = o.Email
	}
	if o.Phone != "" {
		a["phone_number"] = o.Phone
	}
	return map[string]any{"data": map[string]any{"type": "profile", "attributes": a}}
}

func event(metric, id string, at time.Time, profile, props map[string]any, value float64) map[string]any {
	attrs := map[string]any{
		"metric":     map[string]any{"data": map[string]any{"type": "metric", "attributes": map[string]any{"name": metric}}},
		"profile":    profile,
		"properties": props,
		"time":       at.UTC().Format(time.RFC3339),
		"unique_id":  id,
	}
	if value > 0 {
		attrs["value"] = value
		attrs["value_currency"] = "USD"
	}
	return map[string]any{"data": map[string]any{"type": "event", "attributes": attrs}}
}

func (c *Client) Placed(ctx context.Context, o Order) error {
	props := map[string]any{"OrderId": o.ID, "Items": o.Items}
	if err := c.send(ctx, http.MethodPost, "/api/events/", event("Placed Order", o.ID, o.At, o.profile(), props, o.Total), nil); err != nil {
		return err
	}
	for i, it := range o.Items {
		if err := c.send(ctx, http.MethodPost, "/api/events/", event("Ordered Product", fmt.Sprintf("%s-%d", o.ID, i), o.At, o.profile(), map[string]any{"SKU": it.SKU}, it.P), nil); err != nil {
			return err
		}
	}
	return nil
}

// a helper type used for errors and data both
type envelope struct {
	Data   json.RawMessage `json:"data"`
	Errors []struct {
		ID     string `json:"id"`
		Status int    `json:"status"`
		Code   string `json:"code"`
		Detail string `json:"detail"`
		Source struct {
			Pointer string `json:"pointer"`
		} `json:"source"`
		Meta map[string]any `json:"meta"`
	} `json:"errors"`
}

func (c *Client) Metric(ctx context.Context, name string) (string, error) {
	path := "/api/metrics"
	for path != "" {
		var env envelope
		var raw json.RawMessage
		if err := c.send(ctx, http.MethodGet, path, nil, &raw); err != nil {
			return "", err
		}
		if err := json.Unmarshal(raw, &env); err != nil {
			return "", err
		}
		var links struct {
			Links struct {
				Next string `json:"next"`
			} `json:"links"`
		}
		if err := json.Unmarshal(raw, &links); err != nil {
			return "", err
		}
		var ms []struct {
			ID         string `json:"id"`
			Attributes struct {
				Name        string `json:"name"`
				Integration struct {
					Name string `json:"name"`
				} `json:"integration"`
			} `json:"attributes"`
		}
		if err := json.Unmarshal(env.Data, &ms); err != nil {
			return "", err
		}
		for _, m := range ms {
			if m.Attributes.Name == name {
				return m.ID, nil
			}
		}
		path = strings.TrimPrefix(links.Links.Next, "https://a.klaviyo.com")
	}
	return "", nil
}
