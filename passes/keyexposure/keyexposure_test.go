package keyexposure

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

// Each package holds leaks beside code that looks like one and is none.
func TestLeaks(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer)
	analysistest.Run(t, analysistest.TestData(), a,
		"env", "structs", "query", "clientapi", "own", "apps", "stripey", "service", "settings", "vendors", "helpers", "sdkkey", "streams", "cross/klaviyocfg", "cross/kl", "cross/app", "cross/shops", "cross/jobs", "redacted")
}

// Logging and metric libraries are known by their names, so what stands here
// in their place need not do anything.
func TestLibraries(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer)
	analysistest.Run(t, analysistest.TestData(), a, "loggers")
}
