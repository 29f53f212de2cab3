package httptimeout

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/config"
)

func TestClients(t *testing.T) {
	config.Use(config.Default())
	t.Cleanup(func() { config.Use(nil) })
	analysistest.Run(t, analysistest.TestData(), Analyzer, "clients", "fields", "libraries", "httpx")
}
