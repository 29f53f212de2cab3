package examples

import (
	"net/http"
	"time"

	lib "github.com/hellofresh/health-go/v5"

	"github.com/klaviyolint/klaviyolint/health"
)

// HelloFresh serves one route. SkipOnErr shows the failure as "Partially
// Available" with status 200: the service goes on without Klaviyo.
func HelloFresh(check *health.Checker) (http.Handler, error) {
	h, err := lib.New(lib.WithChecks(lib.Config{
		Name:      "klaviyo",
		Timeout:   4 * time.Second, // longer than that of the check
		SkipOnErr: true,
		Check:     check.Err,
	}))
	if err != nil {
		return nil, err
	}
	return h.Handler(), nil
}
