package payload

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

func TestBodies(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer)
	analysistest.Run(t, analysistest.TestData(), a, "builders", "campaigns", "coupons", "embedded", "goodclient", "goodevents", "goodjobs", "jobs", "maps", "oldevents", "optional", "rawtext", "references", "reports", "setters", "structs", "wrapped")
}

func TestFixes(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer)
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), a, "fixes")
}

// silent lets analysistest look for want comments in vain.
type silent struct{}

func (silent) Errorf(string, ...any) {}

// A key inside text of several lines is reported at its line.
func TestLines(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer)
	var lines []int
	for _, r := range analysistest.Run(silent{}, analysistest.TestData(), a, "lines") {
		for _, d := range r.Diagnostics {
			lines = append(lines, r.Action.Package.Fset.Position(d.Pos).Line)
		}
	}
	if len(lines) != 1 || lines[0] != 17 {
		t.Errorf("lines %v, want 17", lines)
	}
}
