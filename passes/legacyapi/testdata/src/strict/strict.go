// Package strict calls what may be part of the old API.
package strict

import "net/http"

func run() {
	http.Get("https://a.klaviyo.com/api/track-once?data=e30=") // want `may be part of the track API`
	http.Post("https://a.klaviyo.com/ajax/subscriptions/subscribe", "", nil)
}
