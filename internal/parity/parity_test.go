package parity

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/fulltest"
	"github.com/klaviyolint/klaviyolint/internal/hosttest"
)

// fixtures are modules, by the name of a folder of the workspace that all of them
// are copied into: one run of a host judges them all.
func fixtures(t *testing.T) map[string]string {
	t.Helper()
	dirs := map[string]string{
		"shop":        "../../testdata/shop",
		"differences": "testdata/differences",
		"illtyped":    "testdata/illtyped",
	}
	programs, err := filepath.Glob("../e2e/testdata/programs/*")
	if err != nil || len(programs) < 30 {
		t.Fatalf("%d programs, %v", len(programs), err)
	}
	for _, dir := range programs {
		dirs[filepath.Base(dir)] = dir
	}
	return dirs
}

// A world is the workspace, and the programs that judge it.
type world struct {
	dir      string
	names    []string // of fixtures
	patterns []string // all packages of each
	env      []string // beside that of the test
}

func newWorld(t *testing.T) *world {
	t.Helper()
	// The resolved path is the one that the go command prints.
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	w := &world{dir: dir, env: []string{"GOFLAGS=", "GOWORK=", "GOPROXY=off", "KLAVIYOLINT_CONFIG="}}
	work := "go 1.25\n"
	for name, from := range fixtures(t) {
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(from)); err != nil {
			t.Fatal(err)
		}
		w.names = append(w.names, name)
		work += "use ./" + name + "\n"
	}
	slices.Sort(w.names)
	for _, name := range w.names {
		w.patterns = append(w.patterns, "./"+name+"/...")
	}
	w.write(t, "go.work", work)
	w.write(t, ".klaviyolint.toml", "as_of = 2026-11-23\n")
	return w
}

func (w *world) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, name), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// run returns what a command prints. Exit code 1 means findings.
func (w *world) run(t *testing.T, name string, args ...string) (stdout, stderr string) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = w.dir, append(os.Environ(), w.env...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		t.Fatalf("%v: %v\n%s%s", cmd, err, out.String(), errs.String())
	}
	return out.String(), errs.String()
}

// A finding is what all hosts tell.
type finding struct {
	file      string // from the root of the workspace, with slashes
	line, col int    // from one, columns in bytes
	rule      string
	message   string
	whole     string // as JSON, with its end and its fix, where the host has that
}

func (f finding) place() string { return fmt.Sprintf("%s:%d:%d", f.file, f.line, f.col) }

func (f finding) String() string { return fmt.Sprintf("%s: %s (%s)", f.place(), f.message, f.rule) }

// in returns the findings in one fixture, in order.
func in(fixture string, fs []finding) []string {
	var out []string
	for _, f := range fs {
		if strings.HasPrefix(f.file, fixture+"/") {
			out = append(out, f.String())
		}
	}
	slices.Sort(out)
	return out
}

// A host is where klaviyolint runs, with what it can carry.
type host struct {
	name      string
	found     []finding
	column    func(difference) string
	rules     bool // names of rules
	generated bool // findings in generated files
	others    bool // findings in files that are not Go
}

// TestParity compares each host with the command, fixture by fixture. All of them
// find the same in Go files, at the same places and in the same words.
func TestParity(t *testing.T) {
	w := newWorld(t)
	klaviyolint := hosttest.Klaviyolint(t)
	own := w.own(t, klaviyolint)
	if len(own) < 80 {
		t.Errorf("klaviyolint finds %d faults, which are too few to compare", len(own))
	}
	hosts := []host{
		{"klaviyolint lsp", w.lsp(t, klaviyolint), func(d difference) string { return d.own }, true, true, true},
		{"go vet", w.vet(t, klaviyolint), func(d difference) string { return d.vet }, true, true, false},
		{"go vet -json", w.vetJSON(t, klaviyolint), func(d difference) string { return d.vet }, true, true, false},
	}
	if fulltest.On() {
		hosts = append(hosts,
			host{"golangci-lint", w.golangci(t, hosttest.GolangciLint(t)), func(d difference) string { return d.golangci }, true, false, false},
			host{"gopls", w.gopls(t, hosttest.Gopls(t)), func(d difference) string { return d.gopls }, true, true, false})
	} else {
		t.Logf("golangci-lint and gopls are left to the full run, %s=full", fulltest.Variable)
	}
	t.Logf("what hosts find:\n%s", w.table(t, own, hosts))
	for _, name := range w.names {
		t.Run(name, func(t *testing.T) {
			if made(name) {
				checkDifferences(t, "klaviyolint", name, true, own, func(d difference) string { return d.own })
				for _, h := range hosts {
					checkDifferences(t, h.name, name, h.rules, h.found, h.column)
				}
				return
			}
			for _, h := range hosts {
				compare(t, h.name, in(name, h.found), in(name, w.carried(t, own, h)))
				compareWhole(t, h.name, name, h.found, own)
			}
		})
	}
}

// carried leaves out what a host does not show: all that stands outside Go
// packages is the command's alone.
func (w *world) carried(t *testing.T, own []finding, h host) []finding {
	t.Helper()
	var out []finding
	for _, f := range own {
		if !h.others && path.Ext(f.file) != ".go" || !h.generated && w.generated(t, f.file) {
			continue
		}
		if !h.rules {
			f.rule = ""
		}
		out = append(out, f)
	}
	return out
}

func (w *world) generated(t *testing.T, file string) bool {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(w.dir, filepath.FromSlash(file)), nil, parser.ParseComments|parser.PackageClauseOnly)
	if err != nil {
		t.Fatal(err)
	}
	return ast.IsGenerated(f)
}

// goFiles lists the Go files of the workspace.
func (w *world) goFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(w.dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".go") {
			files = append(files, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// compareWhole compares the ends, kinds and fixes of what two hosts find.
func compareWhole(t *testing.T, host, fixture string, found, own []finding) {
	t.Helper()
	for _, f := range found {
		if f.whole == "" || !strings.HasPrefix(f.file, fixture+"/") {
			continue
		}
		if !slices.ContainsFunc(own, func(o finding) bool { return o.whole == f.whole }) {
			t.Errorf("%s: the command has no %s", host, f.whole)
		}
	}
}

func compare(t *testing.T, host string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: got\n\t%s\nwant\n\t%s", host, strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}
