// Package flows has a client whose transport sets the deadlines.
package flows

import (
	"fmt"
	"net/http"

	"example.com/patient-sync/internal/transport"
)

var client = &http.Client{Transport: transport.Deadline{Next: http.DefaultTransport}}

func List(key string) error {
	req, err := http.NewRequest(http.MethodGet, "https://a.klaviyo.com/api/flows", nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Klaviyo-API-Key "+key)
	req.Header.Set("revision", "2026-07-15")
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("klaviyo: flows: %s", resp.Status)
	}
	return nil
}
