// Package fixed has been mended.
package fixed

import (
	"net/http"
	"net/url"
	"strings"
)

const base = "https://a.klaviyo.com"

func run() {
	req, err := http.NewRequest("GET", base+"/api/accounts", nil)
	if err != nil {
		return
	}
	req.Header.Set("revision", "2026-07-15")
	http.DefaultClient.Do(req)
	http.Post("https://a.klaviyo.com/oauth/token", "", nil)
	u := url.URL{Scheme: "https", Host: "a.klaviyo.com", Path: "/oauth/token"}
	http.Post(u.String(), "", nil)
}

func hook() {
	body := `{"data": {"type": "webhook", "attributes": {"endpoint_url": "https://shop.example.com/klaviyo"}}}`
	http.Post("https://a.klaviyo.com/api/webhooks", "application/json", strings.NewReader(body))
}
