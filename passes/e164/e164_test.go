package e164

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

func TestNumbers(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer)
	analysistest.Run(t, analysistest.TestData(), a, "numbers", "handsets", "templates")
}

// With a region, national numbers are fixed too; the result has nothing left.
func TestFixes(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer, func(s *config.Settings) { s.DefaultRegion = "US" })
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), a, "fixes")
	analysistest.Run(t, analysistest.TestData(), a, "fixed")
}
