// Command checkout-events forwards paid orders from the queue to marketing tools.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"
	"time"
)

const (
	klaviyoEventsURL = "https://a.klaviyo.com/api/events"
	slackHook        = "https://hooks.slack.com/services/orders"
)

type order struct {
	ID    string  `json:"id"`
	Email string  `json:"email"`
	Total float64 `json:"total"`
}

var httpClient = &http.Client{Timeout: 10 * time.Second}

func main() {
	var o order
	if err := json.NewDecoder(os.Stdin).Decode(&o); err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	if err := trackPlacedOrder(ctx, o); err != nil {
		log.Printf("klaviyo: %v", err)
	}
	if err := notifySlack(ctx, o); err != nil {
		log.Printf("slack: %v", err)
	}
}

func trackPlacedOrder(ctx context.Context, o order) error {
	payload := map[string]any{
		"data": map[string]any{
			"type": "event",
			"attributes": map[string]any{
				"unique_id":  o.ID,
				"value":      o.Total,
				"properties": map[string]any{"order_id": o.ID},
				"metric": map[string]any{
					"data": map[string]any{"type": "metric", "attributes": map[string]any{"name": "Placed Order"}},
				},
				"profile": map[string]any{
					"data": map[string]any{"type": "profile", "attributes": map[string]any{"email": o.Email}},
				},
			},
		},
	}
	b, err := json.Marshal(payload)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, klaviyoEventsURL, bytes.NewReader(b)) // want rawhttp
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+os.Getenv("KLAVIYO_PRIVATE_KEY"))
	req.Header.Set("Content-Type", "application/vnd.api+json")
	req.Header.Set("revision", "2024-02-15") // want revision
	res, err := httpClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusAccepted {
		return fmt.Errorf("unexpected status %s", res.Status)
	}
	return nil
}

func notifySlack(ctx context.Context, o order) error {
	b, _ := json.Marshal(map[string]string{"text": "new order " + o.ID})
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, slackHook, bytes.NewReader(b))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := httpClient.Do(req)
	if err != nil {
		return err
	}
	return res.Body.Close()
}
