package endpoint

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

func TestEndpoints(t *testing.T) {
	ruletest.Use(t)
	analysistest.Run(t, analysistest.TestData(), Analyzer, "endpoints", "wrappers", "shapes", "options", "app")
}

// The fixes guess what was meant, so they need leave.
func TestFixes(t *testing.T) {
	ruletest.Use(t, func(s *config.Settings) { s.Host.UnsafeFixes = true })
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), Analyzer, "fixes")
	analysistest.Run(t, analysistest.TestData(), Analyzer, "fixed")
}
