package keyexposure

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

// Each package holds leaks beside code that looks like one and is none.
func TestLeaks(t *testing.T) {
	use(t)
	analysistest.Run(t, analysistest.TestData(), Analyzer,
		"env", "structs", "query", "clientapi", "own", "apps", "stripey", "service", "settings", "vendors", "helpers", "cross/klaviyocfg", "cross/kl", "cross/app")
}

// Logging and metric libraries are known by their names, so what stands here
// in their place need not do anything.
func TestLibraries(t *testing.T) {
	use(t)
	analysistest.Run(t, analysistest.TestData(), Analyzer, "loggers")
}
