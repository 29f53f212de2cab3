//go:build unix

package driver

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/klaviyolint/klaviyolint/internal/config"
)

// A pipe in the place of a file that the go command reads is an error, and no run
// without end.
func TestPipesAreRefused(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"z.go", "z_test.go", "go.work", "vendor/modules.txt", "go.sum", "go.mod"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write := func(name, text string) {
				t.Helper()
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			write("go.mod", "module example.com/m\n\ngo 1.25\n")
			write("m.go", "package m // klaviyo\n")
			pipe := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(pipe), 0o777); err != nil {
				t.Fatal(err)
			}
			_ = os.Remove(pipe)
			if err := syscall.Mkfifo(pipe, 0o666); err != nil {
				t.Skip(err)
			}
			ctx, stop := context.WithTimeout(context.Background(), 20*time.Second)
			defer stop()
			r, err := Run(ctx, Options{Dir: dir, Patterns: []string{"./..."}, Settings: config.Default()})
			if err != nil {
				t.Fatal(err)
			}
			said := ""
			for _, e := range r.ToolErrors {
				said += e.File + ": " + e.Message + "\n"
			}
			if !strings.Contains(said, "regular file") && !strings.Contains(said, "go.mod not found") {
				t.Errorf("said %q", said)
			}
		})
	}
}
