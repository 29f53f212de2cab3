package revision

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

func TestValues(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer)
	analysistest.Run(t, analysistest.TestData(), a, "values", "silent")
}

func TestStrictAndKnown(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer, func(s *config.Settings) {
		s.Strict = true
		s.Revision.Known = []string{"2023-01-24"}
	})
	analysistest.Run(t, analysistest.TestData(), a, "strict")
}

// The golden files are what -fix leaves; a second run over them finds nothing.
func TestFixes(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer)
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), a, "fixes", "named", "constant")
	analysistest.Run(t, analysistest.TestData(), a, "fixed")
}

func TestUnsafeFixes(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer, func(s *config.Settings) { s.Host.UnsafeFixes = true })
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), a, "unsafe")
}
