// Package fixes has numbers that -fix writes in E.164.
package fixes

import (
	"bytes"
	"encoding/json"
	"net/http"
)

func post(payload any) {
	data, _ := json.Marshal(payload)
	req, _ := http.NewRequest("POST", "https://a.klaviyo.com/api/profile-import", bytes.NewReader(data))
	req.Header.Set("revision", "2026-07-15")
	http.DefaultClient.Do(req)
}

func run() {
	post(map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"phone_number": "+1 (617) 555-0123"}}}) // want `phone number is not E.164: `
	post(map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"phone_number": "(617) 555-0123"}}})    // want `phone number is not E.164: `
	post(map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"phone_number": "617-555-CALL"}}})      // want `phone number is not E.164: `
}
