package authheader

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

func TestHeaders(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer)
	analysistest.Run(t, analysistest.TestData(), a, "headers", "shared", "injected", "oauth", "middleware", "trimmed")
}

func TestStrict(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer, func(s *config.Settings) { s.Strict = true })
	analysistest.Run(t, analysistest.TestData(), a, "strict")
}

// The fixes change what is sent, so they need leave.
func TestFixes(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer, func(s *config.Settings) { s.Host.UnsafeFixes = true })
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), a, "fixes")
	analysistest.Run(t, analysistest.TestData(), a, "fixed")
}
