package main

import (
	"context"
	"log"
	"net/http"
	"os"

	"example.com/tenant-router/internal/klaviyo"
)

func main() {
	c := klaviyo.New("pk_fadbedda047e0454b9d82e71181a6b6b2f") // want hardcodedkey
	body := map[string]any{"data": map[string]any{
		"type":       "profile",
		"attributes": map[string]any{"external_id": os.Getenv("STRIPE_CUSTOMER"), "properties": map[string]any{"pk": "pk_live_SSIYS2wJ6u6OpaOYtr7vZadv"}},
	}}
	if err := c.Do(context.Background(), http.MethodPost, "/api/profile-import", body); err != nil {
		log.Fatal(err)
	}
}
