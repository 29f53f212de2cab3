package e2e

import (
	"os"
	"regexp"
	"testing"
	"unicode/utf8"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/fulltest"
	"github.com/klaviyolint/klaviyolint/internal/report"
	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

// A message fits on one line: a clause of fact, one of way out. Names, requests
// and reasons in it are counted with 24 characters at most, since they are not the
// message's choice.
const longestMessage = 140

var names = regexp.MustCompile(`"[^"]*"|\([^)]*\)`)

func TestMessagesAreShort(t *testing.T) {
	t.Parallel()
	fulltest.Only(t, "reads the messages of strict runs over all programs")
	programs, err := os.ReadDir("testdata/programs")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range programs {
		s := ruletest.Settings(t)
		s.Severity, s.Strict = config.Info, true
		checkLengths(t, lint(t, s, "testdata/programs/"+p.Name(), false).Findings)
	}
}

// checkLengths is asked of what each program is found to have.
func checkLengths(t *testing.T, fs []report.Finding) {
	t.Helper()
	for _, f := range fs {
		short := names.ReplaceAllStringFunc(f.Message, func(name string) string { return name[:min(len(name), 24)] })
		if n := utf8.RuneCountInString(short); n > longestMessage {
			t.Errorf("%s: %d characters: %s", f.Rule, n, f.Message)
		}
	}
}
