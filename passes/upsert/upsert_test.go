package upsert

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// use puts settings in force, on the day that the fixtures are written for.
func use(t *testing.T, change func(*config.Settings)) {
	t.Helper()
	day, err := klaviyo.ParseDay("2026-11-23")
	if err != nil {
		t.Fatal(err)
	}
	s := config.Default()
	s.Day = day
	if change != nil {
		change(s)
	}
	config.Use(s)
	t.Cleanup(func() { config.Use(nil) })
}

func TestCreates(t *testing.T) {
	use(t, nil)
	analysistest.Run(t, analysistest.TestData(), Analyzer, "creates", "offers", "both")
}

// The fix changes behaviour, so it needs leave; its golden file has nothing
// left to find.
func TestFixes(t *testing.T) {
	use(t, func(s *config.Settings) { s.Host.UnsafeFixes = true })
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), Analyzer, "fixes")
	for _, r := range analysistest.Run(t, analysistest.TestData(), Analyzer, "fixed", "waits") {
		noFixes(t, r)
	}
}

func TestNoFixWithoutLeave(t *testing.T) {
	use(t, nil)
	for _, r := range analysistest.Run(t, analysistest.TestData(), Analyzer, "fixes") {
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
