package docs_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/docs"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

var sample = &rule.Rule{Doc: &rule.Document{
	Name: "sample", Title: "a | b", Severity: config.Warning,
	Kinds:   []rule.Kind{{Name: "bad", Severity: config.Error, Text: "very bad"}, {Name: "meh", Severity: config.Info, Text: "`not` so " + strings.Repeat("bad ", 20)}, {Name: "may", Severity: config.Error, Text: "who knows", Strict: true}},
	Text:    "Some `code` and " + strings.Repeat("words ", 30) + "\n\n    indented code stays as it is, however long it may turn out to be in the end\n",
	Bad:     "bad()\n\tindented()",
	Options: []rule.Option{{Key: "strict", Default: "`false`", Text: "more"}},
	Since:   "0.1.0",
	Sources: []string{"https://example.com/" + strings.Repeat("x", 100)},
}}

func TestTable(t *testing.T) {
	want := "| rule | severity | finds |\n|---|---|---|\n| [sample](docs/rules/sample.md) | error, warning, info | a \\| b |\n"
	if got := docs.Table([]*rule.Rule{sample}, "docs/rules/"); got != want {
		t.Errorf("got %s", got)
	}
}

// Advice and what is only possible stand apart from what is reported by default.
func TestProfiles(t *testing.T) {
	text := docs.Profiles([]*rule.Rule{sample}, "rules/", "")
	all, strict, ok := strings.Cut(text, "-strict")
	if !ok || !strings.Contains(all, "| [sample](rules/sample.md) | `meh` | info | `not` so") || strings.Contains(all, "`may`") {
		t.Errorf("advice: %s", all)
	}
	if !strings.Contains(strict, "| `may` | error | who knows |") || strings.Contains(strict, "meh") || strings.Contains(text, "`bad`") {
		t.Errorf("strict: %s", strict)
	}
	if !strings.Contains(docs.Page(sample.Doc), "| who knows (only with `strict`) |") {
		t.Error("the page does not say what needs strict")
	}
}

func TestTerminal(t *testing.T) {
	text := docs.Terminal(sample.Doc, 60)
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		long := strings.HasPrefix(line, "    ") && !strings.Contains(line, "bad bad") || !strings.Contains(strings.TrimSpace(line), " ") || strings.HasPrefix(line, "  - http")
		if utf8.RuneCountInString(line) > 60 && !long {
			t.Errorf("long line: %s", line)
		}
		if strings.TrimRight(line, " \t") != line {
			t.Errorf("white space at the end of %q", line)
		}
	}
	for _, want := range []string{
		"SAMPLE\n", "  bad  error  very bad\n", "  meh  info   not so bad", "\n              bad bad", "\nSome code and words",
		"\n    indented code stays as it is, however long it may turn out to be in the end\n", "BAD\n\n    bad()\n    \tindented()\n", "  strict  false  more\n", "\n  - https://example.com/",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.ContainsAny(text, "`#") {
		t.Errorf("marks of Markdown are left in\n%s", text)
	}
}

func TestFiles(t *testing.T) {
	root := t.TempDir()
	rules := []*rule.Rule{sample}
	files, err := docs.Files(root, rules, docs.Manual{})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"docs/rules/sample.md", "docs/rules/README.md", "docs/configuration.md", "docs/klaviyolint.schema.json", ".klaviyolint.example.toml"} {
		if files[name] == "" {
			t.Errorf("no %s", name)
		}
	}
	if files["README.md"] != "" {
		t.Error("a README where there was none")
	}
	readme := filepath.Join(root, "README.md")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(readme, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	page := func(table, commands string) string {
		return "# x\n" + docs.Begin + "\n" + table + docs.End + "\nrest\n" + docs.CommandsBegin + "\n" + commands + docs.CommandsEnd + "\nmore\n"
	}
	write(page("old\n", "older\n"))
	files, err = docs.Files(root, rules, docs.Manual{})
	if err != nil {
		t.Fatal(err)
	}
	if want := page("- **warning**: [sample](docs/rules/sample.md)\n", "| command | |\n|---|---|\n"); files["README.md"] != want {
		t.Errorf("README.md: %s", files["README.md"])
	}
	write("# x\n")
	if _, err := docs.Files(root, rules, docs.Manual{}); err == nil {
		t.Error("no error for a README without a place for the table")
	}
}

func TestStale(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "docs", "rules")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"sample.md", "gone.md"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	stale, err := docs.Stale(root, map[string]string{"docs/rules/sample.md": "text"})
	if err != nil || len(stale) != 1 || stale[0] != "docs/rules/gone.md" {
		t.Errorf("got %q, %v", stale, err)
	}
}
