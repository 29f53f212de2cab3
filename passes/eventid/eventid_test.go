package eventid

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// use puts settings in force, on the day that the fixtures are written for.
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

func TestBodies(t *testing.T) {
	use(t)
	analysistest.Run(t, analysistest.TestData(), Analyzer, "nested", "structs", "rawtext", "bulkjob")
}

func TestSDKs(t *testing.T) {
	use(t)
	analysistest.Run(t, analysistest.TestData(), Analyzer, "sdk", "optional")
}
