// Package shared has one wrapper, and callers that see to the header or not.
package shared

import (
	"net/http"
	"os"

	"signing"
)

func fetch(path string) {
	req, err := http.NewRequest("GET", "https://a.klaviyo.com/api/"+path, nil) // want `request to Klaviyo \(GET /api/lists\) lacks its "Authorization" header; send`
	if err != nil {
		return
	}
	req.Header.Set("revision", "2026-07-15")
	http.DefaultClient.Do(req)
}

func callers() {
	fetch("lists")
	fetch("segments")
}

func fetchWith(path string, headers map[string]string) {
	req, err := http.NewRequest("GET", "https://a.klaviyo.com/api/"+path, nil)
	if err != nil {
		return
	}
	for k, v := range headers {
		req.Header.Set(k, v)
	}
	http.DefaultClient.Do(req)
}

func headers() {
	fetchWith("lists", map[string]string{"revision": "2026-07-15", "Authorization": "Klaviyo-API-Key " + os.Getenv("KLAVIYO_API_KEY")})
	fetchWith("tags", map[string]string{"revision": "2026-07-15", "Authorization": "Klaviyo " + os.Getenv("KLAVIYO_API_KEY")}) // want `Klaviyo does not know the scheme "Klaviyo", and refuses it; send`
}

func elsewhere() {
	req, err := http.NewRequest("GET", "https://a.klaviyo.com/api/lists", nil)
	if err != nil {
		return
	}
	req.Header.Set("revision", "2026-07-15")
	signing.Sign(req)
	http.DefaultClient.Do(req)
}

func scheme() {
	req, err := http.NewRequest("GET", "https://a.klaviyo.com/api/lists", nil)
	if err != nil {
		return
	}
	req.Header.Set("revision", "2026-07-15")
	req.Header.Set("Authorization", signing.Wrong+os.Getenv("KLAVIYO_API_KEY")) // want `Klaviyo does not know the scheme "Klaviyo-Private-Key", and refuses it;`
	http.DefaultClient.Do(req)
}
