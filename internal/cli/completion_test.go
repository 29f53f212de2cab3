package cli

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

func completed(t *testing.T, shell string, words ...string) []string {
	t.Helper()
	var out bytes.Buffer
	e := &env{stdout: &out, stderr: &out, rules: []*rule.Rule{{Doc: &rule.Document{Name: "upsert", Title: "a title", Severity: config.Warning}}}}
	e.main(append([]string{completeWord, shell}, words...))
	var got []string
	for line := range strings.Lines(out.String()) {
		text, _, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !ok {
			t.Errorf("no description in %q", line)
		}
		got = append(got, text)
	}
	return got
}

func TestComplete(t *testing.T) {
	dir := t.TempDir()
	for _, d := range []string{"cmd/app", "internal", "vendor", ".git", "testdata"} {
		if err := os.MkdirAll(filepath.Join(dir, d), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	for _, tt := range []struct {
		words []string
		want  string // all, or with ... at the end the first ones
	}{
		{[]string{"inv"}, "inventory"},
		{[]string{"-q", "expl"}, "explain"},
		{[]string{"./"}, "./... ./cmd ./cmd/... ./internal ./internal/..."},
		{[]string{"./c"}, "./cmd ./cmd/..."},
		{[]string{"./cmd/"}, "./cmd/... ./cmd/app ./cmd/app/..."},
		{[]string{"inventory", "./i"}, "./internal ./internal/..."},
		{[]string{"explain", ""}, "upsert"},
		{[]string{"help", "up"}, "upsert"},
		{[]string{"-format", "s"}, "sarif"},
		{[]string{"-format=s"}, "-format=sarif"},
		{[]string{"--format=s"}, "--format=sarif"},
		{[]string{"-fail-on", ""}, "info warning error"},
		{[]string{"-disable", "u"}, "upsert"},
		{[]string{"-disable", "all,u"}, "all,upsert"},
		{[]string{"checklist", "-only", "D"}, "D1 D2 D3 D4"},
		{[]string{"checklist", "-only=A1,D2"}, "-only=A1,D2"},
		{[]string{"migrate", "-to", "2024-0"}, "2024-02-15 2024-05-15 2024-06-15 2024-07-15"},
		{[]string{"-fail"}, "-fail-on"},
		{[]string{"./...", "-unsafe"}, "-unsafe-fixes"},
		{[]string{"-C", ""}, ":dir"},
		{[]string{"-baseline", ""}, ":file"},
		{[]string{"-q", "-"}, "-C..."},
		{[]string{"--", "-q"}, ""},
		{[]string{"completion", ""}, "bash zsh fish"},
		{[]string{"rules", "-"}, "-json"},
		{[]string{"version", "x"}, ""},
		{[]string{"-nosuch="}, ""},
	} {
		got := strings.Join(completed(t, "fish", tt.words...), " ")
		if want, more := strings.CutSuffix(tt.want, "..."); got != tt.want && (!more || !strings.HasPrefix(got, want)) {
			t.Errorf("%q: got %q, want %q", tt.words, got, tt.want)
		}
	}
	if got := completed(t, "bash", "-format", "=", "s"); !slices.Equal(got, []string{"sarif"}) {
		t.Errorf("as bash splits it: %q", got)
	}
}

// Each shell takes its script; bash completes by it.
func TestCompletionScripts(t *testing.T) {
	for _, shell := range shells {
		t.Run(shell, func(t *testing.T) {
			path, err := exec.LookPath(shell)
			if err != nil {
				t.Skipf("no %s here", shell)
			}
			script, err := completions.ReadFile("completions/klaviyolint." + shell)
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(t.TempDir(), "script")
			if err := os.WriteFile(file, script, 0o666); err != nil {
				t.Fatal(err)
			}
			if out, err := exec.Command(path, "-n", file).CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if shell != "bash" {
				return
			}
			program := `klaviyolint() { printf '%s\twhat\n' "got:$*"; }
. "$1"
COMP_WORDS=(klaviyolint -format = s) COMP_CWORD=3
_klaviyolint
printf '%s\n' "${COMPREPLY[@]}"`
			out, err := exec.Command(path, "-c", program, "bash", file).CombinedOutput()
			if got := strings.TrimSpace(string(out)); err != nil || got != "got:__complete bash -format = s" {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

// What a user reads of each command is there, and in one style.
func TestTable(t *testing.T) {
	for _, c := range commands() {
		switch {
		case c.summary == "" || c.summary != strings.TrimSpace(c.summary) || strings.HasSuffix(c.summary, ".") || len(c.summary) > 100:
			t.Errorf("%s: a summary is one line without a full stop: %q", c.name, c.summary)
		case strings.ToLower(c.summary[:1]) != c.summary[:1] && !strings.HasPrefix(c.summary, "Klaviyo"):
			t.Errorf("%s: a summary begins in lower case: %q", c.name, c.summary)
		}
		for _, f := range flagsOf(c.flagSet(newOptions(nil))) {
			if f.Usage == "" || strings.HasSuffix(f.Usage, ".") || f.Usage != strings.TrimSpace(f.Usage) {
				t.Errorf("%s -%s: %q", c.name, f.Name, f.Usage)
			}
		}
		for _, x := range c.examples {
			if name, _, _ := strings.Cut(x.line, " "); name != c.name && !strings.Contains(x.line, c.name) {
				t.Errorf("%s: the example %q is of another command", c.name, x.line)
			}
		}
	}
}
