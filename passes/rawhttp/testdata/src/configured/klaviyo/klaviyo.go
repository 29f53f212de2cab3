// Package klaviyo would be the client by its path, but another one is named.
package klaviyo

import "net/http"

func Lists() { http.Get("https://a.klaviyo.com/api/lists") } // want `use the client package "gateway"`
