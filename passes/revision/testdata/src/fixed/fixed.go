// Package fixed is the golden file of fixes: what cannot be fixed is all that is left.
package fixed

import "net/http"

const apiVersion = "2025-01-15" // want `is deprecated`

func lists() error {
	req, err := http.NewRequest("GET", "https://a.klaviyo.com/api/lists", nil)
	if err != nil {
		return err
	}
	req.Header.Set("revision", apiVersion)
	_, err = http.DefaultClient.Do(req)
	return err
}

func segments() error {
	request, err := http.NewRequest("GET", "https://a.klaviyo.com/api/segments", nil)
	if err != nil {
		return err
	}
	request.Header.Set("revision", apiVersion)
	request.Header.Set("Accept", "application/json")
	_, err = http.DefaultClient.Do(request)
	return err
}

func tags() {
	if req, err := http.NewRequest("GET", "https://a.klaviyo.com/api/tags", nil); err == nil { // want `request to Klaviyo \(GET /api/tags\) lacks the "revision" header that the`
		http.DefaultClient.Do(req) // no statement to insert after: no fix
	}
}

func deprecated() {
	req, _ := http.NewRequest("GET", "https://a.klaviyo.com/api/tags", nil)
	req.Header.Set("revision", "2025-10-15") // want `is deprecated`
	http.DefaultClient.Do(req)
}
