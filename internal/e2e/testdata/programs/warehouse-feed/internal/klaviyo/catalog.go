package klaviyo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"example.com/warehouse-feed/internal/warehouse"
)

const itemsURL = "https://a.klaviyo.com/api/catalog-items"

type Catalog struct {
	hc *http.Client
}

func NewCatalog(key string) *Catalog {
	return &Catalog{hc: &http.Client{
		Timeout:   time.Minute,
		Transport: signing{key: key, next: http.DefaultTransport},
	}}
}

func (c *Catalog) Publish(ctx context.Context, items []warehouse.Item) error {
	for _, it := range items {
		var buf bytes.Buffer
		err := json.NewEncoder(&buf).Encode(map[string]any{"data": map[string]any{
			"type":       "catalog-item",
			"attributes": map[string]any{"external_id": it.SKU, "title": it.Title, "url": it.URL}, // want payload
		}})
		if err != nil {
			return err
		}
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, itemsURL, &buf) // want bulk
		if err != nil {
			return err
		}
		req.Header.Set("Content-Type", "application/vnd.api+json")
		resp, err := c.hc.Do(req)
		if err != nil {
			return err
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusCreated {
			return fmt.Errorf("%s: %s", it.SKU, resp.Status)
		}
	}
	return nil
}
