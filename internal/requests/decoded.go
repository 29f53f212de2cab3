package requests

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/httpcalls"
	"github.com/klaviyolint/klaviyolint/internal/place"
)

// A Decoded is a type that the answer to a request is decoded into.
type Decoded struct {
	Type types.Type
	// Call is the call in this package that decodes, or hands the target on to
	// what decodes.
	Call place.Place
	// Target is the expression in that call that is filled; nil where the call has
	// none, as with a type argument.
	Target ast.Expr
}

// Decodes returns the types that the answer to a request is decoded into, as
// far as they are known: the type of the target where the decoding stands in
// this package, or else that of the argument, or the type argument, with which
// this package calls what decodes.
func (res *Result) Decodes(pass *analysis.Pass, r *Request) []Decoded {
	var out []Decoded
	for _, d := range r.Handling.Decodes {
		if t := decodedType(pass, d, res.pkg); t.Type != nil {
			out = append(out, t)
		}
	}
	return out
}

// decodedType follows the target of a decoding outwards through the calls that
// lead to it, until its type is one that is written down.
func decodedType(pass *analysis.Pass, d httpcalls.Decode, pkg string) Decoded {
	var out Decoded
	var open types.Type // the target's type at this level, with parameters of the function there
	wanted := d.Type
	for i := len(d.Chain) - 1; i >= 0; i-- {
		l := d.Chain[i]
		if l.Fn.Pkg != pkg || !l.Node.Pos.IsValid() {
			open = nil
			continue
		}
		call := callAt(pass, l)
		if call == nil {
			continue
		}
		out.Call, out.Target = httpcalls.PlaceOf(l.Node), nil
		if open != nil {
			open = substitute(open, bindings(pass.TypesInfo, call))
		} else {
			open, out.Target = target(pass, call, wanted, i == len(d.Chain)-1)
		}
		if open != nil && concrete(open) {
			out.Type = open
			return out
		}
		if open != nil && !mentions(open) {
			open = nil // an interface: what is in it is told further out
		}
		if open == nil {
			if t := typeArgument(pass, call, wanted); t != nil {
				out.Type, out.Target = t, nil
				return out
			}
		}
	}
	if t := namedType(pass.Pkg, wanted); t != nil && concrete(t) {
		out.Type, out.Target = t, nil
	}
	return out
}

// target returns the argument of a call that is filled, and its type: that of
// the decoder itself where the call decodes, or else the one whose type has the
// name.
func target(pass *analysis.Pass, call *ast.CallExpr, wanted string, decodes bool) (types.Type, ast.Expr) {
	if decodes {
		if i := filled(call); i >= 0 && i < len(call.Args) {
			t := deref(pass.TypesInfo.TypeOf(call.Args[i]))
			if t != nil && (concrete(t) || mentions(t)) {
				return t, call.Args[i]
			}
		}
	}
	if t, e := handed(pass, call); e != nil {
		return t, e
	}
	if wanted == "" {
		return nil, nil
	}
	_, at, anonymous := strings.Cut(wanted, ".struct@")
	for _, a := range call.Args {
		t := deref(pass.TypesInfo.TypeOf(a))
		if t == nil || !concrete(t) && !mentions(t) {
			continue
		}
		_, structure := types.Unalias(t).(*types.Struct)
		switch {
		case anonymous && structure && declaredAt(pass, a, at), ir.TypeName(t) == wanted && !anonymous:
			return t, a
		}
	}
	return nil, nil
}

// handed returns the target that a chain of calls was given before the one that
// sends: client.R().SetResult(&out).Get(path).
func handed(pass *analysis.Pass, call *ast.CallExpr) (types.Type, ast.Expr) {
	for {
		sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
		if !ok {
			return nil, nil
		}
		inner, ok := ast.Unparen(sel.X).(*ast.CallExpr)
		if !ok {
			return nil, nil
		}
		call = inner
		if s, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && len(call.Args) > 0 && slices.Contains(setters, s.Sel.Name) {
			if t := deref(pass.TypesInfo.TypeOf(call.Args[0])); t != nil && (concrete(t) || mentions(t)) {
				return t, call.Args[0]
			}
			return nil, nil
		}
	}
}

// setters are the methods of client libraries that take the target of success:
// resty's SetResult, req's SetSuccessResult.
var setters = []string{"SetResult", "SetSuccessResult"}

// filled is the index of the argument that a decoder fills; -1 where the call
// is none.
func filled(call *ast.CallExpr) int {
	if s, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		switch s.Sel.Name {
		case "Decode":
			return 0
		case "Unmarshal":
			return 1
		}
	}
	return -1
}

// declaredAt reports whether an expression of a type without a name is the
// variable, or the literal, that stands at a place: line and column, as the tree
// form writes it.
func declaredAt(pass *analysis.Pass, e ast.Expr, at string) bool {
	e = ast.Unparen(e)
	if u, ok := e.(*ast.UnaryExpr); ok {
		e = ast.Unparen(u.X)
	}
	pos := e.Pos()
	if id, ok := e.(*ast.Ident); ok {
		o := pass.TypesInfo.ObjectOf(id)
		if o == nil {
			return false
		}
		pos = o.Pos()
		if literal := assigned(pass, o); literal != nil {
			pos = literal.Pos()
		}
	}
	return pass.Fset.Position(pos).String() == at
}

// assigned returns the literal that a variable is declared with: out :=
// struct{...}{}, or its address.
func assigned(pass *analysis.Pass, o types.Object) ast.Expr {
	for _, f := range pass.Files {
		if f.FileStart > o.Pos() || o.Pos() >= f.FileEnd {
			continue
		}
		path, _ := astutil.PathEnclosingInterval(f, o.Pos(), o.Pos())
		for _, n := range path {
			s, ok := n.(*ast.AssignStmt)
			if !ok || len(s.Lhs) != len(s.Rhs) {
				continue
			}
			for i, l := range s.Lhs {
				if l.Pos() != o.Pos() {
					continue
				}
				e := ast.Unparen(s.Rhs[i])
				if u, ok := e.(*ast.UnaryExpr); ok {
					e = ast.Unparen(u.X)
				}
				return e
			}
		}
	}
	return nil
}

// callAt finds the call that a link stands for.
func callAt(pass *analysis.Pass, l flow.Link) *ast.CallExpr {
	for _, f := range pass.Files {
		if f.FileStart > l.Node.Pos || l.Node.Pos >= f.FileEnd {
			continue
		}
		path, _ := astutil.PathEnclosingInterval(f, l.Node.Pos, l.Node.End)
		for _, n := range path {
			if c, ok := n.(*ast.CallExpr); ok && c.Pos() == l.Node.Pos && c.End() == l.Node.End {
				return c
			}
		}
	}
	return nil
}

// typeArgument returns the only type argument of a call of a generic function,
// where the decoded type is a parameter of it, and the function's own code is
// not seen here.
func typeArgument(pass *analysis.Pass, call *ast.CallExpr, wanted string) types.Type {
	id := called(call)
	if id == nil {
		return nil
	}
	inst, ok := pass.TypesInfo.Instances[id]
	if !ok || inst.TypeArgs.Len() != 1 {
		return nil
	}
	t := inst.TypeArgs.At(0)
	switch {
	case wanted == "" || strings.HasPrefix(wanted, "?"):
	case ir.TypeName(deref(t)) == wanted:
	default:
		// The target may be a generic type around the argument: Document[T].
		named, ok := namedType(pass.Pkg, wanted).(*types.Named)
		if !ok || named.TypeParams().Len() != 1 {
			return nil
		}
		inst, err := types.Instantiate(nil, named, []types.Type{t}, false)
		if err != nil {
			return nil
		}
		t = inst
	}
	if t = deref(t); concrete(t) {
		return t
	}
	return nil
}

// called returns the name of the function that is called.
func called(call *ast.CallExpr) *ast.Ident {
	fun := ast.Unparen(call.Fun)
	switch x := fun.(type) {
	case *ast.IndexExpr:
		fun = x.X
	case *ast.IndexListExpr:
		fun = x.X
	}
	switch x := fun.(type) {
	case *ast.Ident:
		return x
	case *ast.SelectorExpr:
		return x.Sel
	}
	return nil
}

func deref(t types.Type) types.Type {
	if t == nil {
		return nil
	}
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		return p.Elem()
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}

// concrete reports whether a type is one that JSON fills, with no type parameter
// left open.
func concrete(t types.Type) bool {
	if n, ok := types.Unalias(t).(*types.Named); ok && n.TypeParams().Len() > 0 && n.TypeArgs().Len() == 0 {
		return false
	}
	return !mentions(t) && !types.IsInterface(t)
}

// namedType finds a type by the name that the tree form gives it, in a package
// or what it imports.
func namedType(pkg *types.Package, name string) types.Type {
	i := strings.LastIndexByte(name, '.')
	if i < 0 || strings.ContainsAny(name, "@#[]") {
		return nil
	}
	seen := map[*types.Package]bool{}
	var find func(p *types.Package, depth int) types.Type
	find = func(p *types.Package, depth int) types.Type {
		if p == nil || seen[p] || depth > 3 {
			return nil
		}
		seen[p] = true
		if p.Path() == name[:i] {
			if o, ok := p.Scope().Lookup(name[i+1:]).(*types.TypeName); ok {
				return o.Type()
			}
			return nil
		}
		for _, imp := range p.Imports() {
			if t := find(imp, depth+1); t != nil {
				return t
			}
		}
		return nil
	}
	return find(pkg, 0)
}
