// Package injected leaves the credential to others.
package injected

import (
	"net/http"
	"net/url"
)

type doer interface {
	Do(*http.Request) (*http.Response, error)
}

type client struct {
	http *http.Client
	any  doer
	sign func(*http.Request)
}

func newClient(h *http.Client) *client { return &client{http: h} }

func build(path string) *http.Request {
	u := url.URL{Scheme: "https", Host: "a.klaviyo.com", Path: path}
	return &http.Request{Method: "GET", URL: &u, Header: http.Header{"Revision": []string{"2026-07-15"}}}
}

func (c *client) byClient() { c.http.Do(build("/api/accounts")) }
func (c *client) byDoer()   { c.any.Do(build("/api/accounts")) }

func (c *client) byFunc() {
	req := build("/api/accounts")
	c.sign(req)
	http.DefaultClient.Do(req)
}

// The OAuth endpoints, the client API and the old API take no such header.
func others() {
	http.DefaultClient.Do(build("/oauth/token"))
	http.DefaultClient.Do(build("/client/geofences"))
	http.DefaultClient.Do(build("/api/v2/lists"))
	http.DefaultClient.Do(build("/api/onsite/identify"))
	http.Get("https://a.klaviyo.com/api/lists?api_key=x")
}

func literal() {
	u := url.URL{Scheme: "https", Host: "a.klaviyo.com", Path: "/api/tags"}
	req := &http.Request{Method: "GET", URL: &u, Header: http.Header{"Revision": []string{"2026-07-15"}}} // want `request to Klaviyo \(GET /api/tags\) lacks its "Authorization" header; send`
	http.DefaultClient.Do(req)
}
