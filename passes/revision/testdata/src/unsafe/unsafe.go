// Package unsafe has what -unsafe-fixes mends.
package unsafe

import "net/http"

func run() {
	var req *http.Request
	req, _ = http.NewRequest("GET", "https://a.klaviyo.com/api/lists", nil)
	req.Header.Set("revision", "2025-10-15") // want `is deprecated`
	http.DefaultClient.Do(req)
	req, _ = http.NewRequest("GET", "https://a.klaviyo.com/api/lists", nil)
	req.Header.Set("revision", "latest") // want `is no revision`
	http.DefaultClient.Do(req)
}
