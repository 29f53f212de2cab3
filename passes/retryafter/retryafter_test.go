package retryafter

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/httpcalls"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

func Test(t *testing.T) {
	a := ruletest.Bind(t, Analyzer, func(s *config.Settings) { s.Severity = config.Warning })
	analysistest.Run(t, analysistest.TestData(), a, "loops", "libs", "reqlib", "near", "tripper", "polite", "api", "app")
}

// A function that runs out of steps has answers for some codes alone.
func TestNoAnswerOf429(t *testing.T) {
	j := &judge{}
	for _, h := range []httpcalls.Handling{{}, {Honoured: true, Answers: map[int64]*httpcalls.Answer{}}} {
		r := &requests.Request{Call: &httpcalls.Call{Handling: &h}}
		j.note(r)
		j.unread(r)
	}
}
