// Package fixes has a create that is the only use of its literal.
package fixes

import "net/http"

func create() {
	resp, err := http.Post("https://a.klaviyo.com/api/profiles", "application/json", nil) // want `answers 409`
	if err == nil {
		resp.Body.Close()
	}
}
