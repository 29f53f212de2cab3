package secrets

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/rule"
)

func TestFiles(t *testing.T) {
	root := t.TempDir()
	for name, text := range map[string]string{
		".env": "KLAVIYO=CLASSIC\n", "ignored.env": "KLAVIYO=CLASSIC\n", "a.yaml": "x: 1\r\ny: 'CLASSIC' # COMPANY\r\n",
		"notes.txt": "CLASSIC", "main.go": "// CLASSIC", "binary.json": "\"CLASSIC\"\x00", "deploy/Dockerfile": "ENV K=COMPANY",
	} {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(spell(text)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, k := range Files(&rule.FileContext{
		Dirs:    []string{root, filepath.Join(root, "deploy")},
		Ignored: func(path string) bool { return filepath.Base(path) == "ignored.env" },
		Errorf:  func(file string, _ int, _ string, _ ...any) { t.Errorf("error for %s", file) },
	}) {
		got = append(got, fmt.Sprintf("%s:%d:%d-%d", filepath.Base(k.File), k.Line, k.Col, k.EndCol))
	}
	if want := []string{".env:1:9-46", "a.yaml:2:5-42", "a.yaml:2:46-90", "Dockerfile:1:7-51"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
