// Package trouble keeps a host running where an analyzer fails or panics, and
// shows what happened as a finding of the package. It is for hosts that have no
// better place for it: golangci-lint ends the analysis of all packages, by all
// linters, at the first error.
package trouble

import (
	"fmt"
	"go/ast"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/bind"
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// Bind binds analyzers so that they, and all that they require, survive their own
// errors and panics with an empty result, and the others still find what they can.
// The last of those returned runs after all others and shows what kept them from
// their work where the package begins.
func Bind(b bind.Binding, as []*analysis.Analyzer) []*analysis.Analyzer {
	t := &troubles{said: map[string][]string{}}
	around := b.Around
	b.Around = func(a *analysis.Analyzer, run bind.Run) bind.Run {
		if around != nil {
			run = around(a, run)
		}
		return t.around(a, run)
	}
	bound := b.Analyzers(as)
	return append(bound, &analysis.Analyzer{
		Name:             "klaviyolint",
		Doc:              "shows what keeps klaviyolint from its work",
		URL:              "https://github.com/klaviyolint/klaviyolint",
		Requires:         bound,
		RunDespiteErrors: true,
		Run: func(pass *analysis.Pass) (any, error) {
			for _, message := range t.take(key(pass)) {
				if f := shown(pass); f != nil {
					pass.Report(analysis.Diagnostic{Pos: f.Name.Pos(), End: f.Name.End(), Message: message})
				}
			}
			return nil, nil
		},
	})
}

// shown returns the first file in which hosts show a finding: they hide those in
// generated ones.
func shown(pass *analysis.Pass) *ast.File {
	for _, f := range pass.Files {
		if filepath.Ext(pass.Fset.Position(f.Package).Filename) == ".go" && !ast.IsGenerated(f) {
			return f
		}
	}
	if len(pass.Files) > 0 {
		return pass.Files[0]
	}
	return nil
}

// troubles holds what nobody has shown yet.
type troubles struct {
	mu   sync.Mutex
	said map[string][]string // by package
}

// key names a package by its files too: a package and its variant with tests
// have one path, and a host may analyse them at the same time.
func key(pass *analysis.Pass) string {
	if len(pass.Files) == 0 {
		return pass.Pkg.Path()
	}
	return fmt.Sprintf("%s %s %d", pass.Pkg.Path(), pass.Fset.File(pass.Files[0].FileStart).Name(), len(pass.Files))
}

func (t *troubles) add(key string, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	message := klaviyo.MaskKeys(strings.ReplaceAll(err.Error(), "\n", "; "))
	if !slices.Contains(t.said[key], message) {
		t.said[key] = append(t.said[key], message)
	}
}

// take returns what there is to say about a package, and forgets it.
func (t *troubles) take(key string) []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	said := t.said[key]
	delete(t.said, key)
	slices.Sort(said)
	return said
}

func (t *troubles) around(a *analysis.Analyzer, run bind.Run) bind.Run {
	return func(pass *analysis.Pass) (result any, err error) {
		defer func() {
			if r := recover(); r != nil {
				// The value of a panic could quote source text; only its type is
				// safe to show.
				err = fmt.Errorf("panic in %s on package %s (%T); please report it", a.Name, pass.Pkg.Path(), r)
			}
			if err != nil {
				t.add(key(pass), err)
				result, err = empty(a), nil
			}
		}()
		return run(pass)
	}
}

// empty returns a result that can be asked and says nothing. The configuration is
// the default one, whose host can carry the least.
func empty(a *analysis.Analyzer) any {
	switch t := a.ResultType; {
	case a == config.Analyzer:
		return config.Default()
	case t == nil:
		return nil
	case t.Kind() == reflect.Pointer:
		return reflect.New(t.Elem()).Interface()
	default:
		return reflect.Zero(t).Interface()
	}
}
