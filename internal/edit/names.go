package edit

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/lazy"
)

// HeaderValue returns how the code of the package itself writes the value of a
// header, as an expression that means the same at a place: a constant, variable
// or function of the package, one of an imported package, or a field or method of
// the receiver. The expression that is used most wins, then the first one.
// constants tells of a constant value whether it may be used. ok is false where
// the package has no such name, or it means something else at the place.
func HeaderValue(pass *analysis.Pass, at token.Pos, header string, constants func(value string) bool) (expr string, ok bool) {
	count := map[string]int{}
	var order []string
	seen := func(key, value ast.Expr, from *ast.FuncDecl) {
		if !isConstant(pass, key, header) {
			return
		}
		if v := pass.TypesInfo.Types[value].Value; v != nil && (v.Kind() != constant.String || !constants(constant.StringVal(v))) {
			return
		}
		if e := here(pass, value, from, at); e != "" {
			if count[e] == 0 {
				order = append(order, e)
			}
			count[e]++
		}
	}
	for _, file := range pass.Files {
		for _, decl := range file.Decls {
			from, _ := decl.(*ast.FuncDecl)
			ast.Inspect(decl, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.CallExpr:
					if sel, ok := n.Fun.(*ast.SelectorExpr); ok && len(n.Args) == 2 && (sel.Sel.Name == "Set" || sel.Sel.Name == "Add" || sel.Sel.Name == "SetHeader") {
						seen(n.Args[0], n.Args[1], from)
					}
				case *ast.KeyValueExpr:
					seen(n.Key, n.Value, from)
				}
				return true
			})
		}
	}
	for _, e := range order {
		if count[e] > count[expr] {
			expr = e
		}
	}
	return expr, expr != ""
}

func isConstant(pass *analysis.Pass, e ast.Expr, text string) bool {
	v := pass.TypesInfo.Types[e].Value
	return v != nil && v.Kind() == constant.String && strings.EqualFold(constant.StringVal(v), text)
}

// here writes an expression of another place so that it means the same at this
// one, or returns "".
func here(pass *analysis.Pass, e ast.Expr, from *ast.FuncDecl, at token.Pos) string {
	if t := pass.TypesInfo.TypeOf(e); t == nil || !types.Identical(types.Default(t), types.Typ[types.String]) {
		return ""
	}
	scope := pass.Pkg.Scope().Innermost(at)
	if scope == nil {
		return ""
	}
	means := func(name string, obj types.Object) bool {
		_, found := scope.LookupParent(name, at)
		return found == obj
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		if obj := pass.TypesInfo.ObjectOf(e); obj != nil && obj.Parent() == pass.Pkg.Scope() && means(e.Name, obj) {
			return e.Name
		}
	case *ast.SelectorExpr:
		x, ok := e.X.(*ast.Ident)
		if !ok {
			return ""
		}
		switch obj := pass.TypesInfo.ObjectOf(x).(type) {
		case *types.PkgName:
			// An import has one object for each file: the name and the path decide.
			if _, found := scope.LookupParent(x.Name, at); found != nil {
				if imp, ok := found.(*types.PkgName); ok && imp.Imported() == obj.Imported() {
					return x.Name + "." + e.Sel.Name
				}
			}
		case *types.Var:
			if name := receiverHere(pass, from, obj, at); name != "" {
				return name + "." + e.Sel.Name
			}
		}
	case *ast.CallExpr:
		if len(e.Args) == 0 {
			if fn := callee(pass, e.Fun, from, at, means); fn != "" {
				return fn + "()"
			}
		}
	}
	return ""
}

// callee is a function or method that takes nothing.
func callee(pass *analysis.Pass, fun ast.Expr, from *ast.FuncDecl, at token.Pos, means func(string, types.Object) bool) string {
	switch fun := fun.(type) {
	case *ast.Ident:
		if obj := pass.TypesInfo.ObjectOf(fun); obj != nil && obj.Parent() == pass.Pkg.Scope() && means(fun.Name, obj) {
			return fun.Name
		}
	case *ast.SelectorExpr:
		if x, ok := fun.X.(*ast.Ident); ok {
			if v, ok := pass.TypesInfo.ObjectOf(x).(*types.Var); ok {
				if name := receiverHere(pass, from, v, at); name != "" {
					return name + "." + fun.Sel.Name
				}
			}
		}
	}
	return ""
}

// receiverHere returns the receiver of the method around a place, where v is the
// receiver of the method from, and both are of one type.
func receiverHere(pass *analysis.Pass, from *ast.FuncDecl, v *types.Var, at token.Pos) string {
	if from == nil || receiverOf(pass, from) != v {
		return ""
	}
	for _, file := range pass.Files {
		if at < file.FileStart || at >= file.FileEnd {
			continue
		}
		for _, decl := range file.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || at < fn.Pos() || at >= fn.End() {
				continue
			}
			own := receiverOf(pass, fn)
			if own == nil || own.Name() == "_" || named(own.Type()) == nil || named(own.Type()) != named(v.Type()) {
				return ""
			}
			if _, found := pass.Pkg.Scope().Innermost(at).LookupParent(own.Name(), at); found != own {
				return ""
			}
			return own.Name()
		}
	}
	return ""
}

func receiverOf(pass *analysis.Pass, fn *ast.FuncDecl) *types.Var {
	if fn.Recv == nil || len(fn.Recv.List) == 0 || len(fn.Recv.List[0].Names) == 0 {
		return nil
	}
	v, _ := pass.TypesInfo.Defs[fn.Recv.List[0].Names[0]].(*types.Var)
	return v
}

func named(t types.Type) *types.TypeName {
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	if n, ok := t.(*types.Named); ok {
		return n.Obj()
	}
	return nil
}

// keyName is an environment entry that holds the private key by its name.
var keyName = lazy.Regexp(`^[A-Z0-9_]*KLAVIYO[A-Z0-9_]*$`)

// EnvName returns the environment variable from which the package reads the
// private key: the one name that says Klaviyo and key, token or secret and stands
// in a call, such as os.Getenv or a helper of its own. "" where there is none, or
// more than one.
func EnvName(pass *analysis.Pass) string {
	name := ""
	several := false
	for _, file := range pass.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			v := pass.TypesInfo.Types[call.Args[0]].Value
			if v == nil || v.Kind() != constant.String || !isKeyName(constant.StringVal(v)) {
				return true
			}
			several = several || name != "" && name != constant.StringVal(v)
			name = constant.StringVal(v)
			return true
		})
	}
	if several {
		return ""
	}
	return name
}

func isKeyName(s string) bool {
	if !keyName().MatchString(s) {
		return false
	}
	for _, public := range []string{"PUBLIC", "COMPANY", "SITE", "OAUTH", "WEBHOOK", "CLIENT"} {
		if strings.Contains(s, public) {
			return false
		}
	}
	return strings.Contains(s, "KEY") || strings.Contains(s, "TOKEN") || strings.Contains(s, "SECRET")
}

// IsFallback reports whether a literal is the fallback of a call that reads the
// key from an environment variable, as in getenv("KLAVIYO_API_KEY", "pk_..."), and
// returns the variable.
func IsFallback(pass *analysis.Pass, call *ast.CallExpr, lit ast.Expr) (name string, ok bool) {
	if len(call.Args) < 2 || call.Args[0] == lit {
		return "", false
	}
	v := pass.TypesInfo.Types[call.Args[0]].Value
	if v == nil || v.Kind() != constant.String || !isKeyName(constant.StringVal(v)) {
		return "", false
	}
	return constant.StringVal(v), true
}
