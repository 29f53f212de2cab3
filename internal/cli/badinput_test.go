package cli

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Command lines that mean nothing: exit code 2, nothing on stdout, and one line on
// stderr that says what is wrong.
func TestBadCommandLines(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, line := range []string{
		"-x", "--x", "-x=1", "-", "---x", "-=", "-format", "-format=", "-format xml", "-format=sarif -json", "-c", "-c x", "-c 1.5", "-c 99999999999999999999", "-severity", "-severity x", "-fail-on x", "-fail-on=",
		"-as-of", "-as-of x", "-as-of 2026-13-01", "-as-of 2026-02-30", "-as-of=", "-enable", "-enable x", "-enable ,", "-disable x", "-disable=,", "-config", "-config nosuch.toml", "-config .", "-config-inline x", "-config-inline =",
		"-baseline nosuch.json", "-baseline .", "-debug x", "-debug", "-C nosuch", "-C", "-upsert=x", "-fix=maybe", "-q=2", "-new-from-rev", "-new-from-rev -x",
		"rules x", "rules -x", "explain", "explain nosuch", "explain -x", "help nosuch", "config x", "config -severity x", "version x", "completion", "completion tcsh", "completion bash zsh", "man nosuch", "man -dir", "inventory -x", "inventory -by x", "inventory -format x",
		"inventroy", "explian upsert", "complet", "checklits", "-- -x",
		"\x1b[2J", "a\nb",
	} {
		var stdout, stderr bytes.Buffer
		e := &env{ctx: context.Background(), stdout: &stdout, stderr: &stderr, rules: []*rule.Rule{{Doc: &rule.Document{Name: "upsert", Title: "a title", Severity: config.Warning}}}}
		args := strings.Fields(line)
		if line == "\x1b[2J" || line == "a\nb" {
			args = []string{line}
		}
		code := e.main(args)
		if code != exitTrouble || stdout.Len() > 0 || stderr.Len() == 0 {
			t.Errorf("%q: exit code %d, stdout %q, stderr %q", line, code, stdout.String(), stderr.String())
		}
		for said := range strings.Lines(stderr.String()) {
			if !strings.HasPrefix(said, "klaviyolint: ") || strings.ContainsAny(strings.TrimSuffix(said, "\n"), "\x1b\r") {
				t.Errorf("%q: %q", line, said)
			}
		}
	}
}

// What a diff says is read without a panic, and gives ranges that are ranges.
func FuzzChanges(f *testing.F) {
	f.Add("diff --git a/a.go b/a.go\n--- a/a.go\n+++ b/a.go\n@@ -3 +3,2 @@ func f() {\n-old\n+new\n+new\n")
	f.Add("+++ \"b/odd\\tname.go\"\n@@ -1 +1 @@\n")
	f.Add("@@ -1,99999999999 +1,-5 @@")
	f.Fuzz(func(t *testing.T, diff string) {
		c := &changes{lines: map[string][][2]int{}, whole: map[string]bool{}}
		c.read("/r", []byte(diff))
		for file, ranges := range c.lines {
			for _, r := range ranges {
				if r[1] < r[0] {
					t.Errorf("%s: %v", file, r)
				}
			}
		}
	})
}
