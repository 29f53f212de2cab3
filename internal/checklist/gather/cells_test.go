package gather_test

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
)

// A cell is a small module in an archive, testdata/checklist/ID/VERDICT-SHAPE.txtar:
// the folder names the item and the file its verdict. Lines of the archive's head
// may name further items with theirs, as the file want of a whole module does.
type cell struct {
	name, item string
	verdict    checklist.Verdict
	archive    *txtar.Archive
}

func cells(t *testing.T) []cell {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(fixtures, "*", "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	var out []cell
	for _, file := range files {
		word, _, ok := strings.Cut(filepath.Base(file), "-")
		v := checklist.Verdict(word)
		if word == "na" {
			v = checklist.NotApplicable
		}
		if !ok || !slices.Contains(checklist.Verdicts, v) {
			t.Fatalf("%s: the name of a cell begins with its verdict", file)
		}
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		item := filepath.Base(filepath.Dir(file))
		out = append(out, cell{item + "/" + strings.TrimSuffix(filepath.Base(file), ".txtar"), item, v, a})
	}
	return out
}

var imported = regexp.MustCompile(`(?m)^\s*(?:import )?(?:[\w.]+ )?"([^"]+\.[^"]+/[^"]+)"`)

// lay writes the files of a cell, with a go.mod that finds the modules it imports
// among the stubs.
func (c *cell) lay(t *testing.T, edit func(name string, data []byte) []byte) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	stubs, err := filepath.Abs(filepath.Join("testdata", "stubs"))
	if err != nil {
		t.Fatal(err)
	}
	need := map[string]bool{}
	hasMod := false
	for _, f := range c.archive.Files {
		data := f.Data
		if edit != nil {
			data = edit(f.Name, data)
		}
		hasMod = hasMod || f.Name == "go.mod"
		for _, m := range imported.FindAllSubmatch(data, -1) {
			if strings.HasSuffix(f.Name, ".go") {
				for p := string(m[1]); strings.Contains(p, "/"); p = p[:strings.LastIndexByte(p, '/')] {
					if exists(filepath.Join(stubs, filepath.FromSlash(p), "go.mod")) {
						need[p] = true
						break
					}
				}
			}
		}
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if !hasMod {
		var b strings.Builder
		b.WriteString("module example.com/cell\n\ngo 1.24\n")
		for _, p := range slices.Sorted(mapKeys(need)) {
			version := "v0.1.0"
			if i := strings.LastIndex(p, "/v"); i > 0 && len(p[i+2:]) < 3 && strings.Trim(p[i+2:], "0123456789") == "" {
				version = p[i+1:] + ".0.0"
			}
			fmt.Fprintf(&b, "\nrequire %s %s\n\nreplace %s => %s\n", p, version, p, filepath.Join(stubs, filepath.FromSlash(p)))
		}
		if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.Command("git", "init", "-q", dir).CombinedOutput(); err != nil {
		t.Fatalf("git init: %s", out)
	}
	return dir
}

func mapKeys(m map[string]bool) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func TestCells(t *testing.T) {
	for _, c := range cells(t) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := run(t, c.lay(t, nil))
			honest(t, r)
			compiled(t, r)
			checkWants(t, r, fmt.Sprintf("%s %s\n%s", c.item, c.verdict, c.archive.Comment))
		})
	}
}

// compiled fails where a fixture does not compile: then nothing is said about it.
func compiled(t *testing.T, r *checklist.Report) {
	t.Helper()
	for _, it := range r.Items {
		for _, e := range it.Evidence {
			if strings.Contains(e.What, "could not be analysed whole") || strings.Contains(e.What, "does not compile") {
				t.Fatalf("%s: %s", at(e.Place), e.What)
			}
		}
	}
}

// Every item has a cell for each verdict that it can give.
func TestCellsAreComplete(t *testing.T) {
	never := map[string][]checklist.Verdict{
		"A5": {checklist.NotApplicable}, "E6": {checklist.Fail, checklist.NotApplicable}, "F1": {checklist.NotApplicable},
	}
	have := map[string]map[checklist.Verdict]bool{}
	for _, c := range cells(t) {
		if have[c.item] == nil {
			have[c.item] = map[checklist.Verdict]bool{}
		}
		have[c.item][c.verdict] = true
	}
	dirs, err := fs.ReadDir(os.DirFS(fixtures), ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range dirs {
		if len(d.Name()) != 2 {
			continue
		}
		for _, v := range []checklist.Verdict{checklist.Pass, checklist.Fail, checklist.Unknown, checklist.NotApplicable} {
			if !have[d.Name()][v] && !slices.Contains(never[d.Name()], v) {
				t.Errorf("%s has no cell for %s", d.Name(), v)
			}
		}
	}
}
