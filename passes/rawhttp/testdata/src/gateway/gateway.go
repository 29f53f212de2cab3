// Package gateway is the client, since the configuration says so.
package gateway

import "net/http"

func Lists() { http.Get("https://a.klaviyo.com/api/lists") }
