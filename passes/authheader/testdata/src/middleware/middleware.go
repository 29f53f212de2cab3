// Package middleware has functions that change a request.
package middleware

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
)

type middleware func(*http.Request)

func withAuth(v string) middleware {
	return func(r *http.Request) { r.Header.Set("Authorization", v) }
}

func withRevision(v string) middleware { return func(r *http.Request) { r.Header.Set("revision", v) } }

func send(method, path string, body any, ms ...middleware) error {
	b, _ := json.Marshal(body)
	r, err := http.NewRequest(method, "https://a.klaviyo.com"+path, bytes.NewReader(b))
	if err != nil {
		return err
	}
	for _, m := range ms {
		m(r)
	}
	_, err = http.DefaultClient.Do(r)
	return err
}

type hook struct {
	Data struct {
		Attributes struct {
			URL string `json:"endpoint_url"`
		} `json:"attributes"`
	} `json:"data"`
}

func Run(dev bool) {
	send("POST", "/api/tags", nil, withAuth("Klaviyo-API-Key "+os.Getenv("K")), withRevision("2026-07-15"))
	send("POST", "/api/tags", nil, withAuth("Klaviyo-API-Key="+os.Getenv("K")), withRevision("2026-07-15")) // want `no space follows the scheme "Klaviyo-API-Key=", and Klaviyo refuses the`
	send("POST", "/api/tags", nil, withRevision("2026-07-15"))                                              // want `request to Klaviyo \(POST /api/tags\) lacks its "Authorization" header; send`
	var h hook
	h.Data.Attributes.URL = "http://hooks.example.com/k"
	send("POST", "/api/webhooks", h, withAuth("Klaviyo-API-Key "+os.Getenv("K")), withRevision("2026-07-15"))
	h.Data.Attributes.URL = "https://hooks.example.com/k"
	send("PATCH", "/api/webhooks/x", h, withAuth("Klaviyo-API-Key "+os.Getenv("K")), withRevision("2026-07-15"))
	send("POST", "/client/profiles?company_id="+os.Getenv("KLAVIYO_COMPANY"), nil, withRevision("2026-07-15"))
}
