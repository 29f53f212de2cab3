package analyzers_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/analyzers"
)

// What a pass imports becomes part of the golangci-lint, the editor or the nogo
// of those who use it.
var (
	allowedModules = []string{
		"github.com/klaviyolint/klaviyolint",
		"github.com/BurntSushi/toml",
		"golang.org/x/mod",
		"golang.org/x/tools",
	}
	// of the command alone
	forbidden = []string{"internal/cli", "internal/driver", "internal/report", "internal/docs"}
)

func TestPassesImportLittle(t *testing.T) {
	cmd := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}} {{.Module.Path}}{{end}}", "./passes/...", "./analyzers")
	cmd.Dir = ".."
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		pkg, module, _ := strings.Cut(strings.TrimSpace(line), " ")
		if !slices.Contains(allowedModules, module) {
			t.Errorf("the passes import %s", pkg)
		}
		for _, f := range forbidden {
			if pkg == path.Join(allowedModules[0], f) {
				t.Errorf("the passes import %s, which belongs to the command", pkg)
			}
		}
	}
}

// closure returns the analyzers of the suite and all that they require.
func closure() []*analysis.Analyzer {
	var all []*analysis.Analyzer
	var visit func(a *analysis.Analyzer)
	visit = func(a *analysis.Analyzer) {
		if slices.Contains(all, a) {
			return
		}
		all = append(all, a)
		for _, r := range a.Requires {
			visit(r)
		}
	}
	for _, a := range analyzers.Analyzers() {
		visit(a)
	}
	return all
}

// Names are unique. Those of helpers say whose they are, since golangci-lint
// keeps the facts of all linters by analyzer name.
func TestAnalyzerNames(t *testing.T) {
	rules := map[string]bool{}
	for _, r := range analyzers.All() {
		rules[r.Doc.Name] = true
	}
	seen := map[string]bool{}
	for _, a := range closure() {
		if seen[a.Name] {
			t.Errorf("two analyzers are called %s", a.Name)
		}
		seen[a.Name] = true
		if !rules[a.Name] && !strings.HasPrefix(a.Name, "klaviyo") {
			t.Errorf("the helper %s could be anybody's", a.Name)
		}
		if rules[a.Name] && len(a.FactTypes) > 0 {
			t.Errorf("the rule %s has facts; helpers have", a.Name)
		}
	}
}

// Bazel nogo takes packages with a variable Analyzer.
func TestEveryPassExportsAnalyzer(t *testing.T) {
	dirs, err := filepath.Glob("../passes/*")
	if err != nil || len(dirs) != len(analyzers.All()) {
		t.Fatalf("%q, %v", dirs, err)
	}
	for _, dir := range dirs {
		if !exportsAnalyzer(t, dir) {
			t.Errorf("%s has no variable Analyzer", dir)
		}
	}
}

func exportsAnalyzer(t *testing.T, dir string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			gen, ok := d.(*ast.GenDecl)
			if !ok || gen.Tok != token.VAR {
				continue
			}
			for _, s := range gen.Specs {
				if slices.ContainsFunc(s.(*ast.ValueSpec).Names, func(id *ast.Ident) bool { return id.Name == "Analyzer" }) {
					return true
				}
			}
		}
	}
	return false
}

// Settings reach each rule as a flag, where no file can be read.
func TestEveryRuleTakesSettings(t *testing.T) {
	for _, a := range analyzers.Analyzers() {
		if a.Flags.Lookup("config-inline") == nil {
			t.Errorf("%s takes no -config-inline", a.Name)
		}
	}
}
