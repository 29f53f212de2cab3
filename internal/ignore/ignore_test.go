package ignore_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"sync"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/ignore"
)

// How far directives reach is told by the fixtures of passes/ignore.

func set(t *testing.T, src string, read func(string) ([]byte, error)) (*ignore.Set, *token.File) {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "a.go", src, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	v, err := ignore.Directives.Run(&analysis.Pass{Fset: fset, Files: []*ast.File{f}, ReadFile: read})
	if err != nil {
		t.Fatal(err)
	}
	return v.(*ignore.Set), fset.File(f.FileStart)
}

const code = `package p

//klaviyolint:ignore revision,upsert why not // and more
var a = 1
var b = 2 //klaviyolint:ignore e164 because
//klaviyolint:frob x
// klaviyolint:ignore rawhttp known rule
// klaviyolint:ignore nosuchrule prose
var c = 3
`

func TestSet(t *testing.T) {
	config.SetRuleNames([]string{"revision", "upsert", "e164", "rawhttp"})
	s, f := set(t, code, func(string) ([]byte, error) { return []byte(code), nil })
	ds := s.Directives()
	if len(ds) != 4 {
		t.Fatalf("%d directives, want 4", len(ds))
	}
	if d := ds[0]; d.Verb != "ignore" || len(d.Rules) != 2 || d.Reason != "why not" || d.Filename != "a.go" {
		t.Errorf("first directive: %+v", d)
	}
	for _, tt := range []struct {
		rule string
		line int
		want bool
	}{
		{"revision", 4, true}, {"upsert", 4, true}, {"e164", 4, false}, {"revision", 5, false},
		{"e164", 5, true}, {"e164", 6, false}, {"rawhttp", 9, true}, {"x", 7, false}, {"nosuchrule", 9, false},
	} {
		if got := s.Suppress(tt.rule, f.LineStart(tt.line)); got != tt.want {
			t.Errorf("%s on line %d: %t, want %t", tt.rule, tt.line, got, tt.want)
		}
	}
	for i, want := range []bool{true, true, false, true} {
		if s.Used(ds[i]) != want {
			t.Errorf("directive %d is used: %t, want %t", i, !want, want)
		}
	}
}

// Where a host hands out no sources, a directive counts as standing alone.
func TestUnreadable(t *testing.T) {
	s, f := set(t, code, func(string) ([]byte, error) { return nil, nil })
	if !s.Suppress("revision", f.LineStart(4)) {
		t.Error("the directive above is lost")
	}
}

func TestConcurrent(t *testing.T) {
	s, f := set(t, code, func(string) ([]byte, error) { return []byte(code), nil })
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			s.Ran("revision")
			s.Suppress("revision", f.LineStart(4))
			s.Used(s.Directives()[0])
		})
	}
	wg.Wait()
	if !s.HasRun("revision") || s.HasRun("upsert") {
		t.Error("which rules have run")
	}
}

// An analyzer that panicked leaves an empty set behind, which must not take the
// rules with it.
func TestEmpty(t *testing.T) {
	var s ignore.Set
	s.Ran("revision")
	if !s.HasRun("revision") || s.Suppress("revision", 1) || s.Nolint(1) || len(s.Directives()) != 0 {
		t.Error("an empty set drops or holds something")
	}
}
