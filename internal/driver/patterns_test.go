package driver

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const tree = `
-- go.mod --
module example.com/app
-- a/a.go --
package a
-- a/b/b.go --
package b
-- a/testdata/t.go --
package t
-- _x/x.go --
package x
-- .y/y.go --
package y
-- vendor/v/v.go --
package v
-- web/node_modules/m/m.go --
package m
-- docs/readme.md --
-- docs/_only.go --
-- nested/go.mod --
module example.com/nested
-- nested/n.go --
package n
`

func TestCover(t *testing.T) {
	dir := extract(t, tree)
	tests := []struct {
		patterns string
		dirs     string
		unknown  bool
		empty    string
	}{
		{patterns: "./...", dirs: ". a a/b docs web"},
		{patterns: "...", unknown: true},
		{patterns: "./a", dirs: "a"},
		{patterns: "./a/", dirs: "a"},
		{patterns: "./a/...", dirs: "a a/b"},
		{patterns: "a", unknown: true}, // of the standard library, for the go command
		{patterns: "example.com/app/a ./a/b", dirs: "a a/b"},
		{patterns: "example.com/app/...", dirs: ". a a/b docs web"},
		{patterns: filepath.Join(dir, "a"), dirs: "a"},
		{patterns: "./docs", dirs: "docs", empty: "./docs"},
		{patterns: "./docs/... ./a", dirs: "a docs", empty: "./docs/..."},
		{patterns: "./nested", dirs: "nested", unknown: false},
		{patterns: "./a/.../b", unknown: true},
		{patterns: "./a/a.go", unknown: true},
		{patterns: "./none", unknown: true},
		{patterns: "fmt ./a", dirs: "a", unknown: true},
		{patterns: "all", unknown: true},
		{patterns: "./a/testdata", dirs: "a/testdata"},
	}
	for _, tt := range tests {
		t.Run(tt.patterns, func(t *testing.T) {
			w, _ := findWorkspace(dir)
			c := coverOf(w, newFolders(), dir, strings.Fields(tt.patterns))
			if got := relNames(dir, c.dirs); got != tt.dirs {
				t.Errorf("dirs: got %q, want %q", got, tt.dirs)
			}
			if c.unknown != tt.unknown {
				t.Errorf("unknown: got %v", c.unknown)
			}
			if got := strings.Join(c.empty, " "); got != tt.empty {
				t.Errorf("empty: got %q, want %q", got, tt.empty)
			}
		})
	}
}

func TestWildcard(t *testing.T) {
	tests := []struct {
		pattern, name string
		want          bool
	}{
		{"a/...", "a", true},
		{"a/...", "a/b/c", true},
		{"a/...", "ab", false},
		{"a...", "ab", true},
		{"./a/.../b", "./a/x/y/b", true},
		{"./a/.../b", "./a/b", false},
		{"...", "anything", true},
		{"a.b/...", "axb/c", false},
	}
	for _, tt := range tests {
		if got := wildcard(tt.pattern)(tt.name); got != tt.want {
			t.Errorf("%s %s: got %v", tt.pattern, tt.name, got)
		}
	}
}

func TestWorkspace(t *testing.T) {
	dir := extract(t, `
-- go.work --
go 1.25

use (
	./one
	./two/deep
)
-- one/go.mod --
module example.com/one
-- two/deep/go.mod --
module example.com/one/two
-- three/go.mod --
module example.com/three
`)
	w, errs := findWorkspace(filepath.Join(dir, "one"))
	if len(errs) > 0 || len(w.modules) != 2 {
		t.Fatalf("modules %v, errors %v", w.modules, errs)
	}
	if m, ok := w.moduleOf(filepath.Join(dir, "two", "deep", "x")); !ok || m.importPath(filepath.Join(dir, "two", "deep", "x")) != "example.com/one/two/x" {
		t.Errorf("module %v", m)
	}
	if _, ok := w.moduleOf(filepath.Join(dir, "three")); ok {
		t.Error("three is no module of the workspace")
	}
	for path, want := range map[string]string{
		"example.com/one":       "one",
		"example.com/one/x":     "one/x",
		"example.com/one/two/x": "two/deep/x",
		"example.com/three":     "",
		"example.com/ones":      "",
	} {
		got, ok := w.dirOf(path)
		if ok {
			got, _ = filepath.Rel(dir, got)
		}
		if filepath.ToSlash(got) != want {
			t.Errorf("%s lies in %q, want %q", path, got, want)
		}
	}

	t.Setenv("GOWORK", "off")
	if w, errs := findWorkspace(filepath.Join(dir, "three")); len(errs) > 0 || len(w.modules) != 1 || w.modules[0].path != "example.com/three" {
		t.Errorf("without go.work: %v, %v", w.modules, errs)
	}
}

func TestSplitPosition(t *testing.T) {
	tests := []struct {
		pos       string
		file      string
		line, col int
	}{
		{"", "", 0, 0},
		{"-", "", 0, 0},
		{"a.go", "a.go", 0, 0},
		{"a.go:3", "a.go", 3, 0},
		{"/x/a.go:3:4", "/x/a.go", 3, 4},
		{`C:\x\a.go:3:4`, `C:\x\a.go`, 3, 4},
	}
	for _, tt := range tests {
		file, line, col := splitPosition(tt.pos)
		if file != tt.file || line != tt.line || col != tt.col {
			t.Errorf("%q: got %q %d %d", tt.pos, file, line, col)
		}
	}
}

func TestRepoRoot(t *testing.T) {
	dir := extract(t, "-- a/b/x --\n-- .git --\ngitdir: elsewhere\n")
	if got := repoRoot(filepath.Join(dir, "a", "b")); got != dir {
		t.Errorf("got %q", got)
	}
	if err := os.Remove(filepath.Join(dir, ".git")); err != nil {
		t.Fatal(err)
	}
	if got := repoRoot(filepath.Join(dir, "a")); strings.HasPrefix(got, dir) {
		t.Errorf("got %q", got)
	}
}
