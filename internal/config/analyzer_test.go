package config_test

import (
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/config"
)

// settings runs the analyzer on a package with one file.
func settings(t *testing.T, src *config.Source, file string) (*config.Settings, error) {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, file, "package p", 0)
	if err != nil {
		t.Fatal(err)
	}
	v, err := src.Analyze(&analysis.Pass{Analyzer: config.Analyzer, Fset: fset, Files: []*ast.File{f}, Pkg: types.NewPackage("example.com/p", "p")})
	s, _ := v.(*config.Settings)
	return s, err
}

func inline(t *testing.T, src *config.Source, text string) error {
	t.Helper()
	fs := flag.NewFlagSet("x", flag.ContinueOnError)
	src.BindFlags(fs)
	return fs.Set("config-inline", text)
}

func TestAnalyzer(t *testing.T) {
	root := tree(t, "go.mod", "a/a.go", "vendor/modules.txt", "vendor/x/x.go", "n/go.mod")
	write(t, root, config.FileName, "severity = \"info\"\n")
	src := config.PerPackage(config.Host{Name: "vet", OtherFiles: true})

	s, err := settings(t, src, filepath.Join(root, "a/a.go"))
	if err != nil || s.Severity != config.Info || s.Host.Name != "vet" || s.Root != root {
		t.Errorf("from the file: %+v, %v", s, err)
	}
	for _, name := range []string{"vendor/x/x.go", "n/n.go"} {
		s, err = settings(t, src, filepath.Join(root, name))
		if err != nil || s.Severity != config.Warning || s.Host.Name != "vet" {
			t.Errorf("%s: %+v, %v", name, s, err)
		}
	}
	if err := inline(t, src, `severity = "error"`); err != nil {
		t.Fatal(err)
	}
	s, err = settings(t, src, filepath.Join(root, "a/a.go"))
	if err != nil || s.Severity != config.Error || s.Root != root || s.Host.Name != "vet" || s.Sources["severity"] != "flag -config-inline" {
		t.Errorf("from the flag: %+v, %v", s, err)
	}
	used := config.Default()
	used.Host = config.Host{Name: "klaviyolint"}
	src = config.Fixed(used)
	if s, err = settings(t, src, filepath.Join(root, "a/a.go")); err != nil || s != used {
		t.Errorf("from the program: %+v, %v", s, err)
	}
	if s, err = settings(t, src, filepath.Join(root, "vendor/x/x.go")); err != nil || s == used || s.Host.Name != "klaviyolint" {
		t.Errorf("vendored: %+v, %v", s, err)
	}
}

// Bazel names files from the folder that an action runs in, and only what the
// action declares counts there.
func TestAnalyzerRelative(t *testing.T) {
	src := new(config.Source)
	root := tree(t, "go.mod", "a/a.go")
	write(t, root, config.FileName, "severity = \"info\"\n")
	t.Chdir(root)
	if s, err := settings(t, src, "a/a.go"); err != nil || s.Severity != config.Warning || s.Path != "" {
		t.Errorf("a file above was read: %+v, %v", s, err)
	}
	if err := inline(t, src, `severity = "error"
exclude = ["a/**"]`); err != nil {
		t.Fatal(err)
	}
	s, err := settings(t, src, "a/a.go")
	if err != nil || s.Severity != config.Error || !s.ExcludedFor("revision", "a/a.go") || s.ExcludedFor("revision", "b/a.go") {
		t.Errorf("from the flag: %+v, %v", s, err)
	}
	for _, name := range []string{"external/other/a.go", "../other/a.go"} {
		if s, err := settings(t, src, name); err != nil || s.Severity != config.Warning {
			t.Errorf("%s of another repository: %+v, %v", name, s, err)
		}
	}
}

func TestAnalyzerBroken(t *testing.T) {
	src := new(config.Source)
	root := tree(t, "go.mod")
	write(t, root, config.FileName, "strict = 1\n")
	if _, err := settings(t, src, filepath.Join(root, "a.go")); err == nil || !strings.Contains(err.Error(), config.FileName+":1:10: strict must be true or false") {
		t.Errorf("got %v", err)
	}
	var told []string
	src = config.PerPackage(config.Host{ToolError: func(pkg string, err error) { told = append(told, pkg+" "+err.Error()) }})
	s, err := settings(t, src, filepath.Join(root, "a.go"))
	if err != nil || s == nil || len(told) != 1 || !strings.HasPrefix(told[0], "example.com/p ") {
		t.Errorf("with a host that takes errors: %v, %v, %q", s, err, told)
	}
}

// Hosts bind the flag once for each analyzer, and once for themselves.
func TestBindFlags(t *testing.T) {
	src := new(config.Source)
	a, b := flag.NewFlagSet("a", flag.ContinueOnError), flag.NewFlagSet("b", flag.ContinueOnError)
	src.BindFlags(a)
	src.BindFlags(b)
	src.BindFlags(a)
	if src.Inline() != nil {
		t.Error("inline settings without the flag")
	}
	if err := a.Parse([]string{"-config-inline", "strict = true"}); err != nil {
		t.Fatal(err)
	}
	if got := config.FlagValue(b); got != "strict = true" {
		t.Errorf("the other flag set sees %q", got)
	}
	if s := src.Inline(); s == nil || !s.Strict {
		t.Errorf("inline settings: %+v", s)
	}
	if err := inline(t, src, "strcit = true"); err == nil || err.Error() != `-config-inline:1:1: unknown key "strcit"; did you mean "strict"?` {
		t.Errorf("broken text: %v", err)
	}
}

// go vet runs its tool on the whole standard library, which a broken flag must
// not fill with errors.
func TestInlineBrokenUnderVet(t *testing.T) {
	root := tree(t, "go.mod", "vendor/modules.txt", "vendor/x/x.go")
	src := config.PerPackage(config.Host{Name: "vet"})
	if err := inline(t, src, "strcit = true"); err != nil {
		t.Errorf("the flag itself fails: %v", err)
	}
	if _, err := settings(t, src, filepath.Join(root, "a.go")); err == nil || !strings.Contains(err.Error(), `unknown key "strcit"`) {
		t.Errorf("main module: %v", err)
	}
	if _, err := settings(t, src, filepath.Join(root, "vendor/x/x.go")); err != nil {
		t.Errorf("vendored: %v", err)
	}
}

func TestForDirConcurrently(t *testing.T) {
	src := new(config.Source)
	root := tree(t, "go.mod", config.FileName)
	got := make([]*config.Settings, 16)
	var wg sync.WaitGroup
	for i := range got {
		wg.Go(func() { got[i], _ = config.ForDir(src, root) })
	}
	wg.Wait()
	for _, s := range got {
		if s == nil || s != got[0] {
			t.Fatal("a folder was read more than once")
		}
	}
}
