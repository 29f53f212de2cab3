package authheader

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

func TestHeaders(t *testing.T) {
	ruletest.Use(t)
	analysistest.Run(t, analysistest.TestData(), Analyzer, "headers", "shared", "injected", "oauth", "middleware", "trimmed")
}

func TestStrict(t *testing.T) {
	ruletest.Use(t, func(s *config.Settings) { s.Strict = true })
	analysistest.Run(t, analysistest.TestData(), Analyzer, "strict")
}

// The fixes change what is sent, so they need leave.
func TestFixes(t *testing.T) {
	ruletest.Use(t, func(s *config.Settings) { s.Host.UnsafeFixes = true })
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), Analyzer, "fixes")
	analysistest.Run(t, analysistest.TestData(), Analyzer, "fixed")
}
