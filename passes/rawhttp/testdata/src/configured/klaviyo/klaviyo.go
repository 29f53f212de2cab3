// Package klaviyo would be the client by its path, but another one is named.
package klaviyo

import "net/http"

func Lists() { http.Get("https://a.klaviyo.com/api/lists") } // want `raw HTTP request to Klaviyo \(GET /api/lists\) outside the Klaviyo client;`
