package plainhttp

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

func TestConnections(t *testing.T) {
	ruletest.Use(t)
	analysistest.Run(t, analysistest.TestData(), Analyzer, "plain", "gen")
}

// The golden files are what -fix leaves; a second run over them finds nothing.
func TestFixes(t *testing.T) {
	ruletest.Use(t)
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), Analyzer, "fixes")
	analysistest.Run(t, analysistest.TestData(), Analyzer, "fixed")
}
