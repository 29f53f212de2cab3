// Package rest has helpers for any API.
package rest

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// Decode looks at nothing but the body.
func Decode(resp *http.Response, into any) error {
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(into)
}

// Check looks at the status first.
func Check(resp *http.Response, into any) error {
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		resp.Body.Close()
		return fmt.Errorf("status %d", resp.StatusCode)
	}
	return Decode(resp, into)
}
