package webhooksig

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// use puts the default settings in force, on the day that the fixtures are
// written for.
func use(t *testing.T) {
	t.Helper()
	day, err := klaviyo.ParseDay("2026-11-23")
	if err != nil {
		t.Fatal(err)
	}
	s := config.Default()
	s.Day = day
	config.Use(s)
	t.Cleanup(func() { config.Use(nil) })
}

// Each package holds faults beside code that looks like them and is right.
func TestHandlers(t *testing.T) {
	use(t)
	analysistest.Run(t, analysistest.TestData(), Analyzer,
		"eqplain", "good", "notime", "tsfirst", "b64", "reenc", "drop", "never", "invent", "others", "shapes", "cross/sigs", "cross/hooks")
}

func TestFrameworks(t *testing.T) {
	use(t)
	analysistest.Run(t, analysistest.TestData(), Analyzer, "ginh", "ginmw", "echoh", "fiberh", "chih", "lambda")
}

func TestFixes(t *testing.T) {
	use(t)
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), Analyzer, "fixes")
	for _, r := range analysistest.Run(t, analysistest.TestData(), Analyzer, "alone") {
		for _, d := range r.Diagnostics {
			if len(d.SuggestedFixes) > 0 {
				t.Errorf("offered: %s", d.SuggestedFixes[0].Message)
			}
		}
	}
}
