package requests_test

import (
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/klaviyolint/klaviyolint/passes/e164"
	"github.com/klaviyolint/klaviyolint/passes/revision"
	"github.com/klaviyolint/klaviyolint/passes/upsert"
)

// The odd shapes are written by hand, each a package of its own whose comment
// says what is expected and why.
func TestShapes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	archive, err := txtar.ParseFile("testdata/shapes.txtar")
	if err != nil {
		t.Fatal(err)
	}
	if len(archive.Files) < 30 {
		t.Errorf("only %d shapes", len(archive.Files))
	}
	for _, f := range archive.Files {
		t.Run(strings.TrimSuffix(f.Name, ".go"), func(t *testing.T) {
			p := w.program(map[string]string{appPath + "/" + f.Name: string(f.Data)})
			p.lenient = strings.HasPrefix(f.Name, "illtyped")
			bad, err := p.verdict(revision.Analyzer, upsert.Analyzer, e164.Analyzer)
			if err != nil {
				t.Fatal(err)
			}
			for _, b := range bad {
				t.Error(b)
			}
		})
	}
}
