package e2e

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/analyzers"
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/driver"
	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

// lint runs the whole suite over a module.
func lint(t *testing.T, s *config.Settings, dir string, noGate bool) *driver.Result {
	t.Helper()
	return lintWith(t, driver.Options{Dir: dir, Settings: s, NoGate: noGate})
}

func lintWith(t *testing.T, opts driver.Options) *driver.Result {
	t.Helper()
	abs, err := filepath.Abs(opts.Dir)
	if err != nil {
		t.Fatal(err)
	}
	opts.Dir, opts.Patterns, opts.Rules = abs, []string{"./..."}, analyzers.All()
	r, err := driver.Run(context.Background(), opts)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// findings lists what a run found, as file:line rule.
func findings(t *testing.T, r *driver.Result) []string {
	t.Helper()
	for _, e := range r.ToolErrors {
		t.Errorf("tool error: %s %s", e.File, e.Message)
	}
	checkLengths(t, r.Findings)
	var got []string
	for _, f := range r.Findings {
		got = append(got, f.Path+":"+strconv.Itoa(f.Line)+" "+f.Rule)
	}
	slices.Sort(got)
	return got
}

var want = regexp.MustCompile(`// want((?: [a-z0-9]+)+)\s*$`)

// expected lists what the comments of a module's files ask for.
func expected(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		for i, line := range strings.Split(string(data), "\n") {
			if m := want.FindStringSubmatch(line); m != nil {
				for _, rule := range strings.Fields(m[1]) {
					out = append(out, filepath.ToSlash(rel)+":"+strconv.Itoa(i+1)+" "+rule)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

// compare reports what is in one list alone.
func compare(t *testing.T, got, want []string) {
	t.Helper()
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("missed: %s", w)
		}
	}
	for i, g := range got {
		if !slices.Contains(want, g) {
			t.Errorf("false: %s", g)
		} else if i > 0 && got[i-1] == g {
			t.Errorf("said twice: %s", g)
		}
	}
}

// Each program is a module of its own, and says in its comments what should be
// found on which line. Nothing else may be.
func TestPrograms(t *testing.T) {
	dirs, err := filepath.Glob("testdata/programs/*")
	if err != nil || len(dirs) < 25 {
		t.Fatalf("%d programs, %v", len(dirs), err)
	}
	for _, dir := range dirs {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			compare(t, findings(t, lint(t, ruletest.Settings(t), dir, false)), expected(t, dir))
		})
	}
}
