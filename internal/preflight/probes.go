package preflight

import (
	_ "embed"
	"encoding/csv"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// A probe is the request that shows whether a read scope is granted: a GET on a
// collection, with one scope, no path parameter, the smallest page and a sparse
// field that is no personal data. A test holds the table against the
// specification.
type probe struct {
	scope string
	path  string
	query string // as it is read by people
	also  string // a second scope that the endpoint needs
}

//
//go:generate go run ./gen -o probes.csv
//go:embed probes.csv
var probesCSV string

var probes = sync.OnceValue(func() map[string]probe {
	rows, err := csv.NewReader(strings.NewReader(probesCSV)).ReadAll()
	if err != nil {
		panic("preflight: probes.csv: " + err.Error())
	}
	out := map[string]probe{}
	for _, r := range rows[1:] {
		out[r[0]] = probe{scope: r[0], path: r[1], query: r[2], also: r[3]}
	}
	return out
})

// accountsRead is the scope that the key check itself shows.
const accountsRead = "accounts:read"

// endpoint returns the operation that a GET on a path is.
func endpoint(path string) *klaviyo.Endpoint {
	for _, e := range klaviyo.Match("GET", path) {
		if e.Path == path {
			return e
		}
	}
	return nil
}

// encode writes a query as a URL carries it.
func encode(query string) string {
	if query == "" {
		return ""
	}
	var parts []string
	for p := range strings.SplitSeq(query, "&") {
		k, v, _ := strings.Cut(p, "=")
		parts = append(parts, url.QueryEscape(k)+"="+url.QueryEscape(v))
	}
	return strings.Join(parts, "&")
}

// pace is the least time between two requests to the same endpoint, so that its
// limit is never reached by the run alone.
func pace(path string) time.Duration {
	e := endpoint(path)
	if e == nil {
		return 1100 * time.Millisecond
	}
	switch e.RateTier() {
	case "XS":
		return 1100 * time.Millisecond
	case "S":
		return 400 * time.Millisecond
	}
	return 150 * time.Millisecond
}
