package retryafter

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/config"
)

func Test(t *testing.T) {
	s := config.Default()
	s.Severity = config.Warning
	config.Use(s)
	t.Cleanup(func() { config.Use(nil) })
	analysistest.Run(t, analysistest.TestData(), Analyzer, "loops", "libs", "near", "api", "app")
}
