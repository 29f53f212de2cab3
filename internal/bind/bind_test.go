package bind_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"reflect"
	"sync"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/bind"
	"github.com/klaviyolint/klaviyolint/internal/config"
)

// A helper and a rule that reads it and the configuration.
var (
	helper = &analysis.Analyzer{
		Name: "helper", Doc: "helper", Requires: []*analysis.Analyzer{config.Analyzer}, ResultType: reflect.TypeFor[string](),
		Run: func(pass *analysis.Pass) (any, error) {
			return pass.Analyzer.Name + " for " + pass.ResultOf[config.Analyzer].(*config.Settings).DefaultRegion, nil
		},
	}
	judge = &analysis.Analyzer{
		Name: "judge", Doc: "judge", Requires: []*analysis.Analyzer{config.Analyzer, helper}, ResultType: reflect.TypeFor[string](),
		Run: func(pass *analysis.Pass) (any, error) {
			return pass.Analyzer.Name + " by " + pass.ResultOf[helper].(string), nil
		},
	}
)

func init() { config.BindFlags(&judge.Flags) }

// run runs a clone after what it requires, as a host does: it knows the clones alone.
func run(t *testing.T, a *analysis.Analyzer) any {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", "package p", 0)
	if err != nil {
		t.Fatal(err)
	}
	pass := &analysis.Pass{Analyzer: a, Fset: fset, Files: []*ast.File{f}, Pkg: types.NewPackage("example.com/p", "p"), ResultOf: map[*analysis.Analyzer]any{}}
	for _, r := range a.Requires {
		pass.ResultOf[r] = run(t, r)
	}
	v, err := a.Run(pass)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func settings(region string) *config.Settings {
	s := config.Default()
	s.DefaultRegion = region
	return s
}

// Two runs at the same time have settings of their own, and the originals keep none.
func TestRunsApart(t *testing.T) {
	var wg sync.WaitGroup
	for _, region := range []string{"US", "GB", "DE"} {
		wg.Go(func() {
			a := bind.Suite(settings(region), judge)[0]
			if got, want := run(t, a), "judge by helper for "+region; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
	wg.Wait()
	if got := run(t, judge); got != "judge by helper for " {
		t.Errorf("unbound: %q", got)
	}
}

// Clones can be bound again: the inner binding keeps its settings, the outer one its names, and
// each wrapper sees the analyzer that it was given.
func TestBoundTwice(t *testing.T) {
	var mu sync.Mutex
	seen := map[string]int{}
	b := bind.Binding{
		Name: func(a *analysis.Analyzer) string { return a.Name + "_salt" },
		Around: func(a *analysis.Analyzer, run bind.Run) bind.Run {
			return func(pass *analysis.Pass) (any, error) {
				mu.Lock()
				defer mu.Unlock()
				seen[a.Name]++
				return run(pass)
			}
		},
	}
	as := b.Analyzers(bind.Suite(settings("FR"), judge, helper))
	if as[0].Name != "judge_salt" || as[0].Requires[1] != as[1] {
		t.Errorf("%s requires %v, not %v", as[0].Name, as[0].Requires, as[1])
	}
	if err := analysis.Validate(as); err != nil {
		t.Error(err)
	}
	if got := run(t, as[0]); got != "judge by helper for FR" {
		t.Errorf("got %q", got)
	}
	if seen["judge"] != 1 || seen["helper"] != 1 || seen["klaviyoconfig"] == 0 {
		t.Errorf("wrapped: %v", seen)
	}
}

// A bound rule takes the flag of its own source, where its original takes one at all.
func TestFlags(t *testing.T) {
	src := new(config.Source)
	b := bind.Binding{Settings: src}
	as := b.Analyzers([]*analysis.Analyzer{judge, helper})
	if as[1].Flags.Lookup("config-inline") != nil {
		t.Error("a helper got a flag")
	}
	if err := as[0].Flags.Set("config-inline", `default_region = "NL"`); err != nil {
		t.Fatal(err)
	}
	if got := run(t, as[0]); got != "judge by helper for NL" {
		t.Errorf("got %q", got)
	}
	if got := judge.Flags.Lookup("config-inline").Value.String(); got != "" {
		t.Errorf("the original's flag says %q", got)
	}
}
