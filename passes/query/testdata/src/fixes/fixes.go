// Package fixes has what can be mended.
package fixes

import (
	"net/http"
	"net/url"
	"os"
)

func send(u string) {
	req, err := http.NewRequest("GET", u, nil)
	if err != nil {
		return
	}
	req.Header.Set("revision", "2026-07-15")
	req.Header.Set("Authorization", "Klaviyo-API-Key "+os.Getenv("KLAVIYO_API_KEY"))
	http.DefaultClient.Do(req)
}

const base = "https://a.klaviyo.com"

func run() {
	send("https://a.klaviyo.com/api/lists?page[size]=50") // want `takes at most 10`
	q := url.Values{}
	q.Set("page[size]", "500")                                                         // want `takes at most 100`
	q.Set("includes", "push-tokens")                                                   // want `"include" is one`
	q.Set("filter", `greater-then(updated,2026-01-01T00:00:00Z)`)                      // want `"greater-than" is`
	send(base + "/api/profiles?" + q.Encode())                                         //
	send(base + "/api/flows?include=flow-action")                                      // want `"flow-actions" is`
	send(base + "/api/profiles?fields[profile]=emails&filter=equals(emails,'emails')") // want `"emails" is no value of "fields` `"emails" is no field of the filter`
}
