// Package loopback is a Klaviyo and a Statuspage on this machine, for tests of
// what asks them.
package loopback

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// Key has the shape of a private key and was never one.
var Key = "pk_" + strings.Repeat("4f0a9c2b7e81d653", 3)[:34]

// A Klaviyo answers as the API does, as far as facts are known. Its fields may
// be set before the first request.
type Klaviyo struct {
	*httptest.Server
	Key     string   // the private key that it accepts
	Account string   // its account id
	Test    bool     // a test account
	Scopes  []string // of the key; "*" is all
	Oldest  string   // older revisions are answered as this one
	Date    func() time.Time
	// Before answers in place of the rest when it returns true.
	Before func(w http.ResponseWriter, r *http.Request) bool
	// Webhooks are the addresses registered.
	Webhooks []string
	// Keys is the answer to GET /api/api-keys.
	Keys string

	mu   sync.Mutex
	seen []Seen
}

// Seen is one request as it arrived.
type Seen struct {
	Method, Path, Query, Revision, Authorization string
	At                                           time.Time
}

// New starts a Klaviyo that accepts the key and grants everything.
func New(key string) *Klaviyo {
	k := &Klaviyo{Key: key, Account: "AbC123", Scopes: []string{"*"}, Oldest: "2025-01-15", Keys: `{"data":[]}`}
	k.Server = httptest.NewServer(http.HandlerFunc(k.serve))
	return k
}

// Seen lists the requests so far.
func (k *Klaviyo) Seen() []Seen {
	k.mu.Lock()
	defer k.mu.Unlock()
	return append([]Seen(nil), k.seen...)
}

func (k *Klaviyo) serve(w http.ResponseWriter, r *http.Request) {
	k.mu.Lock()
	k.seen = append(k.seen, Seen{r.Method, r.URL.Path, r.URL.RawQuery, r.Header.Get("revision"), r.Header.Get("Authorization"), time.Now()})
	k.mu.Unlock()
	h := w.Header()
	if k.Date != nil {
		h.Set("Date", k.Date().UTC().Format(http.TimeFormat))
	}
	if k.Before != nil && k.Before(w, r) {
		return
	}
	h.Set("Content-Type", "application/vnd.api+json")
	h.Set("X-Klaviyo-Req-Id", "0f9a1c52-6f0e-4d7b-8c11-2a3b4c5d6e7f")
	h.Set("Cid", k.Account)
	revision := r.Header.Get("revision")
	if !strings.HasSuffix(revision, ".pre") && revision < k.Oldest {
		revision = k.Oldest
	}
	h.Set("X-Klaviyo-Api-Revision", revision)
	if auth := r.Header.Get("Authorization"); auth != klaviyo.KeyScheme+" "+k.Key && auth != "Bearer "+k.Key {
		Refuse(w, 401, "authentication_failed", "Incorrect authentication credentials.")
		return
	}
	var ep *klaviyo.Endpoint
	for _, e := range klaviyo.Match(r.Method, r.URL.Path) {
		if e.Path == r.URL.Path {
			ep = e
			break
		}
	}
	if ep == nil {
		Refuse(w, 404, "not_found", "No valid revisions found for method.")
		return
	}
	for _, s := range ep.Scopes {
		if !k.grants(s) {
			Refuse(w, 403, "permission_denied", "The API key specified does not have the required permissions to perform this action.")
			return
		}
	}
	if ep.SteadyPerMinute > 0 {
		h.Set("RateLimit-Limit", fmt.Sprintf("%d, %d;w=1, %d;w=60", ep.SteadyPerMinute, ep.BurstPerSecond, ep.SteadyPerMinute))
		h.Set("RateLimit-Remaining", fmt.Sprint(ep.SteadyPerMinute-2))
		h.Set("RateLimit-Reset", "12")
	}
	switch r.URL.Path {
	case "/api/accounts":
		fmt.Fprintf(w, `{"data":[{"type":"account","id":%q,"attributes":{"public_api_key":%q,"test_account":%v,"timezone":"UTC"},"links":{"self":"x"}}],"links":{"self":"x"}}`, k.Account, k.Account, k.Test)
	case "/api/webhooks":
		var data []map[string]any
		for i, u := range k.Webhooks {
			data = append(data, map[string]any{"type": "webhook", "id": fmt.Sprint("wh", i), "attributes": map[string]any{"endpoint_url": u, "enabled": true}})
		}
		text, _ := json.Marshal(map[string]any{"data": append([]map[string]any{}, data...)})
		_, _ = w.Write(text)
	case "/api/api-keys":
		fmt.Fprint(w, k.Keys)
	default:
		fmt.Fprint(w, `{"data":[],"links":{"self":"x","next":null}}`)
	}
}

func (k *Klaviyo) grants(scope string) bool {
	for _, s := range k.Scopes {
		if s == scope || s == "*" {
			return true
		}
	}
	return false
}

// Refuse answers with an error body of Klaviyo's form.
func Refuse(w http.ResponseWriter, status int, code, detail string) {
	w.Header().Set("Content-Type", "application/vnd.api+json")
	w.WriteHeader(status)
	fmt.Fprintf(w, `{"errors":[{"id":"7f3c","status":%d,"code":%q,"title":"Refused.","detail":%q,"source":{"pointer":"/data/"},"links":{},"meta":{}}]}`, status, code, detail)
}

// NewStatus starts a Statuspage that answers summary.json with a text, or with
// 404 where the text is empty, and status.json always.
func NewStatus(summary string) *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		switch {
		case r.URL.Path == "/api/v2/summary.json" && summary != "":
			fmt.Fprint(w, summary)
		case r.URL.Path == "/api/v2/status.json":
			fmt.Fprint(w, `{"page":{"id":"x"},"status":{"indicator":"none","description":"All Systems Operational"}}`)
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
}
