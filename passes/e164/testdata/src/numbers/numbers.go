// Package numbers sends phone numbers.
package numbers

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
)

func post(payload any) {
	data, _ := json.Marshal(payload)
	req, _ := http.NewRequest("POST", "https://a.klaviyo.com/api/profile-import", bytes.NewReader(data))
	req.Header.Set("revision", "2026-07-15")
	http.DefaultClient.Do(req)
}

type attributes struct {
	Phone string `json:"phone_number"`
	Fax   string `json:"fax"`
}

func run(area, rest string) {
	post(map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"phone_number": "(555) 123-4567"}}})                   // want `phone number is not E.164: `
	post(map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"phone_number": "6175550123"}}})                       // want `phone number is not E.164: `
	post(map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"phone_number": "+1 617 555 0123"}}})                  // want `phone number is not E.164: `
	post(map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"phone_number": "+1617555CALL"}}})                     // want `phone number is not E.164: `
	post(map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"phone_number": "+1617"}}})                            // want `phone number is not E.164: `
	post(map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"phone_number": "+1234567890123456"}}})                // want `phone number is not E.164: `
	post(map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"phone_number": "+016175550123"}}})                    // want `phone number is not E.164: `
	post(map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"phone_number": "+9996175550123"}}})                   // want `phone number is not E.164: `
	post(map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"phone_number": fmt.Sprintf("(%s) %s", area, rest)}}}) // want `phone number is not E.164: `
	post(map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"phone_number": "+15551234567"}}})
	post(map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"phone_number": "+16175550123"}}})
	post(map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"phone_number": ""}}})
	post(map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"phone_number": "+" + area + rest}}})
	post(map[string]any{"data": map[string]any{"type": "profile", "attributes": map[string]any{"phone_number": area}}})
	post(attributes{Phone: "617-555-0123"}) // want `phone number is not E.164: `
	post(attributes{Phone: "+16175550123", Fax: "617-555-0123"})
	other := map[string]string{"phone_number": "617-555-0123"} // never sent to Klaviyo
	fmt.Println(other)
}
