package trouble_test

import (
	"errors"
	"go/ast"
	"reflect"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/bind"
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
	"github.com/klaviyolint/klaviyolint/internal/trouble"
)

type result struct{ list []int }

// Panics and errors of rules and of helpers are findings of the package, outside
// generated files, and cost nobody else's findings.
func TestAnalyzer(t *testing.T) {
	helper := &analysis.Analyzer{
		Name: "helper", Doc: "helper", ResultType: reflect.TypeFor[*result](),
		Run: func(pass *analysis.Pass) (any, error) {
			list := []int{len(pass.Files)}
			return nil, errors.New(string(rune(list[len(pass.Files)])))
		},
	}
	failing := &analysis.Analyzer{
		Name: "failing", Doc: "failing", ResultType: reflect.TypeFor[int](),
		Run: func(*analysis.Pass) (any, error) { return nil, errors.New("helper of upsert is at a loss\ntwice") },
	}
	upsert := rule.New(&rule.Document{Name: "upsert", Title: "upsert", Severity: config.Error}, func(pass *analysis.Pass) error {
		if n := pass.ResultOf[failing].(int); n != 0 || len(pass.ResultOf[helper].(*result).list) != 0 {
			return errors.New("the results are not empty")
		}
		for _, f := range pass.Files {
			for _, d := range f.Decls {
				d := d.(*ast.GenDecl)
				rule.Report(pass, rule.Diagnostic{Pos: d.Pos(), End: d.End(), Message: "x"})
			}
		}
		return nil
	}, helper, failing)
	revision := rule.New(&rule.Document{Name: "revision", Title: "revision"}, func(*analysis.Pass) error { panic("a secret") })
	bound := trouble.Bind(bind.Binding{}, []*analysis.Analyzer{upsert, revision})
	shows := bound[2]
	if shows.Name != "klaviyolint" {
		t.Errorf("the analyzer is called %q, which golangci-lint would print", shows.Name)
	}
	analysistest.Run(t, analysistest.TestData(), shows, "a")
	analysistest.Run(t, analysistest.TestData(), bound[0], "b")
}
