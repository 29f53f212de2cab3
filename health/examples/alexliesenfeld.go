package examples

import (
	"net/http"

	lib "github.com/alexliesenfeld/health"

	"github.com/klaviyolint/klaviyolint/health"
)

// AlexLiesenfeld serves one route. The library keeps results for a second, the
// check for a minute: the longer one counts.
func AlexLiesenfeld(check *health.Checker) http.Handler {
	checker := lib.NewChecker(
		lib.WithCheck(lib.Check{Name: "klaviyo", Check: check.Err}),
	)
	return lib.NewHandler(checker)
}
