// Package strict is judged under -strict, with a revision that the settings know.
package strict

import "net/http"

func run(change func(*http.Request)) {
	var req *http.Request
	req, _ = http.NewRequest("GET", "https://a.klaviyo.com/api/lists", nil)
	req.Header.Set("revision", "2023-01-24")
	http.DefaultClient.Do(req)
	req, _ = http.NewRequest("GET", "https://a.klaviyo.com/api/lists", nil)
	req.Header.Set("revision", "2026-03-03") // want `revision "2026-03-03" is in no list of revisions`
	http.DefaultClient.Do(req)
	req, _ = http.NewRequest("GET", "https://a.klaviyo.com/api/lists", nil) // want `request to Klaviyo \(GET /api/lists\) may lack its "revision" header`
	change(req)
	http.DefaultClient.Do(req)
}
