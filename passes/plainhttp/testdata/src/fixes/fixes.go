// Package fixes has addresses that can be mended.
package fixes

import (
	"net/http"
	"net/url"
	"strings"
)

const base = "http://a.klaviyo.com" // want `request to "a\.klaviyo\.com" goes out over plain http, where the key can be`

func run() {
	req, err := http.NewRequest("GET", base+"/api/accounts", nil)
	if err != nil {
		return
	}
	req.Header.Set("revision", "2026-07-15")
	http.DefaultClient.Do(req)
	http.Post("HTTP://a.klaviyo.com/oauth/token", "", nil)                    // want `request to "a\.klaviyo\.com" goes out over plain http, where the key can be`
	u := url.URL{Scheme: "http", Host: "a.klaviyo.com", Path: "/oauth/token"} // want `request to "a\.klaviyo\.com" goes out over plain http, where the key can be`
	http.Post(u.String(), "", nil)
	http.Post("http://a.klaviyo.com:80/oauth/token", "", nil) // want `request to "a\.klaviyo\.com:80" goes out over plain http, where the key can`
}

func hook() {
	body := `{"data": {"type": "webhook", "attributes": {"endpoint_url": "http://shop.example.com/klaviyo"}}}` // want `"endpoint_url" is plain http`
	http.Post("https://a.klaviyo.com/api/webhooks", "application/json", strings.NewReader(body))
}
