package load

import (
	"context"
	"go/token"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/tools/go/packages"
)

// chain writes a module in which a imports b and d, and b imports c.
func chain(t *testing.T) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "go.mod"), "module example.com/m\n\ngo 1.25\n")
	write(t, filepath.Join(dir, "a/a.go"), "package a\n\nimport (\n\t\"example.com/m/b\"\n\t\"example.com/m/d\"\n)\n\nvar X = b.T{}\n\nvar Y = d.V\n")
	write(t, filepath.Join(dir, "b/b.go"), "package b\n\nimport \"example.com/m/c\"\n\ntype T struct{ C c.C }\n")
	write(t, filepath.Join(dir, "c/c.go"), "package c\n\nimport \"net/http\"\n\ntype C = http.Header\n\nfunc f() int { return 1 }\n")
	write(t, filepath.Join(dir, "d/d.go"), "package d\n\nconst V = 1\n")
	return dir
}

// Only what an edit can touch gets new types; the rest keeps its objects.
func TestTypesAreKept(t *testing.T) {
	dir := chain(t)
	held := NewTypes()
	load := func(overlay map[string][]byte) map[string]*packages.Package {
		t.Helper()
		opts := Options{Dir: dir, Overlay: overlay}
		roots, err := List(context.Background(), opts, "./a", "./c")
		if err != nil {
			t.Fatal(err)
		}
		if err := held.Add(context.Background(), opts, roots); err != nil {
			t.Fatal(err)
		}
		out := map[string]*packages.Package{}
		packages.Visit(roots, nil, func(p *packages.Package) { out[p.PkgPath] = p })
		return out
	}
	changed := func(before, after map[string]*packages.Package) []string {
		var out []string
		for path, p := range after {
			if q := before[path]; p.Types != nil && q != nil && q.Types != p.Types {
				out = append(out, path)
			}
		}
		slices.Sort(out)
		return out
	}
	first := load(nil)
	if got := changed(first, load(nil)); len(got) > 0 {
		t.Errorf("nothing was edited, and %q changed", got)
	}
	edit := map[string][]byte{filepath.Join(dir, "c/c.go"): []byte("package c\n\nimport \"net/http\"\n\ntype C = http.Header\n\nfunc f() int { return 2 }\n")}
	second := load(edit)
	if got, want := changed(first, second), []string{"example.com/m/a", "example.com/m/b", "example.com/m/c"}; !slices.Equal(got, want) {
		t.Errorf("after an edit of c: %q changed, want %q", got, want)
	}
	// The texts are gone: back to what is on disk.
	third := load(nil)
	if got := changed(second, third); len(got) != 3 {
		t.Errorf("after the edit was taken back: %q changed", got)
	}
	broken := map[string][]byte{filepath.Join(dir, "a/a.go"): []byte("package a\n\nvar X int = \"x\"\n")}
	for range 2 {
		a := load(broken)["example.com/m/a"]
		if len(a.Errors) != 1 || len(a.TypeErrors) != 1 || !a.IllTyped {
			t.Errorf("a broken package has the errors %v", a.Errors)
		}
	}
	if a := load(nil)["example.com/m/a"]; len(a.Errors) > 0 || a.IllTyped {
		t.Errorf("mended, it has the errors %v", a.Errors)
	}
}

// Positions that nothing refers to any more leave the file set.
func TestFileSetDoesNotGrow(t *testing.T) {
	dir := chain(t)
	held := NewTypes()
	opts := Options{Dir: dir}
	size := func() (n int) {
		held.fset.Iterate(func(*token.File) bool { n++; return true })
		return n
	}
	var first int
	for i := range 10 {
		text := "package c\n\nimport \"net/http\"\n\ntype C = http.Header\n\n" + string(rune('a'+i)) + " := 1"
		opts.Overlay = map[string][]byte{filepath.Join(dir, "c/c.go"): []byte(text)}
		roots, err := List(context.Background(), opts, "./a")
		if err != nil {
			t.Fatal(err)
		}
		if err := held.Add(context.Background(), opts, roots); err != nil {
			t.Fatal(err)
		}
		if i == 1 {
			first = size()
		}
	}
	if n := size(); n != first {
		t.Errorf("%d files after 10 edits, %d after 2", n, first)
	}
}
