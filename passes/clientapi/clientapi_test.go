package clientapi

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

func TestServers(t *testing.T) {
	use(t, nil)
	analysistest.Run(t, analysistest.TestData(), Analyzer, "servers", "app", "sdk")
}

// What a build tag selects for phones alone is no server code.
func TestTags(t *testing.T) {
	use(t, nil)
	t.Setenv("GOFLAGS", "-tags=mobile")
	analysistest.Run(t, analysistest.TestData(), Analyzer, "tagged")
}
