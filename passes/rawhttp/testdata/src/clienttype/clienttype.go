// Package clienttype has a client type, and a function that goes past it.
package clienttype

import "net/http"

type api struct {
	base string
	hc   *http.Client
}

func open() *api { return &api{base: "https://a.klaviyo.com", hc: &http.Client{}} }

func (a *api) get(path string) (*http.Response, error) {
	req, err := http.NewRequest("GET", a.base+path, nil)
	if err != nil {
		return nil, err
	}
	return a.hc.Do(req)
}

func lists(a *api) (*http.Response, error) { return a.get("/api/lists") }

func past(a *api, id string) {
	http.Get("https://a.klaviyo.com/api/lists/" + id) // want `raw HTTP request`
}
