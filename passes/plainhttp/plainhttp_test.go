package plainhttp

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

func TestConnections(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer)
	analysistest.Run(t, analysistest.TestData(), a, "plain", "gen")
}

// The golden files are what -fix leaves; a second run over them finds nothing.
func TestFixes(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer)
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), a, "fixes")
	analysistest.Run(t, analysistest.TestData(), a, "fixed")
}
