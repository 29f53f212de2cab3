package e2e

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/klaviyolint/klaviyolint/analyzers"
	"github.com/klaviyolint/klaviyolint/internal/driver"
	"github.com/klaviyolint/klaviyolint/internal/fulltest"
	"github.com/klaviyolint/klaviyolint/internal/report"
	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

// text writes findings with all that can be said of them.
func text(t *testing.T, dir string, r *driver.Result) string {
	t.Helper()
	show, err := report.FormatNamed("sarif")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := show(&b, report.View{Dir: dir, RepoRoot: r.RepoRoot, Rules: analyzers.All(), Sources: report.NewSources()}, r.Findings); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// agree runs both ways over a module and compares byte for byte. It returns the
// result of the first run.
func agree(t *testing.T, dir string, strict ...bool) *driver.Result {
	t.Helper()
	var first *driver.Result
	for _, strict := range strict {
		s := ruletest.Settings(t)
		s.Strict, s.Host.OtherFiles = strict, true
		opts := driver.Options{Dir: dir, Settings: s, Tests: true}
		fast := lintWith(t, opts)
		opts.NoGate = true
		slow := lintWith(t, opts)
		if f, l := text(t, dir, fast), text(t, dir, slow); f != l {
			t.Errorf("strict %v: the gate changes what is found", strict)
			compare(t, findings(t, fast), findings(t, slow))
		}
		if first == nil {
			first = fast
		}
	}
	return first
}

// What the gate leaves unloaded holds no finding and tells nothing: loading and
// executing every package finds the same.
func TestGateChangesNothing(t *testing.T) {
	dirs, err := filepath.Glob("testdata/programs/*")
	if err != nil || len(dirs) < 25 {
		t.Fatalf("%d programs, %v", len(dirs), err)
	}
	if !fulltest.On() {
		dirs = dirs[:4] // all of them in the full run
	}
	for _, dir := range append(dirs, "../../testdata/shop") {
		t.Run(filepath.Base(dir), func(t *testing.T) { t.Parallel(); agree(t, dir, true) })
	}
}

// Types from source and types from the compiler's export data lead to the same
// findings, byte for byte.
func TestSourceChangesNothing(t *testing.T) {
	dirs, err := filepath.Glob("testdata/programs/*")
	if err != nil || len(dirs) < 25 {
		t.Fatalf("%d programs, %v", len(dirs), err)
	}
	if !fulltest.On() {
		dirs = dirs[:4] // all of them in the full run
	}
	for _, dir := range append(dirs, "../../testdata/shop") {
		t.Run(filepath.Base(dir), func(t *testing.T) { t.Parallel(); sourceAgrees(t, dir) })
	}
}

// sourceAgrees loads a module both ways.
func sourceAgrees(t *testing.T, dir string) {
	t.Helper()
	s := ruletest.Settings(t)
	s.Strict, s.Host.OtherFiles, s.Host.UnsafeFixes = true, true, true
	opts := driver.Options{Dir: dir, Settings: s, Tests: true}
	source := lintWith(t, opts)
	opts.Compiled = true
	compiled := lintWith(t, opts)
	for i, f := range source.Findings {
		// What cgo writes in place of a file cannot be fixed; the file itself can.
		if data, err := os.ReadFile(f.File); err == nil && bytes.Contains(data, []byte(`import "C"`)) {
			source.Findings[i].Fix = nil
		}
	}
	if f, l := text(t, dir, source), text(t, dir, compiled); f != l {
		t.Error("types from source change what is found")
		compare(t, findings(t, source), findings(t, compiled))
	}
}

// Each archive is a module, or several, of a shape that a search for words could
// take for something else. Its comment may hold lines `env NAME=VALUE`, and
// `want FILE:LINE RULE` about files that are not Go. $KEY is a key.
func TestGateShapes(t *testing.T) {
	key := "pk_" + strings.Repeat("0123456789abcdef", 3)[:34]
	files, err := filepath.Glob("testdata/gate/*.txtar")
	if err != nil || len(files) < 15 {
		t.Fatalf("%d shapes, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			ar := txtar.Parse(data)
			dir, err := filepath.EvalSymlinks(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range ar.Files {
				name := filepath.Join(dir, filepath.FromSlash(f.Name))
				if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
					t.Fatal(err)
				}
				data := bytes.ReplaceAll(f.Data, []byte("$KEY"), []byte(key))
				if err := os.WriteFile(name, data, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want := expected(t, dir)
			for line := range strings.Lines(string(ar.Comment)) {
				if place, ok := strings.CutPrefix(strings.TrimSpace(line), "want "); ok {
					want = append(want, place)
				}
				if set, ok := strings.CutPrefix(strings.TrimSpace(line), "env "); ok {
					name, value, _ := strings.Cut(set, "=")
					t.Setenv(name, strings.ReplaceAll(value, "$DIR", dir))
				}
			}
			t.Setenv("GOPROXY", "off")
			t.Setenv("GOSUMDB", "off")
			rules := map[string]bool{}
			for _, w := range want {
				rules[w[strings.LastIndexByte(w, ' ')+1:]] = true
			}
			// An archive is about the rules that it names.
			sourceAgrees(t, dir)
			got := slices.DeleteFunc(findings(t, agree(t, dir, false, true)), func(f string) bool {
				return !rules[f[strings.LastIndexByte(f, ' ')+1:]]
			})
			compare(t, got, want)
			if len(got) == 0 {
				t.Error("an archive without a finding shows nothing")
			}
		})
	}
}
