package hosttest_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/hosttest"
)

// A place is a module with a golangci-lint and a klaviyolint to run there.
type place struct {
	dir        string
	golangci   string
	klaviyo    string
	env        []string
	configFile string
}

// places makes modules that share the programs and golangci-lint's cache.
type places struct{ golangci, klaviyo, cache string }

func programs(t *testing.T) *places {
	t.Helper()
	return &places{hosttest.GolangciLint(t), hosttest.Klaviyolint(t), t.TempDir()}
}

// in returns a place in a folder.
func (p *places) in(dir string) *place {
	return &place{
		dir: dir, golangci: p.golangci, klaviyo: p.klaviyo, configFile: filepath.Join(dir, ".golangci.yml"),
		env: append(os.Environ(), "GOLANGCI_LINT_CACHE="+p.cache, "GOFLAGS=", "GOWORK=off", "GOPROXY=off", "KLAVIYOLINT_CONFIG="),
	}
}

// shop returns a copy of testdata/shop, and module a module of the files in a
// text such as
//
//	-- go.mod --
//	module m
func (p *places) shop(t *testing.T) *place {
	t.Helper()
	dir := filepath.Join(realDir(t), "shop")
	if err := os.CopyFS(dir, os.DirFS("../../testdata/shop")); err != nil {
		t.Fatal(err)
	}
	return p.in(dir)
}

func (p *places) module(t *testing.T, files map[string]string) *place {
	t.Helper()
	at := p.in(realDir(t))
	for name, text := range files {
		at.write(t, name, text)
	}
	return at
}

// realDir returns a new folder by the name that the go command prints.
func realDir(t *testing.T) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func (p *place) write(t *testing.T, name, text string) {
	t.Helper()
	file := filepath.Join(p.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// settings writes a .golangci.yml in which klaviyolint is on, with settings of
// its own and further linters.
func (p *place) settings(t *testing.T, settings string, linters ...string) {
	t.Helper()
	indented := ""
	for line := range strings.Lines(settings) {
		indented += "          " + line
	}
	p.write(t, ".golangci.yml", `version: "2"
linters:
  default: none
  enable: [klaviyolint, `+strings.Join(linters, ", ")+`]
  settings:
    nolintlint:
      allow-unused: false
    custom:
      klaviyolint:
        type: module
        settings:
`+indented+`
issues:
  uniq-by-line: false
  max-same-issues: 0
  max-issues-per-linter: 0
`)
}

// lint runs golangci-lint and returns what all linters found, as
// "file:line:col: rule: message (klaviyolint)".
func (p *place) lint(t *testing.T, args ...string) []string {
	t.Helper()
	out, stderr, code := p.run(t, p.golangci, slices.Concat([]string{
		"run", "--allow-parallel-runners", "--show-stats=false", "--output.text.print-issued-lines=false"}, args)...)
	if stderr != "" || code > 1 {
		t.Fatalf("golangci-lint %v: exit code %d\n%s%s", args, code, out, stderr)
	}
	return lines(out)
}

var (
	finding = regexp.MustCompile(`^(.+:\d+:\d+): (?:error|warning): (.*) \((\w+)\)$`)
	// said matches what klaviyolint adds on stderr: it counts, and says what it
	// could not follow. golangci-lint counts in its own way.
	said = regexp.MustCompile(`^(\d+ findings?(?: left)?: |fixed \d+ of |klaviyolint: \d+ packages? names? Klaviyo, and no request could be followed)`)
)

// own returns what klaviyolint itself finds in Go files, in the words of
// golangci-lint.
func (p *place) own(t *testing.T, args ...string) []string {
	t.Helper()
	out, stderr, code := p.run(t, p.klaviyo, args...)
	for _, line := range lines(stderr) {
		if code > 1 || !said.MatchString(line) {
			t.Fatalf("klaviyolint %v: exit code %d\n%s%s", args, code, out, stderr)
		}
	}
	var found []string
	for _, line := range lines(out) {
		m := finding.FindStringSubmatch(line)
		if m == nil {
			t.Errorf("not a finding: %s", line)
		} else if strings.Contains(m[1], ".go:") {
			found = append(found, m[1]+": "+m[3]+": "+m[2]+" (klaviyolint)")
		}
	}
	return found
}

func (p *place) run(t *testing.T, program string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	cmd := exec.Command(program, args...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = p.dir, p.env, &out, &errs
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return filepath.ToSlash(out.String()), errs.String(), cmd.ProcessState.ExitCode()
}

func lines(out string) []string {
	var list []string
	for line := range strings.Lines(out) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "exit status") {
			list = append(list, line)
		}
	}
	return list
}

// same compares findings without regard to their order: klaviyolint sorts them
// by file, golangci-lint by linter too.
func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	got, want = slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))
	if !slices.Equal(got, want) {
		t.Errorf("%s: got\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// only keeps the findings of one linter.
func only(found []string, linter string) []string {
	return slices.DeleteFunc(slices.Clone(found), func(line string) bool { return !strings.HasSuffix(line, "("+linter+")") })
}
