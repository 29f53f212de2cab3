package authheader

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

func TestHeaders(t *testing.T) {
	use(t, nil)
	analysistest.Run(t, analysistest.TestData(), Analyzer, "headers", "shared", "injected", "oauth", "middleware")
}

func TestStrict(t *testing.T) {
	use(t, func(s *config.Settings) { s.Strict = true })
	analysistest.Run(t, analysistest.TestData(), Analyzer, "strict")
}

// The fixes change what is sent, so they need leave.
func TestFixes(t *testing.T) {
	use(t, func(s *config.Settings) { s.Host.UnsafeFixes = true })
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), Analyzer, "fixes")
	analysistest.Run(t, analysistest.TestData(), Analyzer, "fixed")
}
