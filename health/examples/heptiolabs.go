// Package examples shows the health check in three health libraries. It is a
// module of its own, so that none of them is a requirement of the check.
package examples

import (
	"context"
	"net/http"

	"github.com/heptiolabs/healthcheck"

	"github.com/klaviyolint/klaviyolint/health"
)

// Heptiolabs serves /live and /ready. Klaviyo belongs to readiness, if to either.
func Heptiolabs(check *health.Checker) http.Handler {
	h := healthcheck.NewHandler()
	h.AddReadinessCheck("klaviyo", func() error {
		return check.Err(context.Background()) // bounded and cached by the check itself
	})
	return h
}
