package load

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/txtar"
)

// A situation is a way in which code is built: an archive, flags, an environment.
type situation struct {
	name, archive string
	flags, env    []string
	tests         bool
	patterns      []string
	// types are objects that roots refer to, with their types.
	types map[string]string
	// errors are parts of the errors of all packages; none are expected else.
	errors   []string
	compiled bool // export data can be had as well, and says the same
}

const app = `
-- go.mod --
module example.com/app

go 1.25
`

var situations = []situation{
	{
		name: "tags", compiled: true, flags: []string{"-tags=extra"}, patterns: []string{"./a"},
		archive: app + "-- a/a.go --\npackage a\n\nimport \"example.com/app/b\"\n\nvar X = b.V\n-- b/b.go --\n//go:build !extra\n\npackage b\n\nvar V int\n-- b/extra.go --\n//go:build extra\n\npackage b\n\nvar V string\n",
		types:   map[string]string{"X": "string"},
	},
	{
		name: "GOFLAGS", compiled: true, env: []string{"GOFLAGS=-tags=extra"}, patterns: []string{"./a"},
		archive: app + "-- a/a.go --\npackage a\n\nimport \"example.com/app/b\"\n\nvar X = b.V\n-- b/b.go --\n//go:build !extra\n\npackage b\n\nvar V int\n-- b/extra.go --\n//go:build extra\n\npackage b\n\nvar V string\n",
		types:   map[string]string{"X": "string"},
	},
	{
		name: "test variants", compiled: true, tests: true, patterns: []string{"./a"},
		archive: app + "-- a/a.go --\npackage a\n\ntype T struct{}\n-- a/a_test.go --\npackage a\n\nfunc (T) Only() int { return 1 }\n-- a/x_test.go --\npackage a_test\n\nimport (\n\t\"example.com/app/a\"\n\t\"example.com/app/c\"\n)\n\nvar X = a.T{}.Only()\n\nvar Y = c.C{}.T.Only()\n-- c/c.go --\npackage c\n\nimport \"example.com/app/a\"\n\ntype C struct{ T a.T }\n",
		types:   map[string]string{"X": "int", "Y": "int"},
	},
	{
		name: "another GOOS", compiled: false, env: []string{"GOOS=windows", "GOARCH=386"}, patterns: []string{"./a"},
		archive: app + "-- a/a.go --\npackage a\n\nimport (\n\t\"example.com/app/b\"\n\t\"syscall\"\n\t\"unsafe\"\n)\n\nvar X = b.V\n\nvar H syscall.Handle\n\nconst S = unsafe.Sizeof(uintptr(0))\n\nvar Y [S]int\n-- b/b_windows.go --\npackage b\n\nvar V string\n-- b/b_linux.go --\npackage b\n\nvar V int\n",
		types:   map[string]string{"X": "string", "H": "syscall.Handle", "Y": "[4]int"},
	},
	{
		name: "an unknown GOOS", env: []string{"GOOS=plan10"}, patterns: []string{"./a"},
		archive: app + "-- a/a.go --\npackage a\n\nimport \"net/http\"\n\nvar X http.Header\n",
		types:   map[string]string{"X": "net/http.Header"},
	},
	{
		name: "vendor", compiled: true, flags: []string{"-mod=vendor"}, patterns: []string{"./a"},
		archive: "\n-- go.mod --\nmodule example.com/app\n\ngo 1.25\n\nrequire example.com/lib v1.0.0\n-- vendor/modules.txt --\n# example.com/lib v1.0.0\n## explicit; go 1.25\nexample.com/lib\n-- vendor/example.com/lib/lib.go --\npackage lib\n\ntype T struct{ N int }\n-- a/a.go --\npackage a\n\nimport \"example.com/lib\"\n\nvar X = lib.T{}.N\n",
		types:   map[string]string{"X": "int"},
	},
	{
		name: "workspace", compiled: true, env: []string{"GOWORK="}, patterns: []string{"./one/..."},
		archive: "\n-- go.work --\ngo 1.25\n\nuse (\n\t./one\n\t./two\n)\n-- one/go.mod --\nmodule example.com/one\n\ngo 1.25\n-- one/a.go --\npackage one\n\nimport \"example.com/two\"\n\nvar X = two.V\n-- two/go.mod --\nmodule example.com/two\n\ngo 1.25\n-- two/b.go --\npackage two\n\nvar V = [...]string{2: \"\"}\n",
		types:   map[string]string{"X": "[3]string"},
	},
	{
		name: "overlay file", flags: []string{"-overlay=overlay.json"}, patterns: []string{"./a"},
		archive: app + "-- a/a.go --\npackage a\n\nimport \"example.com/app/b\"\n\nvar X = b.V\n-- b/b.go --\npackage b\n\nvar V int\n-- other.txt --\npackage b\n\nvar V string\n-- overlay.json --\n{\"Replace\": {\"b/b.go\": \"other.txt\"}}\n",
		types:   map[string]string{"X": "string"},
	},
	{
		name: "cgo without a compiler", env: []string{"CC=/nonexistent/cc", "CGO_ENABLED=1"}, patterns: []string{"./a"},
		archive: app + "-- a/a.go --\npackage a\n\n/*\n#include <stdlib.h>\nint twice(int n) { return 2*n; }\n*/\nimport \"C\"\n\nimport (\n\t\"net\"\n\t\"unsafe\"\n\n\t\"example.com/app/b\"\n)\n\nvar X = net.IPv4len\n\nvar Y = b.Go\n\nfunc f(s string) (int, error) {\n\tp := C.CString(s)\n\tdefer C.free(unsafe.Pointer(p))\n\tn, err := C.twice(C.int(len(s)))\n\tif err != nil {\n\t\treturn 0, err\n\t}\n\treturn int(n), nil\n}\n-- b/b.go --\npackage b\n\n// int f(void);\nimport \"C\"\n\ntype T struct{ c C.int }\n\nvar Go = \"go\"\n",
		types:   map[string]string{"X": "int", "Y": "string"},
	},
	{
		name: "a missing module", env: []string{"GOFLAGS=-mod=mod"}, patterns: []string{"./a"},
		archive: "\n-- go.mod --\nmodule example.com/app\n\ngo 1.25\n\nrequire example.com/missing v1.0.0\n-- a/a.go --\npackage a\n\nimport (\n\t\"net/http\"\n\n\t\"example.com/missing/lib\"\n)\n\nvar X http.Header\n\nvar M = lib.New(1).Field\n",
		types:   map[string]string{"X": "net/http.Header", "M": "invalid type"},
		errors:  []string{"module lookup disabled by GOPROXY=off", "could not import example.com/missing/lib"},
	},
	{
		name: "broken code below", patterns: []string{"./a"},
		archive: app + "-- a/a.go --\npackage a\n\nimport \"example.com/app/b\"\n\nvar X = b.V\n\nvar Y = b.W\n-- b/b.go --\npackage b\n\nvar V = 1\n\nvar W = nowhere.X\n\nfunc f() { return 1 +\n",
		types:   map[string]string{"X": "int", "Y": "invalid type"},
	},
	{
		name: "assembly and embedded files", compiled: true, patterns: []string{"./a"},
		archive: app + "-- a/a.go --\npackage a\n\nimport \"example.com/app/b\"\n\nvar X = b.Add(1, 2)\n\nvar Y = b.Text\n-- b/b.go --\npackage b\n\nimport _ \"embed\"\n\n//go:embed text.txt\nvar Text string\n\nfunc Add(a, b int64) int64\n-- b/text.txt --\nx\n-- b/add_amd64.s --\n#include \"textflag.h\"\n\nTEXT ·Add(SB), NOSPLIT, $0-24\n\tMOVQ a+0(FP), AX\n\tADDQ b+8(FP), AX\n\tMOVQ AX, ret+16(FP)\n\tRET\n",
		types:   map[string]string{"X": "int64", "Y": "string"},
	},
}

func TestSituations(t *testing.T) {
	for _, s := range situations {
		t.Run(s.name, func(t *testing.T) {
			dir, err := filepath.EvalSymlinks(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range txtar.Parse([]byte(s.archive)).Files {
				write(t, filepath.Join(dir, filepath.FromSlash(f.Name)), string(f.Data))
			}
			for _, set := range append([]string{"GOFLAGS=", "GOWORK=off", "GOPROXY=off", "GOSUMDB=off"}, s.env...) {
				name, value, _ := strings.Cut(set, "=")
				t.Setenv(name, value)
			}
			opts := Options{Dir: dir, Tests: s.tests, BuildFlags: s.flags}
			roots, err := Load(context.Background(), opts, s.patterns...)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]string{}
			var errs []string
			packages.Visit(roots, nil, func(p *packages.Package) {
				for _, e := range p.Errors {
					errs = append(errs, e.Msg)
				}
			})
			for _, p := range roots {
				if p.Types == nil {
					continue
				}
				for _, name := range p.Types.Scope().Names() {
					got[name] = p.Types.Scope().Lookup(name).Type().String()
				}
			}
			for name, want := range s.types {
				if got[name] != want {
					t.Errorf("%s has type %q, want %q", name, got[name], want)
				}
			}
			for _, e := range errs {
				if !slices.ContainsFunc(s.errors, func(part string) bool { return strings.Contains(e, part) }) {
					t.Errorf("unexpected: %s", e)
				}
			}
			for _, part := range s.errors {
				if !slices.ContainsFunc(errs, func(e string) bool { return strings.Contains(e, part) }) {
					t.Errorf("no error says %q: %q", part, errs)
				}
			}
			if s.compiled {
				both(t, dir, s.tests, append(s.flags, s.patterns...)...)
			}
		})
	}
}

// Loading writes next to nothing into an empty build cache: no object code, no
// export data, no index.
func TestBuildCache(t *testing.T) {
	dir := importing(t, []string{"net/http", "encoding/json"})
	cache := t.TempDir()
	t.Setenv("GOCACHE", cache)
	t.Setenv("GOFLAGS", "")
	if _, err := Load(context.Background(), Options{Dir: dir}, "."); err != nil {
		t.Fatal(err)
	}
	n := 0
	err := filepath.WalkDir(cache, func(path string, d os.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			n++
		}
		return err
	})
	if err != nil || n > 8 {
		t.Errorf("%d files in the build cache, %v", n, err)
	}
}

// What is blanked declares the same, and every position outside stays.
func TestBlank(t *testing.T) {
	for _, tt := range []struct{ src, want string }{
		{"func f() { return \"}\" }\nvar x = 1", "func f() {            }\nvar x = 1"},
		{"func f(g func() struct{ A int }) (r interface{ M() }) {\n\tx()\n}", "func f(g func() struct{ A int }) (r interface{ M() }) {\n    \n}"},
		{"var x = map[string]int{`}`: 1, /* } */ \"\\\"}\": '}'}", "var x = map[string]int{                            }"},
		{"var x = [...]int{1, 2}\nvar y = []int{1}", "var x = [...]int{1, 2}\nvar y = []int{ }"},
		{"var x = [ ...]struct{ A int }{{1}}", "var x = [ ...]struct{ A int }{{1}}"},
		{"type T[P interface{ ~int }] struct{ f func() }\nfunc (T[P]) m() { {} }", "type T[P interface{ ~int }] struct{ f func() }\nfunc (T[P]) m() {    }"},
		{"func f() {\n//line other.go:7\n\tx()\n}", "func f() {\n//line other.go:7\n    \n}"},
		{"func f() { \"open", "func f() { \"open"},
		{"func f() { /* open", "func f() { /* open"},
		{"", ""},
	} {
		want := tt.want
		if got := string(blank([]byte(tt.src))); len(got) != len(tt.src) || strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(want), " ") {
			t.Errorf("%q: got %q, want %q", tt.src, got, want)
		}
	}
}

// Blanking never loses a line or changes a length, whatever it is given.
func FuzzBlank(f *testing.F) {
	for _, s := range situations {
		for _, file := range txtar.Parse([]byte(s.archive)).Files {
			f.Add(string(file.Data))
		}
	}
	f.Fuzz(func(t *testing.T, src string) {
		got := blank([]byte(src))
		if len(got) != len(src) || strings.Count(string(got), "\n") != strings.Count(src, "\n") {
			t.Errorf("%q became %q", src, got)
		}
	})
}
