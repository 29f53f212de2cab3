package response

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

func TestTypes(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer)
	analysistest.Run(t, analysistest.TestData(), a, "continued", "decode", "flat", "generic", "goodclient", "goodevents", "goodjobs", "helpers", "iterated", "onepage", "pages", "pointers", "statuses")
}
