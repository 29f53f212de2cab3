package upsert

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

func TestCreates(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer)
	analysistest.Run(t, analysistest.TestData(), a, "creates", "offers", "both", "again", "klaviyoclient", "stores")
}

// The fix changes behaviour, so it needs leave; its golden file has nothing
// left to find.
func TestFixes(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer, func(s *config.Settings) { s.Host.UnsafeFixes = true })
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), a, "fixes")
	for _, r := range analysistest.Run(t, analysistest.TestData(), a, "fixed", "waits") {
		noFixes(t, r)
	}
}

func TestNoFixWithoutLeave(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer)
	for _, r := range analysistest.Run(t, analysistest.TestData(), a, "fixes") {
		noFixes(t, r)
	}
}

func noFixes(t *testing.T, r *analysistest.Result) {
	t.Helper()
	for _, d := range r.Diagnostics {
		if len(d.SuggestedFixes) > 0 {
			t.Errorf("offered: %s", d.SuggestedFixes[0].Message)
		}
	}
}
