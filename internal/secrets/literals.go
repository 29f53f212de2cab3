package secrets

import (
	"go/ast"
	"go/constant"
	"go/token"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// literals goes through the string expressions of a file, each concatenation
// as one.
func (s *search) literals(src source) {
	ast.PreorderStack(src.file, nil, func(n ast.Node, stack []ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.BinaryExpr:
			if n.Op == token.ADD && !isOperand(stack) {
				for _, run := range s.consts.runs(n) {
					s.run(src, run, n, stack)
				}
			}
		case *ast.BasicLit:
			if text, ok := literal(n); ok && !isOperand(stack) {
				s.run(src, []segment{{text: text, expr: n, lit: n}}, n, stack)
			}
		case *ast.CompositeLit:
			if text := s.bytes(n); text != "" {
				s.run(src, []segment{{text: text, expr: n}}, n, stack)
			}
		}
		return true
	})
}

// isOperand reports whether a node with the given ancestors is part of a larger
// concatenation.
func isOperand(stack []ast.Node) bool {
	for _, parent := range slices.Backward(stack) {
		switch p := parent.(type) {
		case *ast.ParenExpr:
			continue
		case *ast.BinaryExpr:
			return p.Op == token.ADD
		}
		break
	}
	return false
}

// bytes returns the text of a list of constant bytes or runes, []byte{'p', 'k'}.
func (s *search) bytes(lit *ast.CompositeLit) string {
	var b strings.Builder
	for _, e := range lit.Elts {
		v := s.pass.TypesInfo.Types[e].Value
		if v == nil || v.Kind() != constant.Int {
			return ""
		}
		n, ok := constant.Int64Val(v)
		if !ok || n < 0 || n > 127 {
			return ""
		}
		b.WriteByte(byte(n))
	}
	return b.String()
}

// run judges the keys in a run of constant text, which is, or is part of, the
// expression e.
func (s *search) run(src source, run []segment, e ast.Expr, stack []ast.Node) {
	all := text(run)
	keys := klaviyo.FindKeys(all)
	if keys == nil {
		return
	}
	says := assignedTo(s.pass.Pkg, s.pass.TypesInfo, stack, e)
	if says.pattern || says.sample {
		return
	}
	for _, m := range keys {
		first, offset := at(run, m.Start)
		last, _ := at(run, m.End-1)
		whole := first == last
		if first.sample || whole && s.declared(first, m.Shape) {
			continue
		}
		loose := m.Shape == klaviyo.LooseKey
		if loose && src.test {
			continue
		}
		f := Finding{Masked: klaviyo.Mask(all[m.Start:m.End]), Place: Literal}
		var around []string
		if _, ok := stack[len(stack)-1].(*ast.Field); ok {
			f.Place, around = Tag, says.names // the field gets the value
		}
		if !textual(all[:m.Start], m.Shape, around...) && !(loose && strings.TrimSpace(all) == all[m.Start:m.End] && says.isKey()) {
			continue
		}
		s.place(&f, first, offset, m.End-m.Start)
		if whole && f.Place == Literal && first.expr == first.lit {
			f.Expr, f.Prefix = replaceable(first, offset, m.End-m.Start)
		}
		s.found = append(s.found, f)
	}
}

// declared reports whether a key that is used here through a constant is
// reported where the constant is declared.
func (s *search) declared(seg segment, shape klaviyo.KeyShape) bool {
	switch {
	case seg.expr == seg.lit || seg.constant == "":
		return false
	case seg.lit == nil && !s.sameModule(seg.pkg.Path()):
		return false // nobody looks there
	}
	return shape != klaviyo.LooseKey || says([]string{seg.constant, seg.pkg.Name()})
}

// sameModule reports whether a package belongs to the module at hand.
func (s *search) sameModule(path string) bool {
	m := s.pass.Module
	return m != nil && m.Path != "" && (path == m.Path || strings.HasPrefix(path, m.Path+"/"))
}

// place puts a finding at the literal of a segment, or at its use where the
// literal is in another package. In a raw string of several lines it is the
// key itself.
func (s *search) place(f *Finding, seg segment, offset, length int) {
	if seg.lit == nil {
		f.Pos, f.End = seg.expr.Pos(), seg.expr.End()
		return
	}
	f.Pos, f.End = seg.lit.Pos(), seg.lit.End()
	if src, ok := s.sources[s.pass.Fset.File(seg.lit.Pos())]; ok && strings.HasPrefix(seg.lit.Value, "`") && strings.Contains(seg.lit.Value, "\n") {
		f.Pos = src.pos(seg.lit.Pos(), 1+offset)
		f.End = src.pos(seg.lit.Pos(), 1+offset+min(length, len(seg.text)-offset))
	}
}

// replaceable returns the literal of a segment when an expression can stand in
// for it: it holds the key, at most behind the scheme, and nothing else.
func replaceable(seg segment, offset, length int) (*ast.BasicLit, string) {
	prefix := seg.text[:offset]
	if offset+length != len(seg.text) || prefix != "" && prefix != klaviyo.KeyScheme+" " {
		return nil, ""
	}
	return seg.lit, prefix
}
