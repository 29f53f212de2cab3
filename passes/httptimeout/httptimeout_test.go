package httptimeout

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

func TestClients(t *testing.T) {
	ruletest.Use(t)
	analysistest.Run(t, analysistest.TestData(), Analyzer, "clients", "fields", "libraries", "httpx")
}
