// Package values sends every kind of bad revision.
package values

import "net/http"

func run() {
	var req *http.Request
	req, _ = http.NewRequest("GET", "https://a.klaviyo.com/api/lists", nil)
	req.Header.Set("revision", "2023-02-22") // want `revision "2023-02-22" was retired on 2025-02-22`
	http.DefaultClient.Do(req)
	req, _ = http.NewRequest("GET", "https://a.klaviyo.com/api/lists", nil)
	req.Header.Set("revision", "2022-02-16") // want `revision "2022-02-16" was retired`
	http.DefaultClient.Do(req)
	req, _ = http.NewRequest("GET", "https://a.klaviyo.com/api/lists", nil)
	req.Header.Set("revision", "2025-10-15") // want `revision "2025-10-15" is deprecated and retires on`
	http.DefaultClient.Do(req)
	req, _ = http.NewRequest("GET", "https://a.klaviyo.com/api/lists", nil)
	req.Header.Set("revision", "2027-01-15") // want `revision "2027-01-15" lies in the future`
	http.DefaultClient.Do(req)
	req, _ = http.NewRequest("GET", "https://a.klaviyo.com/api/lists", nil)
	req.Header.Set("revision", "latest") // want `"latest" is not a revision; name the date the code was written for, such`
	http.DefaultClient.Do(req)
	req, _ = http.NewRequest("GET", "https://a.klaviyo.com/api/lists", nil)
	req.Header.Set("revision", "v2026-07-15") // want `is not a date of the form YYYY-MM-DD`
	http.DefaultClient.Do(req)
	req, _ = http.NewRequest("GET", "https://a.klaviyo.com/api/lists", nil)
	req.Header.Set("revision", "2026/07/15") // want `is not a date of the form YYYY-MM-DD`
	http.DefaultClient.Do(req)
	req, _ = http.NewRequest("GET", "https://a.klaviyo.com/api/lists", nil)
	req.Header.Set("revision", "2026-07-15.pre") // want `is a beta`
	http.DefaultClient.Do(req)
	req, _ = http.NewRequest("GET", "https://a.klaviyo.com/api/lists", nil)
	req.Header.Set("revision", "2023-12-15") // want `revision "2023-12-15" was retired on 2025-12-15: with the fall-forward`
	req.Header.Set("X-Klaviyo-Revision-Fall-Forward-Opt-Out", "true")
	http.DefaultClient.Do(req)
	req, _ = http.NewRequest("GET", "https://a.klaviyo.com/api/lists", nil) // want `request to Klaviyo \(GET /api/lists\) lacks the "revision" header that the`
	http.DefaultClient.Do(req)
	http.Get("https://a.klaviyo.com/client/geofences?company_id=AbCdEf") // want `request to Klaviyo \(GET /client/geofences\) lacks the "revision" header`
}
