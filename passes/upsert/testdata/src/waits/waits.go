// Package waits waits for 201, where the upsert may answer 200: no fix.
package waits

import "net/http"

func waits() bool {
	resp, err := http.Post("https://a.klaviyo.com/api/profiles", "application/json", nil) // want `answers 409`
	return err == nil && resp.StatusCode == http.StatusCreated
}
