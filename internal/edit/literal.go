package edit

import (
	"go/ast"
	"go/token"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"

	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/place"
)

// FileOf returns the file that holds a position.
func FileOf(pass *analysis.Pass, pos token.Pos) *ast.File {
	for _, f := range pass.Files {
		if f.FileStart <= pos && pos < f.FileEnd {
			return f
		}
	}
	return nil
}

// LiteralEdit replaces the string literal at a place by another value. ok is
// false when no string literal of exactly the old value stands there, or when
// the file is generated.
func LiteralEdit(pass *analysis.Pass, pos token.Pos, old, new string) ([]analysis.TextEdit, bool) {
	f := FileOf(pass, pos)
	if f == nil || ir.Generated(f) {
		return nil, false
	}
	path, _ := astutil.PathEnclosingInterval(f, pos, pos+1)
	for _, n := range path {
		lit, ok := n.(*ast.BasicLit)
		if !ok {
			continue
		}
		if lit.Kind != token.STRING || lit.Pos() != pos {
			return nil, false
		}
		i := strings.Index(lit.Value, old)
		if i < 0 || strings.Contains(lit.Value[i+len(old):], old) {
			return nil, false
		}
		at := lit.Pos() + token.Pos(i)
		return []analysis.TextEdit{{Pos: at, End: at + token.Pos(len(old)), NewText: []byte(new)}}, true
	}
	return nil, false
}

// InsertAfter returns an edit that adds a statement after the one that builds a
// request, and after the check of its error. The statement is made from the
// name of the variable that holds the request. ok is false where the request
// is not held in a variable.
func InsertAfter(pass *analysis.Pass, at token.Pos, stmt func(name string) string) ([]analysis.TextEdit, bool) {
	f := FileOf(pass, at)
	if f == nil || ir.Generated(f) {
		return nil, false
	}
	path, _ := astutil.PathEnclosingInterval(f, at, at+1)
	for i, n := range path {
		as, ok := n.(*ast.AssignStmt)
		if !ok {
			continue
		}
		id, ok := as.Lhs[0].(*ast.Ident)
		if !ok || id.Name == "_" || i+1 >= len(path) || len(as.Rhs) != 1 {
			return nil, false
		}
		call, ok := ast.Unparen(as.Rhs[0]).(*ast.CallExpr)
		if !ok || call.Pos() > at || !isRequest(pass, id) {
			return nil, false
		}
		list := stmts(path[i+1])
		for j, s := range list {
			if s != as {
				continue
			}
			after := ast.Stmt(as)
			if j+1 < len(list) {
				if check, ok := list[j+1].(*ast.IfStmt); ok && check.Init == nil && checksError(check.Cond) {
					after = check
				}
			}
			indent := strings.Repeat("\t", max(0, pass.Fset.Position(as.Pos()).Column-1))
			return []analysis.TextEdit{{Pos: after.End(), End: after.End(), NewText: []byte("\n" + indent + stmt(id.Name))}}, true
		}
		return nil, false
	}
	return nil, false
}

func isRequest(pass *analysis.Pass, id *ast.Ident) bool {
	t := pass.TypesInfo.TypeOf(id)
	return t != nil && (t.String() == "*net/http.Request" || strings.HasSuffix(t.String(), "go-retryablehttp.Request"))
}

func stmts(n ast.Node) []ast.Stmt {
	switch n := n.(type) {
	case *ast.BlockStmt:
		return n.List
	case *ast.CaseClause:
		return n.Body
	case *ast.CommClause:
		return n.Body
	}
	return nil
}

func checksError(e ast.Expr) bool {
	b, ok := e.(*ast.BinaryExpr)
	if !ok || b.Op != token.NEQ {
		return false
	}
	id, ok := b.Y.(*ast.Ident)
	return ok && id.Name == "nil"
}

// PartPlace returns where a part of a literal stands: the literal, or the line
// inside it when it is a raw string of several lines.
func PartPlace(pass *analysis.Pass, src ir.Source) place.Place {
	f := FileOf(pass, src.Pos)
	if f == nil {
		return place.Place{Pos: src.Pos, End: src.End}
	}
	path, _ := astutil.PathEnclosingInterval(f, src.Pos, src.Pos+1)
	for _, n := range path {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Pos() == src.Pos && strings.HasPrefix(lit.Value, "`") && strings.Contains(lit.Value, "\n") {
			return place.Place{Pos: lit.Pos() + 1 + token.Pos(src.Off), End: lit.End()}
		}
	}
	return place.Place{Pos: src.Pos, End: src.End}
}

// NumberEdit replaces a number where it is written: a literal of its own, or
// digits inside a string.
func NumberEdit(pass *analysis.Pass, src ir.Source, old, new string) ([]analysis.TextEdit, bool) {
	f := FileOf(pass, src.Pos)
	if f == nil || ir.Generated(f) {
		return nil, false
	}
	path, _ := astutil.PathEnclosingInterval(f, src.Pos, src.Pos+1)
	for _, n := range path {
		lit, ok := n.(*ast.BasicLit)
		if !ok {
			continue
		}
		if lit.Pos() != src.Pos || strings.Count(lit.Value, old) != 1 {
			return nil, false
		}
		at := lit.Pos() + token.Pos(strings.Index(lit.Value, old))
		return []analysis.TextEdit{{Pos: at, End: at + token.Pos(len(old)), NewText: []byte(new)}}, true
	}
	return nil, false
}
