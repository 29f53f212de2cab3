package clientapi

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

func TestServers(t *testing.T) {
	ruletest.Use(t)
	analysistest.Run(t, analysistest.TestData(), Analyzer, "servers", "app", "sdk")
}

// What a build tag selects for phones alone is no server code.
func TestTags(t *testing.T) {
	ruletest.Use(t)
	t.Setenv("GOFLAGS", "-tags=mobile")
	analysistest.Run(t, analysistest.TestData(), Analyzer, "tagged")
}
