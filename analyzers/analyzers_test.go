package analyzers_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/analyzers"
	"github.com/klaviyolint/klaviyolint/internal/cli"
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/docs"
)

func TestValid(t *testing.T) {
	if err := analysis.Validate(analyzers.Analyzers()); err != nil {
		t.Error(err)
	}
}

// Every directory under passes/ is a rule of that name, and the other way round.
func TestEveryPassIsListed(t *testing.T) {
	var dirs, names []string
	entries, err := os.ReadDir("../passes")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		dirs = append(dirs, e.Name())
	}
	for _, r := range analyzers.All() {
		if r.Doc.Name != r.Analyzer.Name {
			t.Errorf("rule %s has the analyzer %s", r.Doc.Name, r.Analyzer.Name)
		}
		names = append(names, r.Doc.Name)
	}
	if !slices.Equal(names, config.RuleNames()) {
		t.Errorf("the configuration knows the rules %q, there are %q", config.RuleNames(), names)
	}
	slices.Sort(names)
	if !slices.Equal(dirs, names) {
		t.Errorf("passes/ holds %q, the suite %q", dirs, names)
	}
}

// The directives are judged when all other rules have run.
func TestIgnoreRunsLast(t *testing.T) {
	all := analyzers.Analyzers()
	last := all[len(all)-1]
	for _, a := range all[:len(all)-1] {
		if !slices.Contains(last.Requires, a) {
			t.Errorf("%s does not require %s", last.Name, a.Name)
		}
	}
}

func TestDocuments(t *testing.T) {
	keys := map[string]bool{}
	for _, table := range config.Tables() {
		for _, k := range table.Keys {
			keys[k.Path()] = true
		}
	}
	for _, r := range analyzers.All() {
		d := r.Doc
		if d.Title == "" || d.Text == "" || d.Bad == "" || d.Good == "" || d.Fix == "" || d.Since == "" {
			t.Errorf("%s: the document has a gap", d.Name)
		}
		if strings.ToLower(d.Title[:1]) != d.Title[:1] || strings.HasSuffix(d.Title, ".") || strings.Contains(d.Title, "\n") {
			t.Errorf("%s: title %q is not one line, lower case, without a full stop", d.Name, d.Title)
		}
		for _, o := range d.Options {
			if !keys[strings.Replace(o.Key, "rules."+d.Name+".", "rules.NAME.", 1)] {
				t.Errorf("%s: option %s is no key of the configuration", d.Name, o.Key)
			}
		}
	}
}

// What is generated must be what is committed.
func TestDocsAreFresh(t *testing.T) {
	const root = ".."
	files, err := docs.Files(root, analyzers.All(), cli.Manual(analyzers.All()))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil || strings.ReplaceAll(string(got), "\r\n", "\n") != want {
			t.Errorf("%s is not what `go generate ./analyzers` writes", name)
		}
	}
	stale, err := docs.Stale(root, files)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range stale {
		t.Errorf("%s belongs to no rule; `go generate ./analyzers` removes it", name)
	}
}
