// Package klaviyo is the client: its path says so.
package klaviyo

import "net/http"

func Lists() { http.Get("https://a.klaviyo.com/api/lists") }
