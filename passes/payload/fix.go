package payload

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/contract"
	"github.com/klaviyolint/klaviyolint/internal/edit"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// fix renames a key to the one that was meant, where it is a literal of its
// own, a part of JSON text, or the name in a struct tag, and puts the right
// JSON:API type. A constant may serve others.
func (j *judge) fix(w requests.Written, f contract.Fault) []rule.Fix {
	if f.Instead == "" || f.Code == "gone" {
		return nil
	}
	src, message := w.Name, "Rename it to "+strconv.Quote(f.Instead)
	if f.Code == "type" {
		src, message = w.Text, "Write "+strconv.Quote(f.Instead)
	}
	if src.DeclPkg != "" || src.Named != "" || src.Pkg != j.res.Package() || !src.Pos.IsValid() {
		return nil
	}
	if e := j.renamed(src, f.Name, f.Instead); e != nil {
		return []rule.Fix{{Message: message, Edits: []analysis.TextEdit{*e}, Safe: true}}
	}
	return nil
}

// renamed replaces one text by another where it is written.
func (j *judge) renamed(src ir.Source, old, new string) *analysis.TextEdit {
	file := edit.FileOf(j.pass, src.Pos)
	if file == nil {
		return nil
	}
	var found *analysis.TextEdit
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if n.Pos() == src.Pos && n.Kind == token.STRING {
				found = inLiteral(n, src, old, new)
			}
		case *ast.Field:
			if n.Tag != nil && len(n.Names) == 1 && n.Names[0].Pos() == src.Pos {
				if i := strings.Index(n.Tag.Value, `json:"`+old); i >= 0 {
					at := n.Tag.Pos() + token.Pos(i+len(`json:"`))
					found = &analysis.TextEdit{Pos: at, End: at + token.Pos(len(old)), NewText: []byte(new)}
				}
			}
		}
		return found == nil
	})
	return found
}

// inLiteral replaces the whole of a literal, or a part of it: in a raw string at
// its place, in another one where the text stands there once.
func inLiteral(n *ast.BasicLit, src ir.Source, old, new string) *analysis.TextEdit {
	if s, err := strconv.Unquote(n.Value); err == nil && s == old {
		return &analysis.TextEdit{Pos: n.Pos(), End: n.End(), NewText: []byte(strconv.Quote(new))}
	}
	at := -1
	if n.Value[0] == '`' {
		if i := 1 + src.Off; i < len(n.Value) && strings.HasPrefix(n.Value[i:], old) && !strings.Contains(n.Value, "\r") {
			at = i
		}
	} else if strings.Count(n.Value, old) == 1 {
		at = strings.Index(n.Value, old)
	}
	if at < 0 {
		return nil
	}
	pos := n.Pos() + token.Pos(at)
	return &analysis.TextEdit{Pos: pos, End: pos + token.Pos(len(old)), NewText: []byte(new)}
}
