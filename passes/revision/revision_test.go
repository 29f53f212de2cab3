package revision

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

func TestValues(t *testing.T) {
	ruletest.Use(t)
	analysistest.Run(t, analysistest.TestData(), Analyzer, "values", "silent")
}

func TestStrictAndKnown(t *testing.T) {
	ruletest.Use(t, func(s *config.Settings) {
		s.Strict = true
		s.Revision.Known = []string{"2023-01-24"}
	})
	analysistest.Run(t, analysistest.TestData(), Analyzer, "strict")
}

// The golden files are what -fix leaves; a second run over them finds nothing.
func TestFixes(t *testing.T) {
	ruletest.Use(t)
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), Analyzer, "fixes")
	analysistest.Run(t, analysistest.TestData(), Analyzer, "fixed")
}

func TestUnsafeFixes(t *testing.T) {
	ruletest.Use(t, func(s *config.Settings) { s.Host.UnsafeFixes = true })
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), Analyzer, "unsafe")
}
