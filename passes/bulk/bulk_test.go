package bulk

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

func TestLoops(t *testing.T) {
	day, err := klaviyo.ParseDay("2026-11-23")
	if err != nil {
		t.Fatal(err)
	}
	s := config.Default()
	s.Day = day
	config.Use(s)
	t.Cleanup(func() { config.Use(nil) })
	analysistest.Run(t, analysistest.TestData(), Analyzer, "items", "client", "caller")
}
