package query

import (
	"fmt"
	"go/ast"
	"go/token"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/contract"
	"github.com/klaviyolint/klaviyolint/internal/edit"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// fix sets a page size to the maximum, and renames what is a literal of its
// own. A smaller page changes what comes back: that is the reader's choice.
func (j *judge) fix(src ir.Source, f contract.Fault) []rule.Fix {
	if f.Code == "size" {
		edits, ok := edit.NumberEdit(j.pass, src, f.Name, f.Instead)
		if !ok {
			return nil
		}
		return []rule.Fix{{Message: "ask for " + f.Instead, Edits: edits}}
	}
	if src.Named != "" {
		return nil
	}
	file := edit.FileOf(j.pass, src.Pos)
	if file == nil {
		return nil
	}
	var found []analysis.TextEdit
	ast.Inspect(file, func(n ast.Node) bool {
		lit, ok := n.(*ast.BasicLit)
		if !ok || lit.Pos() != src.Pos || lit.Kind != token.STRING {
			return found == nil
		}
		if s, err := strconv.Unquote(lit.Value); err == nil && strings.Count(s, f.Name) == 1 && strings.Count(lit.Value, f.Name) == 1 {
			at := lit.Pos() + token.Pos(strings.Index(lit.Value, f.Name))
			found = []analysis.TextEdit{{Pos: at, End: at + token.Pos(len(f.Name)), NewText: []byte(f.Instead)}}
		}
		return false
	})
	if found == nil {
		return nil
	}
	return []rule.Fix{{Message: fmt.Sprintf("Write %q", f.Instead), Edits: found, Safe: true}}
}
