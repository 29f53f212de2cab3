package analyzers_test

import (
	"bytes"
	"context"
	"encoding/gob"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/analyzers"
	"github.com/klaviyolint/klaviyolint/internal/bind"
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/driver"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// Bazel nogo hands a pass its syntax, types and facts, and nothing beside: no
// module, no list of other files, no way to read one. The findings in Go files
// are the same.
func TestStarvedPasses(t *testing.T) {
	for _, dir := range []string{"../testdata/shop", "../internal/e2e/testdata/programs/wrapper-api", "../internal/e2e/testdata/programs/split-key"} {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			want := goFindings(t, dir, nil)
			starve := func(p *analysis.Pass) {
				p.Module, p.ReadFile, p.OtherFiles, p.IgnoredFiles, p.TypeErrors = nil, nil, nil, nil, nil
			}
			if got := goFindings(t, dir, starve); len(want) == 0 || !slices.Equal(got, want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

// Facts survive their encoding, and encode in one way only: what is computed on
// two machines has to be the same for a shared cache.
func TestFacts(t *testing.T) {
	const dir = "../internal/e2e/testdata/programs/wrapper-api"
	var mu sync.Mutex
	facts := map[string][]byte{}
	record := func(p *analysis.Pass) {
		export := p.ExportPackageFact
		p.ExportPackageFact = func(f analysis.Fact) {
			data := encode(t, f)
			back := reflect.New(reflect.TypeOf(f).Elem()).Interface().(analysis.Fact)
			if err := gob.NewDecoder(bytes.NewReader(data)).Decode(back); err != nil {
				t.Errorf("%s: %v", p.Pkg.Path(), err)
			}
			if !bytes.Equal(encode(t, back), data) {
				t.Errorf("%s: the fact is another one when it was encoded", p.Pkg.Path())
			}
			mu.Lock()
			key := p.Pkg.Path() + " " + p.Analyzer.Name
			if old, ok := facts[key]; ok && !bytes.Equal(old, data) {
				t.Errorf("%s: two runs export two facts", key)
			}
			facts[key] = data
			mu.Unlock()
			export(f)
		}
	}
	for range 3 {
		goFindings(t, dir, record)
	}
	if len(facts) < 2 {
		t.Errorf("%d facts", len(facts))
	}
}

func encode(t *testing.T, f analysis.Fact) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := gob.NewEncoder(&buf).Encode(f); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// goFindings lists what the suite finds in the Go files of a module. Each pass may
// be changed before an analyzer sees it.
func goFindings(t *testing.T, dir string, edit func(*analysis.Pass)) []string {
	t.Helper()
	abs, err := filepath.Abs(dir)
	if err != nil {
		t.Fatal(err)
	}
	s := config.Default()
	if s.Day, err = klaviyo.ParseDay("2026-11-23"); err != nil {
		t.Fatal(err)
	}
	around := func(_ *analysis.Analyzer, run bind.Run) bind.Run {
		return func(pass *analysis.Pass) (any, error) {
			if edit != nil {
				edit(pass)
			}
			return run(pass)
		}
	}
	r, err := driver.Run(context.Background(), driver.Options{Dir: abs, Patterns: []string{"./..."}, Rules: analyzers.All(), Settings: s, Around: around})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range r.ToolErrors {
		t.Errorf("%s: %s", e.File, e.Message)
	}
	var out []string
	for _, f := range r.Findings {
		if strings.HasSuffix(f.File, ".go") {
			out = append(out, f.Path+":"+strconv.Itoa(f.Line)+":"+strconv.Itoa(f.Col)+" "+f.Rule+" "+f.Message)
		}
	}
	return out
}
