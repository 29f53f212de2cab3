package webhooksig

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"

	"github.com/klaviyolint/klaviyolint/internal/edit"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/rule"
	"github.com/klaviyolint/klaviyolint/internal/webhooks"
)

// fix puts hmac.Equal in the place of a comparison that takes the same
// operands: of two strings, or of two byte slices.
func fix(pass *analysis.Pass, c *webhooks.Check) []rule.Fix {
	file := fileOf(pass, c.Place.Pos)
	if file == nil || ir.Generated(file) {
		return nil
	}
	path, _ := astutil.PathEnclosingInterval(file, c.Place.Pos, c.Place.End)
	if len(path) == 0 {
		return nil
	}
	name, edits, ok := edit.Import(pass, file, c.Place.Pos, "crypto/hmac")
	if !ok {
		return nil
	}
	put := func(from, to token.Pos, text string) {
		edits = append(edits, analysis.TextEdit{Pos: from, End: to, NewText: []byte(text)})
	}
	switch n := path[0].(type) {
	case *ast.BinaryExpr:
		if n.Op != token.EQL && n.Op != token.NEQ || !isText(pass, n.X) || !isText(pass, n.Y) {
			return nil
		}
		call := name + ".Equal([]byte("
		if n.Op == token.NEQ {
			call = "!" + call
		}
		put(n.X.Pos(), n.X.Pos(), call)
		put(n.X.End(), n.Y.Pos(), "), []byte(")
		put(n.Y.End(), n.Y.End(), "))")
	case *ast.CallExpr:
		if c.How != "bytes.Equal" || len(n.Args) != 2 || usesOnce(pass, file, n.Fun) {
			return nil
		}
		put(n.Fun.Pos(), n.Fun.End(), name+".Equal")
	default:
		return nil
	}
	return []rule.Fix{{Message: "compare with hmac.Equal", Edits: edits, Safe: true}}
}

func fileOf(pass *analysis.Pass, pos token.Pos) *ast.File {
	for _, f := range pass.Files {
		if f.FileStart <= pos && pos < f.FileEnd {
			return f
		}
	}
	return nil
}

func isText(pass *analysis.Pass, e ast.Expr) bool {
	t := pass.TypesInfo.TypeOf(e)
	if t == nil {
		return false
	}
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

// usesOnce reports whether nothing else in the file uses the package that a
// function is called from: without the call its import would not compile.
func usesOnce(pass *analysis.Pass, file *ast.File, fun ast.Expr) bool {
	sel, ok := fun.(*ast.SelectorExpr)
	if !ok {
		return true
	}
	id, ok := sel.X.(*ast.Ident)
	if !ok {
		return true
	}
	pkg := pass.TypesInfo.Uses[id]
	uses := 0
	ast.Inspect(file, func(n ast.Node) bool {
		if o, ok := n.(*ast.Ident); ok && pass.TypesInfo.Uses[o] == pkg {
			uses++
		}
		return true
	})
	return uses < 2
}
