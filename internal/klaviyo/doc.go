// Package klaviyo holds what is true about Klaviyo: API revisions, endpoints,
// hosts, credential shapes and SDKs. It is plain data and plain functions; it
// knows nothing of Go source, and opens no connection.
//
// The facts come from tables under data/, embedded and parsed once when first
// asked for. Each row names its source. They were collected on [AsOf] from
// public material (Klaviyo's OpenAPI documents, its developer pages, the code
// of SDKs), never from the live API.
package klaviyo

import "sync"

var factsDay = sync.OnceValue(func() Day { return mustDay(AsOf) })

// FactsDay returns [AsOf] as a day.
func FactsDay() Day { return factsDay() }
