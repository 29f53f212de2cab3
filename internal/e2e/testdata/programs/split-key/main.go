package main

import (
	"context"
	"log"
	"net/http"
	"os"

	"example.com/split-key/internal/klaviyo"
)

func main() {
	c := klaviyo.Default()
	if os.Getenv("SANDBOX") != "" {
		c = klaviyo.Sandbox()
	}
	body := map[string]any{"data": map[string]any{
		"type":       "profile",
		"attributes": map[string]any{"email": os.Getenv("EMAIL")},
	}}
	if err := c.Do(context.Background(), http.MethodPost, "/api/profile-import", body); err != nil {
		log.Fatal(err)
	}
}
