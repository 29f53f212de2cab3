package ignore

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/lazy"
)

// The expression by which golangci-lint recognises its own directive, after
// slashes and spaces.
var nolint = lazy.Regexp(`^nolint( |:|$)`)

// nolintNames reports whether a comment is a nolint directive for this linter:
// one that names it, names "all", or names none. golangci-lint asks for no
// reason, so neither do we.
func nolintNames(comment string) bool {
	text := strings.TrimLeft(comment, "/ ")
	if !nolint().MatchString(text) {
		return false
	}
	list, ok := strings.CutPrefix(text, "nolint:")
	if !ok {
		return true
	}
	list, _, _ = strings.Cut(list, "//")
	return slices.ContainsFunc(strings.Split(list, ","), func(name string) bool {
		name, _ = cutSpace(strings.ToLower(strings.TrimSpace(name)))
		return name == "klaviyolint" || name == "all"
	})
}

// A span is a range of lines of one file, both included.
type span struct {
	filename string
	from, to int
}

// nolintSpans returns the lines that the nolint directives of a file cover, as
// golangci-lint counts them: those of the comment, and when a declaration or
// statement starts on the next line in the same column, all of its lines. A
// directive above the package clause covers the file.
func nolintSpans(fset *token.FileSet, f *ast.File) []span {
	var spans []span
	var cols []int
	for _, g := range f.Comments {
		if !slices.ContainsFunc(g.List, func(c *ast.Comment) bool { return nolintNames(c.Text) }) {
			continue
		}
		at := fset.Position(g.Pos())
		spans = append(spans, span{at.Filename, at.Line, fset.Position(g.End()).Line})
		cols = append(cols, at.Column)
	}
	if spans == nil {
		return nil
	}
	grown := slices.Clone(spans)
	ast.Inspect(f, func(n ast.Node) bool {
		if n == nil {
			return false
		}
		at := fset.Position(n.Pos())
		for i, s := range spans {
			if s.to == at.Line-1 && cols[i] == at.Column && s.filename == at.Filename {
				grown[i].to = max(grown[i].to, fset.Position(n.End()).Line)
			}
		}
		return true
	})
	return grown
}
