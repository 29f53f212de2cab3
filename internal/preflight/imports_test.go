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
		case imp.Name != nil && imp.Name.Name != "_" && (p == "net" || p == "net/http" || p == "os/exec" || p == "syscall"):
			t.Errorf("%s imports %s under another name, which hides what it uses", path, p)
		case p == "C", p == "plugin", strings.HasPrefix(p, "golang.org/x/sys"):
			t.Errorf("%s imports %s: it can do what nobody here sees", path, p)
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
		if id, ok := sel.X.(*ast.Ident); ok && id.Name == "syscall" && slices.Contains([]string{"Socket", "Socketpair", "Connect", "Bind", "Sendto", "SendtoN", "Sendmsg", "Syscall", "Syscall6", "RawSyscall", "RawSyscall6", "ForkExec", "Exec", "StartProcess"}, sel.Sel.Name) {
			t.Errorf("%s: syscall.%s: only preflight opens connections", fset.Position(sel.Pos()), sel.Sel.Name)
		}
		return true
	})
}

// programs are what the command may start; the oracles run what tests built.
var programs = []string{"git", "go"}

// The programs that the command starts are known by name: another one could open
// connections in its place. Only git and go are, and git is never told to fetch.
func TestOnlyKnownProgramsAreStarted(t *testing.T) {
	cmd := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}\t{{.Dir}}{{end}}", "./cmd/klaviyolint")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	fset, started := token.NewFileSet(), 0
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		path, dir, _ := strings.Cut(line, "\t")
		if !strings.HasPrefix(path, module) {
			continue
		}
		names, _ := filepath.Glob(filepath.Join(dir, "*.go"))
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(f, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				sel, ok := call.Fun.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				id, ok := sel.X.(*ast.Ident)
				if !ok || id.Name != "exec" && !(id.Name == "os" && sel.Sel.Name == "StartProcess") || id.Name == "exec" && !strings.HasPrefix(sel.Sel.Name, "Command") {
					return true
				}
				started++
				arg := 0
				if sel.Sel.Name == "CommandContext" {
					arg = 1
				}
				lit, ok := call.Args[arg].(*ast.BasicLit)
				if text, _ := strconv.Unquote(literal(lit)); !ok || !slices.Contains(programs, text) {
					t.Errorf("%s: starts a program that is not one of %v by name", fset.Position(call.Pos()), programs)
				}
				for _, a := range call.Args[arg+1:] {
					ast.Inspect(a, func(n ast.Node) bool {
						if l, ok := n.(*ast.BasicLit); ok && slices.Contains([]string{`"fetch"`, `"pull"`, `"push"`, `"clone"`, `"ls-remote"`, `"remote"`}, l.Value) {
							t.Errorf("%s: git %s opens connections", fset.Position(l.Pos()), l.Value)
						}
						return true
					})
				}
				return true
			})
		}
	}
	if started < 3 {
		t.Errorf("only %d starts of programs are seen", started)
	}
}

func literal(l *ast.BasicLit) string {
	if l == nil {
		return ""
	}
	return l.Value
}

// others are packages of other modules that the command links and that know how to
// connect, each with the reason why none of it is called.
var others = map[string]string{
	"github.com/VictoriaMetrics/metrics": "the parser of PromQL counts its cache with it; pushing must be started by hand",
	"github.com/xeipuuv/gojsonschema":    "the writer of SARIF can check what it wrote; nothing here asks it to",
}

// Of other modules only known packages can connect.
func TestOtherModulesDoNotConnect(t *testing.T) {
	cmd := exec.Command("go", "list", "-deps", "-f", `{{if not .Standard}}{{.ImportPath}} {{join .Imports " "}}{{end}}`, "./cmd/klaviyolint")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		fields := strings.Fields(line)
		if len(fields) == 0 || strings.HasPrefix(fields[0], module) {
			continue
		}
		seen++
		for _, p := range fields[1:] {
			if (p == "net" || slices.Contains(networks, p)) && others[fields[0]] == "" {
				t.Errorf("%s imports %s: look whether it connects, and name it in others", fields[0], p)
			}
		}
	}
	if seen < 20 {
		t.Errorf("only %d packages of other modules seen", seen)
	}
	// What would make these connect is named nowhere.
	for _, word := range []string{"InitPush", "PushMetrics", ".Validate(", "NewReferenceLoader"} {
		grep := exec.Command("git", "grep", "-l", "-F", word, "--", "internal/report", "internal/cli", "internal/checklist", "cmd")
		grep.Dir = "../.."
		found, _ := grep.Output()
		for _, file := range strings.Fields(string(found)) {
			if !strings.HasSuffix(file, "_test.go") && !strings.HasSuffix(file, ".csv") && !strings.Contains(file, "testdata") {
				t.Errorf("%s names %s", file, word)
			}
		}
	}
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
