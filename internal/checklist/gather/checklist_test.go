package gather_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/analyzers"
	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/checklist/gather"
	"github.com/klaviyolint/klaviyolint/internal/checklist/items"
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/driver"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/report"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

var day = func() klaviyo.Day {
	d, err := klaviyo.ParseDay("2026-11-23")
	if err != nil {
		panic(err)
	}
	return d
}()

// copyTree copies a fixture out of this repository, so that it is one of its own.
func copyTree(t *testing.T, from string) string {
	t.Helper()
	to, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("git", "init", "-q", to).CombinedOutput(); err != nil {
		t.Fatalf("git init: %s", out)
	}
	return to
}

// run judges the module in a folder.
func run(t *testing.T, dir string, patterns ...string) *checklist.Report {
	t.Helper()
	return runWith(t, dir, func(*items.Input) {}, patterns...)
}

// runWith judges the module in a folder, by an input that is edited before.
func runWith(t *testing.T, dir string, edit func(*items.Input), patterns ...string) *checklist.Report {
	t.Helper()
	if patterns == nil {
		patterns = []string{"./..."}
	}
	s := config.Default()
	if file := filepath.Join(dir, config.FileName); exists(file) {
		var err error
		if s, err = config.Load(file); err != nil {
			t.Fatal(err)
		}
	}
	s.Day = day
	g := &gather.Gathering{Settings: s, Rules: analyzers.All()}
	g.Rules = slices.DeleteFunc(g.Rules, func(r *rule.Rule) bool { return !s.Enabled(r.Doc.Name) })
	res, err := driver.Run(context.Background(), g.Options(driver.Options{Dir: dir, Patterns: patterns, Tests: true, Settings: s, Rules: g.Rules}))
	if err != nil {
		t.Fatal(err)
	}
	all := func(string) bool { return true }
	var judged []checklist.Judged
	if res.Gated && len(res.Findings) == 0 {
		judged = items.Nothing(all)
	} else {
		in, err := g.Input(context.Background(), res, dir)
		if err != nil {
			t.Fatal(err)
		}
		edit(in)
		judged = items.Judge(in, all, func(id string, cause any) { t.Errorf("%s: %v", id, cause) })
	}
	src := report.NewSources()
	return checklist.Conclude(judged, checklist.Run{Day: day.String(), Module: gather.Module(res)}, checklist.Tool{}, checklist.Options{
		Block: s.Checklist.Block, Statements: s.Checklist.Items, Day: day,
		Line: func(path string, line int) string { return src.Line(filepath.Join(dir, path), line) },
	})
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

func verdicts(r *checklist.Report) map[string]checklist.Verdict {
	out := map[string]checklist.Verdict{}
	for _, it := range r.Items {
		out[it.ID] = it.Verdict
	}
	return out
}

// honest fails where a verdict has neither a place nor a settler.
func honest(t *testing.T, r *checklist.Report) {
	t.Helper()
	for _, it := range r.Items {
		switch it.Verdict {
		case checklist.Pass:
			if len(it.Places(checklist.For))+len(it.Places(checklist.Excused)) == 0 {
				t.Errorf("%s passes without evidence", it.ID)
			}
			for _, e := range it.Places(checklist.For) {
				if !e.IsValid() {
					t.Errorf("%s passes with a subject that has no place: %s", it.ID, e.What)
				}
			}
		case checklist.Fail:
			for _, e := range it.Places(checklist.Against) {
				if !e.IsValid() || e.What == "" {
					t.Errorf("%s fails without a place: %+v", it.ID, e)
				}
			}
		case checklist.Unknown:
			if len(it.Settle) == 0 {
				t.Errorf("%s is unknown, and nothing says what would settle it", it.ID)
			}
		}
	}
}

const fixtures = "../../../testdata/checklist"

// Each fixture is a module with a file "want": an item, its verdict, and places that
// must be among its evidence.
func TestFixtures(t *testing.T) {
	wants, err := filepath.Glob(filepath.Join(fixtures, "*", "want"))
	if err != nil {
		t.Fatal(err)
	}
	more, _ := filepath.Glob(filepath.Join(fixtures, "*", "*", "want"))
	for _, want := range append(wants, more...) {
		from := filepath.Dir(want)
		name, _ := filepath.Rel(fixtures, from)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := run(t, copyTree(t, from))
			honest(t, r)
			checkWant(t, r, want)
		})
	}
}

func checkWant(t *testing.T, r *checklist.Report, want string) {
	t.Helper()
	data, err := os.ReadFile(want)
	if err != nil {
		t.Fatal(err)
	}
	checkWants(t, r, string(data))
}

// checkWants compares a report with lines of an item, its verdict, and places that
// must be among its evidence.
func checkWants(t *testing.T, r *checklist.Report, wants string) {
	t.Helper()
	byID := map[string]*checklist.Item{}
	for i := range r.Items {
		byID[r.Items[i].ID] = &r.Items[i]
	}
	for line := range strings.Lines(wants) {
		words := strings.Fields(line)
		if len(words) < 2 || strings.HasPrefix(words[0], "#") {
			continue
		}
		it := byID[words[0]]
		if it == nil {
			t.Errorf("no item %s", words[0])
			continue
		}
		if string(it.Verdict) != words[1] {
			t.Errorf("%s: %s (%s), want %s\n%s", it.ID, it.Verdict, it.Reason, words[1], evidence(it))
			continue
		}
		for _, p := range words[2:] {
			if !slices.ContainsFunc(it.Evidence, func(e checklist.Evidence) bool {
				return at(e.Place) == p || slices.ContainsFunc(e.Also, func(a checklist.Place) bool { return at(a) == p })
			}) {
				t.Errorf("%s: %s is not among its places\n%s", it.ID, p, evidence(it))
			}
		}
	}
}

func at(p checklist.Place) string { return fmt.Sprintf("%s:%d", p.Path, p.Line) }

func evidence(it *checklist.Item) string {
	var b strings.Builder
	for _, e := range it.Evidence {
		fmt.Fprintf(&b, "\t%s %s %s\n", e.Role, at(e.Place), e.What)
	}
	return b.String()
}
