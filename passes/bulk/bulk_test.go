package bulk

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

func TestLoops(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer)
	analysistest.Run(t, analysistest.TestData(), a, "items", "based", "client", "caller", "prefixed")
}
