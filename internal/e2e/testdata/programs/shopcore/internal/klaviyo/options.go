package klaviyo

import (
	"net/http"
	"strings"
	"time"
)

const (
	defaultBaseURL = "https://a.klaviyo.com"
	defaultTimeout = 12 * time.Second
	minRevision    = "2024-02-15"

	defaultRevision = "2025-07-15" // want revision
)

type settings struct {
	baseURL  string
	revision string
	http     *http.Client
}

// Option changes one setting of the client.
type Option func(*settings)

// WithBaseURL points the client to another host, for tests.
func WithBaseURL(u string) Option {
	return func(s *settings) { s.baseURL = strings.TrimRight(u, "/") }
}

// WithHTTPClient replaces the HTTP client.
func WithHTTPClient(hc *http.Client) Option {
	return func(s *settings) { s.http = hc }
}

// WithRevision asks for another revision; dates before minRevision are ignored.
func WithRevision(r string) Option {
	return func(s *settings) {
		if r >= minRevision {
			s.revision = r
		}
	}
}

func defaults() settings {
	return settings{
		baseURL:  defaultBaseURL,
		revision: defaultRevision,
		http:     &http.Client{Timeout: defaultTimeout},
	}
}
