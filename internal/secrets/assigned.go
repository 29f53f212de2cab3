package secrets

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
)

// An assignment is what a declaration or statement says about the value of an
// expression in it.
type assignment struct {
	// names are those that the value is given to, innermost first: map key or
	// field, type of the literal, variable; parameter and function.
	names []string
	// sample: one of the names says that this is what a key looks like.
	sample bool
	// pattern: the value is part of a regular expression.
	pattern bool
	// scheme: a format puts the value behind the key scheme.
	scheme bool
}

// isKey reports whether the statement alone makes a loosely shaped text a key.
func (a assignment) isKey() bool { return a.scheme || says(a.names) }

// assignedTo reads the ancestors of an expression, outermost first, up to its
// declaration or statement.
func assignedTo(pkg *types.Package, info *types.Info, stack []ast.Node, e ast.Expr) assignment {
	r := naming{pkg: pkg, info: info, open: true}
	var child ast.Node = e
	for _, parent := range slices.Backward(stack) {
		if !r.visit(parent, child) {
			break
		}
		child = parent
	}
	return r.assignment
}

type naming struct {
	assignment
	pkg  *types.Package
	info *types.Info
	// open: the value itself, and not something computed from it, gets the
	// names that follow. Samples are recognised all the same.
	open     bool
	returned bool // the value is returned by the function around it
}

// add notes a name that the value is given to.
func (r *naming) add(name string) {
	r.sample = r.sample || isSample(name)
	r.qualify(name)
}

// qualify notes a name around the value, such as that of a type or package:
// it says whose the value is, but not that it is a sample.
func (r *naming) qualify(name string) {
	if r.open && name != "" {
		r.names = append(r.names, name)
	}
}

// visit reads one ancestor and reports whether the next can say more.
func (r *naming) visit(parent, child ast.Node) bool {
	switch p := parent.(type) {
	case *ast.KeyValueExpr:
		if p.Value == child {
			r.add(r.name(p.Key))
		}
	case *ast.CompositeLit:
		r.element(p, child)
	case *ast.CallExpr:
		r.call(p, child)
	case *ast.IndexExpr:
		return false // a key that is looked up
	case *ast.BinaryExpr:
		return p.Op == token.ADD
	case *ast.Field:
		// A struct tag.
		for _, name := range p.Names {
			r.add(name.Name)
		}
	case *ast.TypeSpec:
		r.qualify(p.Name.Name)
		return false
	case *ast.AssignStmt:
		i := slices.IndexFunc(p.Rhs, func(e ast.Expr) bool { return e == child })
		if i >= 0 && i < len(p.Lhs) {
			r.add(r.name(p.Lhs[i]))
		}
		return false
	case *ast.ValueSpec:
		i := slices.IndexFunc(p.Values, func(e ast.Expr) bool { return e == child })
		if i >= 0 && i < len(p.Names) {
			r.add(p.Names[i].Name)
		}
		return false
	case *ast.RangeStmt:
		if p.X == child && p.Value != nil {
			r.add(r.name(p.Value))
		}
		return false
	case *ast.ReturnStmt:
		r.returned = true
	case *ast.FuncLit:
		return false
	case *ast.FuncDecl:
		if r.returned {
			r.add(p.Name.Name)
		}
		return false
	case ast.Stmt:
		return r.returned
	}
	return true
}

// element notes what a composite literal says about one of its elements.
func (r *naming) element(lit *ast.CompositeLit, child ast.Node) {
	t := r.info.TypeOf(lit)
	if t == nil {
		return
	}
	if s, ok := t.Underlying().(*types.Struct); ok {
		i := slices.IndexFunc(lit.Elts, func(e ast.Expr) bool { return e == child })
		if _, keyed := child.(*ast.KeyValueExpr); !keyed && i >= 0 && i < s.NumFields() {
			r.add(s.Field(i).Name())
		}
	}
	if named, ok := types.Unalias(t).(*types.Named); ok {
		r.qualify(named.Obj().Name())
		r.qualifyPackage(named.Obj())
	}
}

// qualifyPackage notes the package of something that is used, but not when it
// is the package at hand: that would make everything in it suspicious.
func (r *naming) qualifyPackage(obj types.Object) {
	if obj.Pkg() != nil && obj.Pkg() != r.pkg {
		r.qualify(obj.Pkg().Name())
	}
}

// name writes the name that an expression on the left of an assignment, or the
// key of a composite literal, has: cfg.Klaviyo.Key, m["klaviyo_key"].
func (r *naming) name(e ast.Expr) string {
	if v := r.info.Types[e].Value; v != nil && v.Kind() == constant.String {
		return constant.StringVal(v)
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return r.name(e.X) + "." + e.Sel.Name
	case *ast.IndexExpr:
		return r.name(e.X) + "." + r.name(e.Index)
	case *ast.StarExpr:
		return r.name(e.X)
	case *ast.BasicLit:
		text, _ := literal(e)
		return text
	}
	return ""
}
