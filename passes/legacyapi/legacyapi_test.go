package legacyapi

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

func TestCalls(t *testing.T) {
	use(t, func(s *config.Settings) { s.Severity = config.Info })
	analysistest.Run(t, analysistest.TestData(), Analyzer, "legacy", "oldsdk", "gen", "app")
}

// Whether /api/track-once is one of the old endpoints is not confirmed, and
// what is not documented is information only.
func TestUnconfirmed(t *testing.T) {
	use(t, func(s *config.Settings) { s.Strict = true })
	analysistest.Run(t, analysistest.TestData(), Analyzer, "strict")
}
