// Package klaviyo changes items one by one.
package klaviyo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

var client = &http.Client{Timeout: 10 * time.Second}

// A Client holds the key.
type Client struct{ key string }

func (c *Client) call(ctx context.Context, method, path string, body any) error {
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, method, "https://a.klaviyo.com"+path, bytes.NewReader(data))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
	req.Header.Set("revision", "2026-07-15")
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return fmt.Errorf("%s", resp.Status)
	}
	return nil
}

// Reprice changes the price of items.
func (c *Client) Reprice(ctx context.Context, prices map[string]float64) error {
	for id, price := range prices {
		body := map[string]any{"data": map[string]any{"type": "catalog-item", "id": id, "attributes": map[string]any{"price": price}}}
		if err := c.call(ctx, "PATCH", "/api/catalog-items/"+url.PathEscape(id), body); err != nil { // want bulk
			return err
		}
	}
	return nil
}

// Drop removes items.
func (c *Client) Drop(ctx context.Context, ids []string) error {
	for _, id := range ids {
		if err := c.call(ctx, "DELETE", "/api/catalog-items/"+url.PathEscape(id), nil); err != nil { // want bulk
			return err
		}
	}
	return nil
}

// Rename changes lists, which have no bulk twin.
func (c *Client) Rename(ctx context.Context, names map[string]string) error {
	for id, name := range names {
		body := map[string]any{"data": map[string]any{"type": "list", "id": id, "attributes": map[string]any{"name": name}}}
		if err := c.call(ctx, "PATCH", "/api/lists/"+url.PathEscape(id), body); err != nil {
			return err
		}
	}
	return nil
}
