package plainhttp

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

func TestConnections(t *testing.T) {
	use(t, nil)
	analysistest.Run(t, analysistest.TestData(), Analyzer, "plain", "gen")
}

// The golden files are what -fix leaves; a second run over them finds nothing.
func TestFixes(t *testing.T) {
	use(t, nil)
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), Analyzer, "fixes")
	analysistest.Run(t, analysistest.TestData(), Analyzer, "fixed")
}
