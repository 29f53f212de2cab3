// Package legacy tracks one event an order.
package legacy

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

var client = &http.Client{Timeout: 10 * time.Second}

// Orders tracks orders.
func Orders(token string, orders []string) error {
	for _, o := range orders {
		data, err := json.Marshal(map[string]any{"token": token, "event": "Placed Order", "properties": map[string]any{"$event_id": o}})
		if err != nil {
			return err
		}
		resp, err := client.Get("https://a.klaviyo.com/api/track?data=" + base64.StdEncoding.EncodeToString(data)) // want bulk legacyapi rawhttp
		if err != nil {
			return err
		}
		resp.Body.Close()
		if resp.StatusCode != 200 {
			return fmt.Errorf("%s", resp.Status)
		}
	}
	return nil
}
