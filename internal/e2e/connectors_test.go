package e2e

import (
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/e2e/connectors"
	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

// One connector of many is Klaviyo's: it is followed to its end, and none of the
// others is taken for it, although all have their row in one table.
func TestConnectors(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := connectors.Generate(dir, 24); err != nil {
		t.Fatal(err)
	}
	r := lint(t, ruletest.Settings(t), dir, false)
	compare(t, findings(t, r), expected(t, dir))
}
