package payload

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/contract"
	"github.com/klaviyolint/klaviyolint/internal/edit"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// fix renames a key to the one that was meant, where it is a literal of its own
// or the name in a struct tag. A constant may serve others.
func (j *judge) fix(w requests.Written, f contract.Fault) []rule.Fix {
	if f.Instead == "" || f.Code == "gone" || w.Name.DeclPkg != "" || w.Name.Named != "" {
		return nil
	}
	if f.Code == "type" {
		return nil // the place is that of the key
	}
	file := edit.FileOf(j.pass, w.Name.Pos)
	if file == nil {
		return nil
	}
	var found []analysis.TextEdit
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if n.Pos() == w.Name.Pos && n.Kind == token.STRING {
				if s, err := strconv.Unquote(n.Value); err == nil && s == f.Name {
					found = []analysis.TextEdit{{Pos: n.Pos(), End: n.End(), NewText: []byte(strconv.Quote(f.Instead))}}
				}
			}
		case *ast.Field:
			if n.Tag != nil && len(n.Names) == 1 && n.Names[0].Pos() == w.Name.Pos {
				if i := strings.Index(n.Tag.Value, `json:"`+f.Name); i >= 0 {
					at := n.Tag.Pos() + token.Pos(i+len(`json:"`))
					found = []analysis.TextEdit{{Pos: at, End: at + token.Pos(len(f.Name)), NewText: []byte(f.Instead)}}
				}
			}
		}
		return found == nil
	})
	if found == nil {
		return nil
	}
	return []rule.Fix{{Message: "Rename it to " + strconv.Quote(f.Instead), Edits: found, Safe: true}}
}
