// Package transport makes the HTTP clients of all services.
package transport

import (
	"context"
	"net/http"
	"time"
)

func Plain() *http.Client { return &http.Client{} }

func Bounded() *http.Client { return &http.Client{Timeout: 20 * time.Second} }

// Deadline gives each request one of its own.
type Deadline struct{ Next http.RoundTripper }

func (d Deadline) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(r.Context(), 20*time.Second)
	defer cancel()
	return d.Next.RoundTrip(r.WithContext(ctx))
}
