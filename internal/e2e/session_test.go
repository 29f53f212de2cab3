package e2e

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/driver"
	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

// A run that builds on what runs before it have learnt finds what a run finds that
// knows nothing: over edits that come, change and go again, saved or not.
func TestSessionChangesNothing(t *testing.T) {
	for _, name := range []string{"tenant-syncer", "wrapper-api", "hooks-relay"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, err := filepath.EvalSymlinks(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			if err := os.CopyFS(dir, os.DirFS("testdata/programs/"+name)); err != nil {
				t.Fatal(err)
			}
			var files []string
			err = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
				if err == nil && strings.HasSuffix(path, ".go") {
					files = append(files, path)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			session := driver.NewSession()
			s := ruletest.Settings(t)
			s.Host.OtherFiles = true
			random := rand.New(rand.NewPCG(1, 2))
			overlay := map[string][]byte{}
			for i := range 10 {
				file := files[random.IntN(len(files))]
				disk, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				what := edit(random, string(disk), i)
				if i%3 == 2 {
					delete(overlay, file)
					if err := os.WriteFile(file, []byte(what), 0o644); err != nil {
						t.Fatal(err)
					}
				} else {
					overlay[file] = []byte(what)
				}
				opts := driver.Options{Dir: dir, Settings: s, Tests: true, Overlay: overlay}
				fresh := lintWith(t, opts)
				opts.Session = session
				kept := lintWith(t, opts)
				if f, k := texts(fresh), texts(kept); !slices.Equal(f, k) {
					t.Fatalf("after edit %d, of %s: a fresh run finds\n%s\nthe session\n%s", i, file, strings.Join(f, "\n"), strings.Join(k, "\n"))
				}
			}
		})
	}
}

// edit changes a text as a person does who is typing: lines move, strings change,
// code is broken for a moment.
func edit(random *rand.Rand, text string, i int) string {
	lines := strings.SplitAfter(text, "\n")
	at := random.IntN(len(lines))
	switch i % 5 {
	case 0:
		return text + fmt.Sprintf("\n// edited %d times\n", i)
	case 1:
		return strings.ReplaceAll(text, "/api/", "/api/v2/")
	case 2:
		return strings.Join(slices.Insert(slices.Clone(lines), at, "\n"), "")
	case 3:
		return strings.Join(slices.Delete(slices.Clone(lines), at, at+1), "")
	}
	return strings.Replace(text, "https://a.klaviyo.com", "https://a.example.com", 1)
}

// texts writes down all that a run says.
func texts(r *driver.Result) []string {
	var out []string
	for _, f := range r.Findings {
		out = append(out, fmt.Sprintf("%s:%d:%d-%d:%d %s %s %s %+v", f.Path, f.Line, f.Col, f.EndLine, f.EndCol, f.Rule, f.Message, f.Fingerprint, f.Choices))
	}
	for _, e := range r.ToolErrors {
		out = append(out, fmt.Sprintf("error %s:%d:%d %s %s", e.File, e.Line, e.Col, e.Package, e.Message))
	}
	return out
}
