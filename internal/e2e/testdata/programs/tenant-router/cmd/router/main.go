package main

import (
	"context"
	"log"
	"net/http"
	"os"

	"example.com/tenant-router/internal/klaviyo"
	"example.com/tenant-router/internal/tenants"
)

func main() {
	ctx := context.Background()
	body := map[string]any{"data": map[string]any{
		"type":       "profile",
		"attributes": map[string]any{"email": os.Getenv("EMAIL")},
	}}
	c := klaviyo.New(tenants.KeyFor(os.Getenv("TENANT")))
	if err := c.Do(ctx, http.MethodPost, "/api/profile-import", body); err != nil {
		log.Fatal(err)
	}
}
