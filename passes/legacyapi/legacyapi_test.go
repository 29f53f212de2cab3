package legacyapi

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

func TestCalls(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer, func(s *config.Settings) { s.Severity = config.Info })
	analysistest.Run(t, analysistest.TestData(), a, "legacy", "oldsdk", "gen", "app")
}

// Whether /api/track-once is one of the old endpoints is not confirmed, and
// what is not documented is information only.
func TestUnconfirmed(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer, func(s *config.Settings) { s.Strict = true })
	analysistest.Run(t, analysistest.TestData(), a, "strict")
}
