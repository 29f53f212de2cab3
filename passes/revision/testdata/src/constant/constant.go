// Package constant names the revision once.
package constant

import "net/http"

const apiRevision = "2026-07-15"

func Lists() {
	req, err := http.NewRequest("GET", "https://a.klaviyo.com/api/lists", nil)
	if err != nil {
		return
	}
	req.Header.Set("revision", apiRevision)
	http.DefaultClient.Do(req)
}

func Tags() {
	req, err := http.NewRequest("GET", "https://a.klaviyo.com/api/tags", nil) // want `lacks the "revision" header`
	if err != nil {
		return
	}
	http.DefaultClient.Do(req)
}

// Here the name means something else.
func Shadowed(apiRevision int) {
	req, err := http.NewRequest("GET", "https://a.klaviyo.com/api/tags", nil) // want `lacks the "revision" header`
	if err != nil {
		return
	}
	http.DefaultClient.Do(req)
}
