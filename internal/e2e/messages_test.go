package e2e

import (
	"os"
	"regexp"
	"testing"
	"unicode/utf8"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

// A message fits on one line: a clause of fact, one of way out. Names, requests
// and reasons in it are counted with 24 characters at most, since they are not the
// message's choice.
const longestMessage = 140

var names = regexp.MustCompile(`"[^"]*"|\([^)]*\)`)

func TestMessagesAreShort(t *testing.T) {
	t.Parallel()
	programs, err := os.ReadDir("testdata/programs")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, p := range programs {
		s := ruletest.Settings(t)
		s.Severity, s.Strict = config.Info, true
		for _, f := range lint(t, s, "testdata/programs/"+p.Name(), false).Findings {
			short := names.ReplaceAllStringFunc(f.Message, func(name string) string { return name[:min(len(name), 24)] })
			if n := utf8.RuneCountInString(short); n > longestMessage && !seen[short] {
				seen[short] = true
				t.Errorf("%s: %d characters: %s", f.Rule, n, f.Message)
			}
		}
	}
}
