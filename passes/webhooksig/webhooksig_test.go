package webhooksig

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

// Each package holds faults beside code that looks like them and is right.
func TestHandlers(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer)
	analysistest.Run(t, analysistest.TestData(), a,
		"eqplain", "good", "notime", "tsfirst", "b64", "reenc", "drop", "never", "invent", "others", "shapes", "cross/sigs", "cross/hooks", "cross/keepers", "cross/doors")
}

func TestFrameworks(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer)
	analysistest.Run(t, analysistest.TestData(), a, "ginh", "ginmw", "echoh", "fiberh", "chih", "lambda")
}

func TestFixes(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer)
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), a, "fixes")
	for _, r := range analysistest.Run(t, analysistest.TestData(), a, "alone") {
		for _, d := range r.Diagnostics {
			if len(d.SuggestedFixes) > 0 {
				t.Errorf("offered: %s", d.SuggestedFixes[0].Message)
			}
		}
	}
}
