// Package closure hands a URL to a closure: one fault, one finding.
package closure

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"time"
)

// Check reads two paths.
func Check(ctx context.Context) error {
	client := &http.Client{Timeout: time.Second}
	get := func(address string) error {
		req, err := http.NewRequestWithContext(ctx, "GET", address, nil) // want rawhttp
		if err != nil {
			return err
		}
		req.Header.Set("Authorization", "Klaviyo-API-Key "+os.Getenv("KLAVIYO_PRIVATE_KEY"))
		req.Header.Set("revision", "2026-07-15")
		resp, err := client.Do(req)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if resp.StatusCode != 200 {
			return fmt.Errorf("%s", resp.Status)
		}
		return nil
	}
	if err := get("https://a.klaviyo.com/api/lists"); err != nil {
		return err
	}
	return get("https://a.klaviyo.com/api/segments")
}
