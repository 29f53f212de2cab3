package endpoint

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

func TestEndpoints(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer)
	analysistest.Run(t, analysistest.TestData(), a, "endpoints", "wrappers", "shapes", "options", "app")
}

// The fixes guess what was meant, so they need leave.
func TestFixes(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer, func(s *config.Settings) { s.Host.UnsafeFixes = true })
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), a, "fixes")
	analysistest.Run(t, analysistest.TestData(), a, "fixed")
}
