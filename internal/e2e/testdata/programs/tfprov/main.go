// Command terraform-provider-klaviyo manages lists and tags.
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"time"

	"example.com/terraform-provider-klaviyo/internal/client"
	"example.com/terraform-provider-klaviyo/internal/resources"
)

func main() {
	key := os.Getenv("KLAVIYO_API_KEY")
	if err := checkCredentials(context.Background(), key); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
	c := client.New(client.Config{APIKey: key})
	provider := map[string]resources.Resource{
		"klaviyo_list": resources.NewList(c),
		"klaviyo_tag":  resources.NewTag(c),
	}
	fmt.Println(len(provider), "resources, docs at https://www.klaviyo.com/help")
}

// checkCredentials is run before the provider is served.
func checkCredentials(ctx context.Context, key string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://a.klaviyo.com/api/accounts", nil) // want rawhttp
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+key)
	req.Header.Set("Revision", client.Revision)
	resp, err := (&http.Client{Timeout: 5 * time.Second}).Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("credentials: %s", resp.Status)
	}
	return nil
}
