package hardcodedkey

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/token"
	"go/types"
	"slices"
	"strconv"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/edit"
	"github.com/klaviyolint/klaviyolint/internal/rule"
	"github.com/klaviyolint/klaviyolint/internal/secrets"
)

const variable = "KLAVIYO_PRIVATE_KEY"

// fixes offers the environment in place of the literal, where that compiles.
// It is never applied unasked: the history keeps the key, and only its owner
// can rotate it.
func fixes(pass *analysis.Pass, f secrets.Finding) []rule.Fix {
	if f.Secret != secrets.PrivateKey || f.Expr == nil || !isString(pass, f.Expr) {
		return nil
	}
	i := slices.IndexFunc(pass.Files, func(file *ast.File) bool {
		return file.FileStart <= f.Expr.Pos() && f.Expr.Pos() < file.FileEnd
	})
	if i < 0 || ast.IsGenerated(pass.Files[i]) || !takesCall(pass.Files[i], f.Expr) {
		return nil
	}
	file := pass.Files[i]
	if around, _ := astutil.PathEnclosingInterval(file, f.Expr.Pos(), f.Expr.End()); len(around) > 1 {
		if call, ok := around[1].(*ast.CallExpr); ok {
			if name, ok := edit.IsFallback(pass, call, f.Expr); ok {
				// The key comes from the environment already; a second variable
				// beside it would be one that nobody sets.
				return []rule.Fix{{Message: "leave the fallback of " + name + " empty", Edits: []analysis.TextEdit{{Pos: f.Expr.Pos(), End: f.Expr.End(), NewText: []byte(`""`)}}}}
			}
		}
	}
	variable := variable
	if name := edit.EnvName(pass); name != "" {
		variable = name // as the rest of the package calls it
	}
	osName, imports, ok := edit.Import(pass, file, f.Expr.Pos(), "os")
	if !ok {
		return nil
	}
	value := osName + ".Getenv(" + strconv.Quote(variable) + ")"
	candidates := []string{value}
	if f.Prefix != "" {
		// Which of the two is gofmt's depends on what stands around it.
		candidates = []string{strconv.Quote(f.Prefix) + " + " + value, strconv.Quote(f.Prefix) + "+" + value}
	}
	for _, text := range candidates {
		edits := append(slices.Clone(imports), analysis.TextEdit{Pos: f.Expr.Pos(), End: f.Expr.End(), NewText: []byte(text)})
		if len(candidates) == 1 || keepsFormat(pass, file, edits, text) {
			return []rule.Fix{{Message: "read the key from " + variable, Edits: edits}}
		}
	}
	return nil
}

// isString reports whether a literal is a plain string, for which a call of
// os.Getenv can stand in. A named string type would need a conversion.
func isString(pass *analysis.Pass, lit *ast.BasicLit) bool {
	t := pass.TypesInfo.TypeOf(lit)
	return t != nil && types.Identical(t, types.Typ[types.String])
}

// takesCall reports whether a call can stand where the literal does: not in a
// constant, not as the key of a map literal, not where only a literal binds
// tightly enough.
func takesCall(file *ast.File, lit *ast.BasicLit) bool {
	path, _ := astutil.PathEnclosingInterval(file, lit.Pos(), lit.End())
	if len(path) < 2 || path[0] != lit {
		return false
	}
	for _, n := range path {
		if d, ok := n.(*ast.GenDecl); ok && d.Tok == token.CONST {
			return false
		}
	}
	switch p := path[1].(type) {
	case *ast.CallExpr:
		return p.Fun != lit
	case *ast.KeyValueExpr:
		return p.Value == lit
	case *ast.BinaryExpr:
		return p.Op == token.ADD
	case *ast.AssignStmt, *ast.ValueSpec, *ast.ReturnStmt, *ast.CompositeLit, *ast.ParenExpr:
		return true
	}
	return false
}

// keepsFormat reports whether gofmt would leave a text as it is once the edits
// have put it into the file.
func keepsFormat(pass *analysis.Pass, file *ast.File, edits []analysis.TextEdit, text string) bool {
	tok := pass.Fset.File(file.FileStart)
	src, err := config.ReadFile(pass, tok.Name())
	if err != nil {
		return false
	}
	edits = slices.SortedFunc(slices.Values(edits), func(a, b analysis.TextEdit) int { return int(b.Pos - a.Pos) })
	for _, e := range edits {
		src = slices.Concat(src[:tok.Offset(e.Pos)], e.NewText, src[tok.Offset(e.End):])
	}
	formatted, err := format.Source(src)
	return err == nil && bytes.Count(formatted, []byte(text)) >= bytes.Count(src, []byte(text))
}
