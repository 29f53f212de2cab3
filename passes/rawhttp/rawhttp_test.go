package rawhttp

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

func TestPlaces(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer)
	analysistest.Run(t, analysistest.TestData(), a, "orders", "clienttype", "internal/klaviyo", "shipper", "shapes")
}

// With configured packages nothing else is the client.
func TestConfigured(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer, func(s *config.Settings) { s.Client.Packages = []string{"gateway"} })
	analysistest.Run(t, analysistest.TestData(), a, "gateway", "configured/klaviyo")
}
