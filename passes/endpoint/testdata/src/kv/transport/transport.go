package transport

import (
	"net/http"
	"os"
)

type Signed struct{ Next http.RoundTripper }

func (s Signed) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("revision", "2026-07-15")
	r.Header.Set("Authorization", "Klaviyo-API-Key "+os.Getenv("KLAVIYO_KEY"))
	return s.Next.RoundTrip(r)
}

func Client() *http.Client { return &http.Client{Transport: Signed{http.DefaultTransport}} }

type Broken struct{ Next http.RoundTripper }

func (s Broken) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("revision", "2026-07-15")
	r.Header.Set("Authorization", "Klaviyo "+os.Getenv("KLAVIYO_KEY"))
	return s.Next.RoundTrip(r)
}
