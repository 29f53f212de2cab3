// Package postbox is about no vendor.
package postbox

import "net/http"

// Send sends what its caller describes.
func Send(hc *http.Client, u string, h http.Header) (*http.Response, error) {
	r, err := http.NewRequest("GET", u, nil)
	if err != nil {
		return nil, err
	}
	r.Header = h
	return hc.Do(r)
}
