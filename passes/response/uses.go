package response

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/place"
)

// uses tells what a function does with a list that it decodes into a variable.
type uses struct {
	info   *types.Info
	v      *types.Var
	data   *types.Var // the field with the items
	decode place.Place

	needs bool // all items are worked on, counted or searched
	items bool // the items are handed on
	links bool // another field than the items is read
	whole bool // the variable is handed on
}

func (u *uses) read(body *ast.BlockStmt) {
	var stack []ast.Node
	ast.Inspect(body, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		stack = append(stack, n)
		if id, ok := n.(*ast.Ident); ok && u.info.Uses[id] == u.v {
			u.use(stack)
		}
		return true
	})
}

// use judges one use of the variable: the last node of a path.
func (u *uses) use(path []ast.Node) {
	i := len(path) - 2
	at := func(i int) ast.Node {
		if i < 0 {
			return nil
		}
		return path[i]
	}
	for isParen(at(i)) {
		i--
	}
	sel, ok := at(i).(*ast.SelectorExpr)
	if !ok {
		for n := i; n >= 0; n-- {
			if c, ok := path[n].(*ast.CallExpr); ok && c.Pos() <= u.decode.Pos && u.decode.Pos < c.End() {
				return // it is filled
			}
		}
		if a, ok := at(i).(*ast.AssignStmt); ok && len(a.Lhs) == 1 && a.Lhs[0] == path[len(path)-1] {
			return // it is set anew
		}
		u.whole = true
		return
	}
	field, _ := u.info.Uses[sel.Sel].(*types.Var)
	if field == nil || !field.IsField() {
		u.whole = true // a method
		return
	}
	if field.Origin() != u.data {
		u.links = true
		return
	}
	i--
	for isParen(at(i)) {
		i--
	}
	switch n := at(i).(type) {
	case *ast.RangeStmt:
		if ast.Unparen(n.X) != sel {
			return
		}
		u.needs = u.needs || needsAll(u.info, n)
	case *ast.IndexExpr, *ast.BinaryExpr:
	case *ast.CallExpr:
		if name, ok := ast.Unparen(n.Fun).(*ast.Ident); !ok || name.Name != "len" {
			u.items = true
			return
		}
		u.needs = u.needs || counted(path[:i])
	default:
		u.items = true
	}
}

func isParen(n ast.Node) bool { _, ok := n.(*ast.ParenExpr); return ok }

// counted reports whether a length is a result or part of a sum, and not what
// a condition asks for. path ends before the call of len.
func counted(path []ast.Node) bool {
	for i := len(path) - 1; i >= 0; i-- {
		switch n := path[i].(type) {
		case *ast.ReturnStmt:
			return true
		case *ast.AssignStmt:
			return n.Tok == token.ADD_ASSIGN
		case *ast.CallExpr, *ast.ParenExpr: // a conversion, perhaps
		case *ast.BinaryExpr:
			if n.Op != token.ADD {
				return false
			}
		default:
			return false
		}
	}
	return false
}

// workedOn are the fields over which a loop of the package runs that needs all
// items.
func workedOn(pass *analysis.Pass) map[*types.Var]bool {
	out := map[*types.Var]bool{}
	for _, f := range pass.Files {
		if isTest(pass, f) {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			loop, ok := n.(*ast.RangeStmt)
			if !ok {
				return true
			}
			sel, ok := ast.Unparen(loop.X).(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if v, ok := pass.TypesInfo.Uses[sel.Sel].(*types.Var); ok && v.IsField() && needsAll(pass.TypesInfo, loop) {
				out[v.Origin()] = true
			}
			return true
		})
	}
	return out
}

// needsAll reports whether a loop works on all items, or searches them: it ends
// early, if at all, because of an item or an error. One that ends after the
// first item, or after some number of them, does with less.
func needsAll(info *types.Info, loop *ast.RangeStmt) bool {
	if loop.Key == nil && loop.Value == nil {
		return false
	}
	item := map[types.Object]bool{}
	if id, ok := loop.Value.(*ast.Ident); ok {
		item[info.ObjectOf(id)] = true
	}
	var key types.Object
	if id, ok := loop.Key.(*ast.Ident); ok && id.Name != "_" {
		key = info.ObjectOf(id)
	}
	mentions := func(n ast.Node) bool {
		found := false
		ast.Inspect(n, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Ident:
				found = found || item[info.ObjectOf(n)]
			case *ast.IndexExpr:
				if id, ok := ast.Unparen(n.Index).(*ast.Ident); ok && key != nil && info.ObjectOf(id) == key {
					found = true
				}
			}
			return !found
		})
		return found
	}
	var visit func(n ast.Node, guarded bool) bool // false: it ends on purpose
	all := func(list []ast.Stmt, guarded bool) bool {
		for _, s := range list {
			if !visit(s, guarded) {
				return false
			}
		}
		return true
	}
	visit = func(n ast.Node, guarded bool) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, r := range n.Rhs {
				if !mentions(r) {
					continue
				}
				for _, l := range n.Lhs {
					if id, ok := l.(*ast.Ident); ok && n.Tok == token.DEFINE {
						item[info.ObjectOf(id)] = true // made of the item
					}
				}
			}
		case *ast.BlockStmt:
			return all(n.List, guarded)
		case *ast.LabeledStmt:
			return visit(n.Stmt, guarded)
		case *ast.IfStmt:
			if n.Init != nil {
				visit(n.Init, guarded)
			}
			g := guarded || mentions(n.Cond)
			return visit(n.Body, g) && (n.Else == nil || visit(n.Else, g))
		case *ast.SwitchStmt:
			g := guarded || n.Tag != nil && mentions(n.Tag)
			for _, c := range n.Body.List {
				c := c.(*ast.CaseClause)
				in := g
				for _, e := range c.List {
					in = in || mentions(e)
				}
				for _, s := range c.Body {
					if b, ok := s.(*ast.BranchStmt); ok && b.Tok == token.BREAK && b.Label == nil {
						continue // it ends the switch
					}
					if !visit(s, in) {
						return false
					}
				}
			}
		case *ast.ForStmt:
			return nested(n.Body, func(s ast.Stmt) bool { return visit(s, guarded) })
		case *ast.RangeStmt:
			return nested(n.Body, func(s ast.Stmt) bool { return visit(s, guarded) })
		case *ast.SelectStmt:
			return true // it may be told to stop
		case *ast.BranchStmt:
			return guarded || n.Tok == token.CONTINUE
		case *ast.ReturnStmt:
			return guarded || failing(n)
		}
		return true
	}
	return visit(loop.Body, false)
}

// nested looks into a loop inside the loop, whose own breaks end nothing else.
func nested(body *ast.BlockStmt, visit func(ast.Stmt) bool) bool {
	ok := true
	ast.Inspect(body, func(n ast.Node) bool {
		if r, is := n.(*ast.ReturnStmt); is {
			ok = ok && visit(r)
		}
		_, lit := n.(*ast.FuncLit)
		return ok && !lit
	})
	return ok
}

// failing reports whether a return gives up with an error.
func failing(r *ast.ReturnStmt) bool {
	if len(r.Results) == 0 {
		return false
	}
	last := ast.Unparen(r.Results[len(r.Results)-1])
	if id, ok := last.(*ast.Ident); ok {
		return strings.HasPrefix(strings.ToLower(id.Name), "err")
	}
	_, call := last.(*ast.CallExpr)
	return call
}
