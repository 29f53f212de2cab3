package secrets

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strconv"
)

// A segment is a piece of constant text and the expression it comes from.
type segment struct {
	text string
	expr ast.Expr      // where it is used
	lit  *ast.BasicLit // the literal that holds it; nil when it lives in another package
	// constant is the name of the constant through which the text is used, and
	// pkg its package; "" for a literal.
	constant string
	pkg      *types.Package
	sample   bool // a constant on the way says that it is a sample
}

// constants resolves the constants of a package to the expressions that define
// them.
type constants struct {
	info *types.Info
	init map[*types.Const]ast.Expr
}

func newConstants(info *types.Info, files []*ast.File) *constants {
	c := &constants{info, make(map[*types.Const]ast.Expr)}
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			if spec, ok := n.(*ast.ValueSpec); ok {
				for i, name := range spec.Names {
					if k, ok := info.Defs[name].(*types.Const); ok && i < len(spec.Values) {
						c.init[k] = spec.Values[i]
					}
				}
			}
			return true
		})
	}
	return c
}

// runs cuts a chain of concatenations into its operands and returns the
// maximal runs of constant text among them. The type checker folds whole
// constant expressions only; here a variable ends a run and nothing else.
func (c *constants) runs(e ast.Expr) [][]segment {
	var (
		runs    [][]segment
		current []segment
	)
	for _, operand := range operands(e, nil) {
		segments, ok := c.segments(operand, operand, 0)
		if ok {
			current = append(current, segments...)
			continue
		}
		if current != nil {
			runs = append(runs, current)
		}
		current = nil
	}
	if current != nil {
		runs = append(runs, current)
	}
	return runs
}

// operands flattens a + b + c, in order.
func operands(e ast.Expr, to []ast.Expr) []ast.Expr {
	if b, ok := ast.Unparen(e).(*ast.BinaryExpr); ok && b.Op == token.ADD {
		return operands(b.Y, operands(b.X, to))
	}
	return append(to, ast.Unparen(e))
}

// maxDepth bounds how far constants are followed; the type checker has
// refused circles, but not in ill-typed code.
const maxDepth = 8

// segments returns the pieces of a constant expression that is used at use.
func (c *constants) segments(e, use ast.Expr, depth int) ([]segment, bool) {
	if depth > maxDepth {
		return nil, false
	}
	e = ast.Unparen(e)
	switch e := e.(type) {
	case *ast.BasicLit:
		text, ok := literal(e)
		return []segment{{text: text, expr: use, lit: e}}, ok
	case *ast.BinaryExpr:
		if e.Op != token.ADD {
			return nil, false
		}
		var all []segment
		for _, operand := range operands(e, nil) {
			s, ok := c.segments(operand, use, depth+1)
			if !ok {
				return nil, false
			}
			all = append(all, s...)
		}
		return all, true
	case *ast.CallExpr:
		// A conversion of a constant, such as Key("pk_").
		if len(e.Args) == 1 && c.info.Types[e.Fun].IsType() && c.info.Types[e].Value != nil {
			return c.segments(e.Args[0], use, depth+1)
		}
	case *ast.Ident:
		return c.named(e, use, depth)
	case *ast.SelectorExpr:
		return c.named(e.Sel, use, depth)
	}
	return nil, false
}

func (c *constants) named(id *ast.Ident, use ast.Expr, depth int) ([]segment, bool) {
	k, ok := c.info.Uses[id].(*types.Const)
	if !ok || k.Val().Kind() != constant.String {
		return nil, false
	}
	all := []segment{{text: constant.StringVal(k.Val()), expr: use}}
	if init := c.init[k]; init != nil {
		if s, ok := c.segments(init, use, depth+1); ok {
			all = s
		}
	}
	for i := range all {
		all[i].constant, all[i].pkg = k.Name(), k.Pkg()
		all[i].sample = all[i].sample || isSample(k.Name())
	}
	return all, true
}

func literal(lit *ast.BasicLit) (string, bool) {
	if lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

// text joins the pieces of a run.
func text(run []segment) string {
	if len(run) == 1 {
		return run[0].text
	}
	var b []byte
	for _, s := range run {
		b = append(b, s.text...)
	}
	return string(b)
}

// at returns the piece that holds an offset of the run's text, and the offset
// inside it.
func at(run []segment, offset int) (segment, int) {
	for _, s := range run {
		if offset < len(s.text) {
			return s, offset
		}
		offset -= len(s.text)
	}
	return run[len(run)-1], 0
}
