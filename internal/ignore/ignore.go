// Package ignore reads suppression directives and drops the findings that they
// name before these are reported.
package ignore

import (
	"go/token"
	"reflect"

	"golang.org/x/tools/go/analysis"
)

// Directives reads the suppression directives of a package.
var Directives = &analysis.Analyzer{
	Name:             "klaviyoignore",
	Doc:              "reads suppression directives for the passes that require it",
	Run:              func(pass *analysis.Pass) (any, error) { return &Set{}, nil },
	ResultType:       reflect.TypeFor[*Set](),
	RunDespiteErrors: true,
}

// A Set holds the directives of one package. It may be used by several passes
// at once.
type Set struct{}

// Suppress reports whether a directive drops the finding of the rule at pos, and
// marks that directive as used.
func (s *Set) Suppress(rule string, pos token.Pos) bool { return false }

// Ran notes that the rule judged the package to its end.
func (s *Set) Ran(rule string) {}

// InText reports whether a directive in a comment of a text file drops a finding
// of the rule on the given line. prev is the line above, comment what starts a
// comment ("#", "//").
func InText(rule, line, prev, comment string) bool { return false }
