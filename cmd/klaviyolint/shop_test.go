package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// shop is a service with faults; EXPECTED.txt beside it lists them, one
// "file:line rule" a line.
const shop = "../../testdata/shop"

// The command finds what EXPECTED.txt lists, and nothing else.
func TestShop(t *testing.T) {
	dir, want := copyShop(t)
	out, code := run(t, dir, "klaviyolint", "-as-of", "2026-11-23", "./...")
	if code != 1 {
		t.Errorf("exit code %d, want 1", code)
	}
	compare(t, textFindings(t, out), want)
}

// The README shows some lines of what the command prints, and the last one.
func TestShopREADME(t *testing.T) {
	dir, _ := copyShop(t)
	out, _ := run(t, dir, "klaviyolint", "-as-of", "2026-11-23", "./...")
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, block, _ := strings.Cut(strings.ReplaceAll(string(readme), "\r\n", "\n"), "```text\n")
	block, _, _ = strings.Cut(block, "```")
	lines := strings.Split(strings.TrimSpace(block), "\n")
	if len(lines) < 5 {
		t.Fatalf("README.md shows too little:\n%s", block)
	}
	for _, line := range lines[:len(lines)-1] {
		if !strings.Contains(filepath.ToSlash(out), line+"\n") {
			t.Errorf("README.md shows what the command does not print: %s", line)
		}
	}
	counts := fmt.Sprintf("%d findings: ", strings.Count(out, "\n"))
	if !strings.HasPrefix(lines[len(lines)-1], counts) {
		t.Errorf("README.md counts %q, want %q", lines[len(lines)-1], counts)
	}
}

// -C is as good as going there.
func TestShopChangeDir(t *testing.T) {
	dir, want := copyShop(t)
	out, _ := run(t, filepath.Dir(dir), "klaviyolint", "-C", filepath.Base(dir), "-as-of", "2026-11-23", "./...")
	compare(t, textFindings(t, out), want)
}

// go vet finds what stands in Go files; it shows no others.
func TestShopVet(t *testing.T) {
	dir, want := copyShop(t)
	tool, err := exec.LookPath("klaviyolint")
	if err != nil {
		t.Fatal(err)
	}
	out, _ := run(t, dir, "go", "vet", "-vettool="+tool, "-json", "-as-of", "2026-11-23", "./...")
	compare(t, jsonFindings(t, dir, out), slices.DeleteFunc(want, func(line string) bool {
		file, _, _ := strings.Cut(line, ":")
		return !strings.HasSuffix(file, ".go")
	}))
}

// copyShop copies the shop out of the repository, so that nothing around it
// matters, and returns where it is and what it expects.
func copyShop(t *testing.T) (string, []string) {
	t.Helper()
	// The resolved path is the one that the go command prints.
	tmp, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(tmp, "shop")
	if err := os.CopyFS(dir, os.DirFS(shop)); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "EXPECTED.txt"))
	if err != nil {
		t.Fatal(err)
	}
	return dir, strings.Split(strings.TrimSpace(strings.ReplaceAll(string(data), "\r\n", "\n")), "\n")
}

// run returns the standard output of a command and its exit code. For go vet
// -json the code says nothing: it is 0 with findings too.
func run(t *testing.T, dir, name string, args ...string) (string, int) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off", "GOPROXY=off", "KLAVIYOLINT_CONFIG=")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	// go vet heads the packages it lists with comments; the command counts.
	for line := range strings.Lines(stderr.String()) {
		if !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "15 findings: ") {
			t.Errorf("%s: stderr: %s", name, line)
		}
	}
	return stdout.String(), cmd.ProcessState.ExitCode()
}

var textLine = regexp.MustCompile(`^(.+?):(\d+):\d+: .* \((\w+)\)$`)

func textFindings(t *testing.T, out string) []string {
	t.Helper()
	var got []string
	for line := range strings.Lines(out) {
		m := textLine.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil {
			t.Errorf("not a finding: %s", line)
			continue
		}
		got = append(got, filepath.ToSlash(m[1])+":"+m[2]+" "+m[3])
	}
	return got
}

// jsonFindings reads one object for each package: package, rule, findings.
func jsonFindings(t *testing.T, dir, out string) []string {
	t.Helper()
	var got []string
	for d := json.NewDecoder(strings.NewReader(out)); ; {
		var packages map[string]map[string][]struct{ Posn string }
		if err := d.Decode(&packages); err == io.EOF {
			return got
		} else if err != nil {
			t.Fatalf("%v in\n%s", err, out)
		}
		for _, rules := range packages {
			for rule, findings := range rules {
				for _, f := range findings {
					file, err := filepath.Rel(dir, strings.TrimRight(f.Posn, "0123456789:"))
					if err != nil {
						t.Fatal(err)
					}
					line, _, _ := strings.Cut(f.Posn[strings.LastIndex(f.Posn, ".go:")+len(".go:"):], ":")
					got = append(got, filepath.ToSlash(file)+":"+line+" "+rule)
				}
			}
		}
	}
}

func compare(t *testing.T, got, want []string) {
	t.Helper()
	got, want = slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
