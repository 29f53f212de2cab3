package hardcodedkey

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

// host returns the analyzer for a run with the given host.
func host(t *testing.T, h config.Host) *analysis.Analyzer {
	t.Helper()
	return ruletest.Bind(t, Analyzer, func(s *config.Settings) { s.Host = h })
}

// Every finding stands where it should, and no message shows more of a key
// than its ends.
func TestLiterals(t *testing.T) {
	t.Parallel()
	for _, r := range analysistest.Run(t, analysistest.TestData(), host(t, config.Host{}), "literals", "loose", "samples", "unrelated") {
		for _, d := range r.Diagnostics {
			if !strings.Contains(d.Message, "rotate it") || klaviyo.MaskKeys(d.Message) != d.Message || len(d.Message) > 140 {
				t.Errorf("message %q", d.Message)
			}
			if len(d.SuggestedFixes) > 0 {
				t.Errorf("a fix is offered where nobody can choose: %+v", d.SuggestedFixes)
			}
		}
	}
}

func TestFixes(t *testing.T) {
	t.Parallel()
	a := host(t, config.Host{UnsafeFixes: true})
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), a, "fixes", "plain", "gen", "oldimport", "grouped", "named")
}

func TestEmbeddedFiles(t *testing.T) {
	t.Parallel()
	for name, h := range map[string]config.Host{"shown": {OtherFiles: true}, "not shown": {}} {
		a := host(t, h)
		var got []string
		for _, r := range analysistest.Run(&quiet{t}, analysistest.TestData(), a, "embedded") {
			for _, d := range r.Diagnostics {
				p := r.Pass.Fset.Position(d.Pos)
				got = append(got, filepath.Base(p.Filename)+":"+strconv.Itoa(p.Line)+":"+strconv.Itoa(p.Column))
			}
		}
		want := "keys.json:3:11 with space.txt:2:32 .k:1:1"
		if name == "not shown" {
			want = "embedded.go:5:1 embedded.go:5:1 embedded.go:5:1"
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

// quiet is a test that takes findings without expectations: those of files
// that hold no comments, and those that are looked at by hand.
type quiet struct{ *testing.T }

func (quiet) Errorf(string, ...any) {}
