package gopls

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/analyzers"
	"github.com/klaviyolint/klaviyolint/internal/config"
)

func TestAnalyzers(t *testing.T) {
	t.Setenv("GOPLSCACHE", t.TempDir())
	var as []*analysis.Analyzer
	severities := map[string]uint32{}
	for _, a := range Analyzers() {
		as = append(as, a.Analyzer)
		severities[a.Analyzer.Name] = a.Severity
	}
	if err := analysis.Validate(as); err != nil {
		t.Error(err)
	}
	for _, r := range analyzers.All() {
		if severities[r.Doc.Name] == 0 {
			t.Errorf("%s is missing", r.Doc.Name)
		}
	}
	// The suite, and one that shows what went wrong.
	if len(as) != len(analyzers.All())+1 || severities["klaviyolint"] != severityWarning {
		t.Errorf("got %v", severities)
	}
	// revision has errors and warnings; a warning in red would be a lie.
	for name, want := range map[string]uint32{"hardcodedkey": severityError, "revision": severityWarning, "upsert": severityWarning} {
		if severities[name] != want {
			t.Errorf("%s has the severity %d, want %d", name, severities[name], want)
		}
	}
	if name := as[0].Requires[0].Name; !strings.HasPrefix(name, "klaviyoconfig_") {
		t.Errorf("the name %s holds no salt", name)
	}
}

// The salt of a process covers every module that an earlier one has analysed,
// wherever either was started.
func TestRoots(t *testing.T) {
	t.Setenv("GOPLSCACHE", t.TempDir())
	t.Setenv(config.EnvName, "")
	t.Setenv("GOWORK", "off")
	elsewhere, root := t.TempDir(), t.TempDir()
	dir := filepath.Join(root, "internal", "signup")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	edit := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	salt := func() string { return openRoots().salt(elsewhere) }

	edit("go.mod", "module m\n")
	empty := salt()
	openRoots().remember(dir)
	known := salt()
	edit(config.FileName, "strict = true\n")
	strict := salt()
	if known == empty || strict == known || salt() != strict {
		t.Errorf("salts %s, known %s, strict %s, again %s", empty, known, strict, salt())
	}
	// A module that is gone is forgotten.
	if err := os.Remove(filepath.Join(root, "go.mod")); err != nil {
		t.Fatal(err)
	}
	if got := salt(); got != empty {
		t.Errorf("got %s, want %s", got, empty)
	}
	// What belongs to somebody else is not remembered.
	edit("go.mod", "module m\n")
	foreign := filepath.Join(root, "pkg", "mod", "example.com", "other@v1.0.0")
	if err := os.MkdirAll(foreign, 0o777); err != nil {
		t.Fatal(err)
	}
	r := openRoots()
	r.remember(foreign)
	r.remember("relative")
	if got := salt(); got != empty {
		t.Errorf("got %s, want %s", got, empty)
	}
}

// Where nothing can be remembered, nothing that was kept is found again.
func TestNoRoots(t *testing.T) {
	r := &roots{seen: map[string]bool{}}
	r.remember(t.TempDir())
	if a, b := r.salt(t.TempDir()), r.salt(t.TempDir()); a == b || len(a) != 16 {
		t.Errorf("salts %s and %s", a, b)
	}
}
