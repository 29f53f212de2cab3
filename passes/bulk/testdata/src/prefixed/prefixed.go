// Package prefixed writes ids behind a prefix that all of them have.
package prefixed

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"
)

var client = &http.Client{Timeout: 10 * time.Second}

func id(sku string) string { return "$custom:::$default:::" + sku }

func call(ctx context.Context, method, path, body string) error {
	req, err := http.NewRequestWithContext(ctx, method, "https://a.klaviyo.com"+path, strings.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+os.Getenv("KLAVIYO_PRIVATE_KEY"))
	req.Header.Set("revision", "2026-07-15")
	res, err := client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %s", method, path, res.Status)
	}
	return nil
}

func drop(ctx context.Context, sku string) error {
	return call(ctx, "DELETE", "/api/catalog-items/"+id(sku), "")
}

// Sweep drops all that is gone.
func Sweep(ctx context.Context) error {
	var gone []string
	if err := json.NewDecoder(os.Stdin).Decode(&gone); err != nil {
		return err
	}
	for _, sku := range gone {
		if err := drop(ctx, sku); err != nil { // want `the loop sends one DELETE /api/catalog-items/\{id\} per item`
			return err
		}
	}
	return nil
}

// Detach takes items out of a category, which no job does.
func Detach(ctx context.Context, skus []string) error {
	for _, sku := range skus {
		if err := call(ctx, "DELETE", "/api/catalog-items/"+id(sku)+"/relationships/categories", "{}"); err != nil {
			return err
		}
	}
	return nil
}

// Any deletes what it is told to.
func Any(ctx context.Context, rest []string) error {
	for _, r := range rest {
		if err := call(ctx, "DELETE", "/api/catalog-"+r, ""); err != nil {
			return err
		}
	}
	return nil
}
