// Package silent has what looks like a finding and is none.
package silent

import (
	"net/http"
	"strings"
)

func run(h http.Header, change func(*http.Request)) {
	var req *http.Request
	req, _ = http.NewRequest("GET", "https://a.klaviyo.com/api/lists", nil)
	req.Header.Set("revision", "2026-07-15")
	http.DefaultClient.Do(req)
	req, _ = http.NewRequest("GET", "https://a.klaviyo.com/api/lists", nil)
	req.Header["revision"] = []string{"2026-07-15"} // not canonical, and set all the same
	http.DefaultClient.Do(req)
	req, _ = http.NewRequest("GET", "https://a.klaviyo.com/api/lists", nil)
	req.Header = h // from outside
	http.DefaultClient.Do(req)
	req, _ = http.NewRequest("GET", "https://a.klaviyo.com/api/lists", nil)
	change(req) // may set it
	http.DefaultClient.Do(req)
	http.Post("https://a.klaviyo.com/oauth/token", "application/x-www-form-urlencoded", strings.NewReader("grant_type=refresh_token"))
	http.Get("https://status.klaviyo.com/api/v2/summary.json")
	http.Get("https://static.klaviyo.com/onsite/js/klaviyo.js")
	http.Get("https://a.klaviyo.com/api/v2/lists") // legacy paths take none
	http.Get("https://a.klaviyo.com/client/ip-allowlists/one")
	println("revision 2023-02-22 of https://a.klaviyo.com/api/lists")
}
