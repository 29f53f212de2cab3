// Package fixes has addresses that can be mended.
package fixes

import (
	"net/http"
	"net/url"
	"strings"
)

const base = "http://a.klaviyo.com" // want `goes out by plain http`

func run() {
	req, err := http.NewRequest("GET", base+"/api/accounts", nil)
	if err != nil {
		return
	}
	req.Header.Set("revision", "2026-07-15")
	http.DefaultClient.Do(req)
	http.Post("HTTP://a.klaviyo.com/oauth/token", "", nil)                    // want `goes out by plain http`
	u := url.URL{Scheme: "http", Host: "a.klaviyo.com", Path: "/oauth/token"} // want `goes out by plain http`
	http.Post(u.String(), "", nil)
	http.Post("http://a.klaviyo.com:80/oauth/token", "", nil) // want `goes out by plain http`
}

func hook() {
	body := `{"data": {"type": "webhook", "attributes": {"endpoint_url": "http://shop.example.com/klaviyo"}}}` // want `"endpoint_url" is plain http`
	http.Post("https://a.klaviyo.com/api/webhooks", "application/json", strings.NewReader(body))
}
