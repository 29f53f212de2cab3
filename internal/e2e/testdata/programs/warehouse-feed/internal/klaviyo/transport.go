package klaviyo

import "net/http"

// signing adds the three headers that the API wants.
type signing struct {
	key  string
	next http.RoundTripper
}

func (s signing) RoundTrip(r *http.Request) (*http.Response, error) {
	r2 := r.Clone(r.Context())
	r2.Header.Set("Authorization", "Klaviyo-API-Key "+s.key)
	r2.Header.Set("revision", "2024-10-15") // want revision
	r2.Header.Set("Accept", "application/vnd.api+json")
	return s.next.RoundTrip(r2)
}
