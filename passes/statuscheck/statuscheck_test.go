package statuscheck

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

func Test(t *testing.T) {
	a := ruletest.Bind(t, Analyzer, func(s *config.Settings) { s.Severity = config.Warning })
	analysistest.Run(t, analysistest.TestData(), a, "status", "handedon", "resty", "near", "pooled", "empty")
}
