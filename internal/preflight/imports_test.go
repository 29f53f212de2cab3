package preflight_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/klaviyolint/klaviyolint"

// reaching are the packages that may open connections; loopback is for tests, and
// the client is copied into other code bases: nothing here may import it.
var reaching = []string{module + "/internal/preflight", module + "/internal/preflight/loopback", module + "/internal/generate/klaviyo"}

// networks are the packages of the standard library that connect or listen.
var networks = []string{"crypto/tls", "net/http", "net/rpc", "net/smtp", "net/http/httputil", "net/http/cgi", "net/http/fcgi", "net/rpc/jsonrpc", "log/syslog", "expvar", "net/http/pprof", "net/http/httptest"}

// harmless are the functions and types of package net that only read text.
var harmless = []string{"SplitHostPort", "JoinHostPort", "ParseIP", "ParseCIDR", "IP", "IPNet", "IPMask"}

// Nothing but this package opens connections: no other file of the module uses
// what could, and of the command's own packages only the command preflight
// reaches this one.
func TestOnlyPreflightConnects(t *testing.T) {
	root := "../.."
	fset := token.NewFileSet()
	seen := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if path != root && (name == "testdata" || strings.HasPrefix(name, ".") || name == "node_modules" || path == filepath.Join(root, "health")) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		dir, _ := filepath.Rel(root, filepath.Dir(path))
		pkg := module + "/" + filepath.ToSlash(dir)
		if slices.Contains(reaching, pkg) {
			return nil
		}
		f, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		seen++
		check(t, fset, f, filepath.ToSlash(path))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 300 {
		t.Errorf("only %d files seen", seen)
	}
}

func check(t *testing.T, fset *token.FileSet, f *ast.File, path string) {
	// For tests of editors and hosts, which start servers of their own.
	words := onlyWords(f)
	testOnly := strings.Contains(path, "/internal/hosttest/") || strings.Contains(path, "/internal/clitest/")
	for _, imp := range f.Imports {
		p, _ := strconv.Unquote(imp.Path.Value)
		switch {
		case testOnly, p == "net/http" && words:
		case slices.Contains(networks, p), strings.HasPrefix(p, "golang.org/x/net"):
			t.Errorf("%s imports %s: only preflight opens connections", path, p)
		case slices.Contains(reaching, p) && (p != reaching[0] || path != "../../internal/cli/preflight.go" && path != "../../internal/cli/preflight_needs.go"):
			t.Errorf("%s imports %s: only the command preflight does", path, p)
		}
	}
	if testOnly {
		return
	}
	ast.Inspect(f, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if id, ok := sel.X.(*ast.Ident); ok && id.Name == "net" && imports(f, "net") && !slices.Contains(harmless, sel.Sel.Name) {
			t.Errorf("%s: net.%s: only preflight opens connections", fset.Position(sel.Pos()), sel.Sel.Name)
		}
		return true
	})
}

// onlyWords reports whether a file takes nothing from net/http but names of
// statuses, methods and its type of headers.
func onlyWords(f *ast.File) bool {
	words := true
	ast.Inspect(f, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := sel.X.(*ast.Ident); ok && id.Name == "http" {
				name := sel.Sel.Name
				words = words && (strings.HasPrefix(name, "Status") || strings.HasPrefix(name, "Method") || name == "CanonicalHeaderKey" || name == "Header")
			}
		}
		return true
	})
	return words
}

func imports(f *ast.File, path string) bool {
	return slices.ContainsFunc(f.Imports, func(i *ast.ImportSpec) bool { return i.Path.Value == strconv.Quote(path) })
}

// The analyzers, which other programs link in, do not depend on this package,
// nor on a client of HTTP by way of ours.
func TestAnalyzersDoNotReachPreflight(t *testing.T) {
	cmd := exec.Command("go", "list", "-deps", "./analyzers", "./internal/driver", "./internal/lsp", "./internal/checklist/...", "./internal/inventory/...")
	cmd.Dir = "../.."
	cmd.Args = slices.DeleteFunc(cmd.Args, func(a string) bool {
		dir, ok := strings.CutPrefix(strings.TrimSuffix(a, "/..."), "./")
		if !ok {
			return false
		}
		matches, _ := filepath.Glob(filepath.Join("../..", dir))
		return len(matches) == 0
	})
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	deps := strings.Fields(string(out))
	if !slices.Contains(deps, module+"/analyzers") {
		t.Fatal("analyzers not listed")
	}
	for _, d := range deps {
		if slices.Contains(reaching, d) {
			t.Errorf("%s is reached", d)
		}
	}
}
