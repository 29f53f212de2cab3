package clientapi

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

func TestServers(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer)
	analysistest.Run(t, analysistest.TestData(), a, "servers", "app", "sdk")
}

// What a build tag selects for phones alone is no server code.
func TestTags(t *testing.T) {
	a := ruletest.Bind(t, Analyzer)
	t.Setenv("GOFLAGS", "-tags=mobile")
	analysistest.Run(t, analysistest.TestData(), a, "tagged")
}
