// Package checkout tells Klaviyo what customers buy.
package checkout

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"example.com/shop/internal/klaviyo"
)

const eventsURL = "https://a.klaviyo.com/api/events"

// Order is a finished purchase.
type Order struct {
	ID    string
	Email string
	Total float64
}

func (o Order) event(metric string) map[string]any {
	return map[string]any{
		"data": map[string]any{
			"type": "event",
			"attributes": map[string]any{
				"unique_id":  o.ID,
				"value":      o.Total,
				"metric":     map[string]any{"data": map[string]any{"type": "metric", "attributes": map[string]any{"name": metric}}},
				"profile":    map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"email": o.Email}}},
				"properties": map[string]any{"order_id": o.ID},
			},
		},
	}
}

// Placed reports an order.
func Placed(ctx context.Context, client *klaviyo.Client, o Order) error {
	return client.Post(ctx, "/api/events", o.event("Placed Order"))
}

// Refunder reports refunds. It is older than the client package.
type Refunder struct {
	Key  string
	HTTP *http.Client
}

// NewRefunder returns a Refunder with a time limit for each call.
func NewRefunder(key string) *Refunder {
	return &Refunder{Key: key, HTTP: &http.Client{Timeout: 5 * time.Second}}
}

// Refunded reports a refund.
func (r *Refunder) Refunded(ctx context.Context, o Order) error {
	body, err := json.Marshal(o.event("Refunded Order"))
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, eventsURL, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+r.Key)
	req.Header.Set("Content-Type", "application/vnd.api+json")
	resp, err := r.HTTP.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusAccepted {
		return fmt.Errorf("refund of %s: klaviyo answered %d", o.ID, resp.StatusCode)
	}
	return nil
}
