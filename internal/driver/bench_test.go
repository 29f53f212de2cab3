package driver

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/config"
)

// The gate reads every file once, and parses import clauses.
func BenchmarkGate(b *testing.B) {
	dir := b.TempDir()
	body := "\n" + strings.Repeat("// value returns the rows that are over the limit, however many.\nvar _ = 1\n", 100)
	dirs := []string{}
	size := 0
	for i := range 200 {
		pkg := filepath.Join(dir, fmt.Sprintf("p%d", i))
		src := fmt.Sprintf("package p%d\n\nimport \"fmt\"\n\nvar _ = fmt.Sprint\n%s", i, body)
		if err := os.MkdirAll(pkg, 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(pkg, "p.go"), []byte(src), 0o644); err != nil {
			b.Fatal(err)
		}
		dirs = append(dirs, pkg)
		size += len(src)
	}
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/app\n\ngo 1.25\n"), 0o644); err != nil {
		b.Fatal(err)
	}
	w, errs := findWorkspace(dir)
	if len(errs) > 0 {
		b.Fatal(errs)
	}
	t := newTokens(config.Default())
	b.SetBytes(int64(size))
	for b.Loop() {
		c := choose(newScanner(w, newFolders(), t).graph(dirs), w, t, dirs)
		if len(c.judged) > 0 {
			b.Fatal("nothing names Klaviyo")
		}
	}
}
