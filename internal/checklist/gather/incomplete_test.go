package gather_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
)

// What was not looked at is never pass or n/a.
func TestNarrowed(t *testing.T) {
	dir := copyTree(t, filepath.Join(fixtures, "ready"))
	for id, v := range verdicts(run(t, dir, "./internal/klaviyo")) {
		if v != checklist.Unknown {
			t.Errorf("%s: %s with one package of four, want unknown", id, v)
		}
	}
}

func TestTypeError(t *testing.T) {
	dir := copyTree(t, filepath.Join(fixtures, "ready"))
	file := filepath.Join(dir, "internal", "orders", "broken.go")
	if err := os.WriteFile(file, []byte("package orders\n\nvar broken int = \"text\"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for id, v := range verdicts(run(t, dir)) {
		if v == checklist.Pass || v == checklist.NotApplicable {
			t.Errorf("%s: %s although a package does not compile", id, v)
		}
	}
}

// A rule that is switched off settles nothing.
func TestDisabledRules(t *testing.T) {
	dir := copyTree(t, filepath.Join(fixtures, "ready"))
	file := filepath.Join(dir, ".klaviyolint.toml")
	old, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte("disable = ['all']\n"+string(old)), 0o644); err != nil {
		t.Fatal(err)
	}
	after := verdicts(run(t, dir))
	for id := range strings.FieldsSeq("A5 B1 B2 B3 B4 B5 B6 C1 C2 C3 D2") {
		if v := after[id]; v == checklist.Pass || v == checklist.NotApplicable {
			t.Errorf("%s: %s with its rule switched off", id, v)
		}
	}
}
