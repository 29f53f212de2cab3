package klaviyo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

type Catalog struct {
	key string
	hc  *http.Client
}

type Price struct {
	SKU   string
	Cents int
}

func Open(key string) *Catalog { return &Catalog{key, &http.Client{Timeout: 10 * time.Second}} }

func id(sku string) string { return "$custom:::$default:::" + sku }

// SetPrice changes one variant.
func (c *Catalog) SetPrice(ctx context.Context, p Price) error {
	return c.call(ctx, "PATCH", "/api/catalog-variants/"+id(p.SKU), map[string]any{"data": map[string]any{
		"type": "catalog-variant", "id": id(p.SKU), "attributes": map[string]any{"price": float64(p.Cents) / 100},
	}})
}

// SetPrices changes up to 100 variants in one job.
func (c *Catalog) SetPrices(ctx context.Context, ps []Price) error {
	var vs []any
	for _, p := range ps {
		vs = append(vs, map[string]any{"type": "catalog-variant", "id": id(p.SKU), "attributes": map[string]any{"price": float64(p.Cents) / 100}})
	}
	return c.call(ctx, "POST", "/api/catalog-variant-bulk-update-jobs", map[string]any{"data": map[string]any{
		"type": "catalog-variant-bulk-update-job", "attributes": map[string]any{"variants": map[string]any{"data": vs}},
	}})
}

// Drop deletes one item.
func (c *Catalog) Drop(ctx context.Context, sku string) error {
	return c.call(ctx, "DELETE", "/api/catalog-items/"+id(sku), nil)
}

func (c *Catalog) call(ctx context.Context, method, path string, doc any) error {
	b, err := json.Marshal(doc)
	if err != nil {
		return err
	}
	if doc == nil {
		b = nil
	}
	for range 6 {
		req, err := http.NewRequestWithContext(ctx, method, "https://a.klaviyo.com"+path, bytes.NewReader(b))
		if err != nil {
			return err
		}
		req.Header.Set("Authorization", "Klaviyo-API-Key "+c.key)
		req.Header.Set("revision", "2026-07-15")
		req.Header.Set("Content-Type", "application/vnd.api+json")
		res, err := c.hc.Do(req)
		if err != nil {
			return err
		}
		res.Body.Close()
		if res.StatusCode < 300 {
			return nil
		}
		if res.StatusCode != http.StatusTooManyRequests {
			return fmt.Errorf("%s %s: %s", method, path, res.Status)
		}
		s, _ := strconv.Atoi(res.Header.Get("Retry-After"))
		time.Sleep(time.Duration(max(s, 1)) * time.Second)
	}
	return fmt.Errorf("%s %s: too busy", method, path)
}
