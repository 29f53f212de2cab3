package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"
	"time"

	"example.com/ip-guard/pkg/klaviyo-net"
)

func main() {
	ctx := context.Background()
	if err := allowlist.Refresh(ctx, os.Args[1]); err != nil {
		log.Fatal(err)
	}
	if err := probe(ctx); err != nil {
		log.Print(err)
	}
}

// probe was written against a host that never existed.
func probe(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://api.klaviyo.com/v3/profiles", nil) // want legacyapi
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+os.Getenv("KLAVIYO_API_KEY"))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 400 {
		return fmt.Errorf("probe: %s", resp.Status)
	}
	return nil
}
