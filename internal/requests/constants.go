package requests

import (
	"go/constant"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// A Constant is one of the values that a type of the code has.
type Constant struct {
	Value    string
	Pos, End token.Pos // of its name
	Pkg      string
}

// Constants returns the string constants of a type, by the name that the tree
// form gives it, in the order of their names.
func Constants(pass *analysis.Pass, typ string) []Constant {
	named, ok := namedType(pass.Pkg, typ).(*types.Named)
	if !ok {
		return nil
	}
	return constantsOf(named)
}

func constantsOf(named *types.Named) []Constant {
	o := named.Obj()
	b, ok := named.Underlying().(*types.Basic)
	if !ok || b.Info()&types.IsString == 0 || o.Pkg() == nil {
		return nil
	}
	var out []Constant
	scope := o.Pkg().Scope()
	for _, name := range scope.Names() {
		c, ok := scope.Lookup(name).(*types.Const)
		if !ok || !types.Identical(c.Type(), named) || c.Val().Kind() != constant.String || !c.Pos().IsValid() {
			continue
		}
		out = append(out, Constant{Value: constant.StringVal(c.Val()), Pos: c.Pos(), End: c.Pos() + token.Pos(len(name)), Pkg: o.Pkg().Path()})
	}
	return out
}

// InModule reports whether what a package declares at a place belongs to the
// module under analysis, and the place is known.
func InModule(pass *analysis.Pass, pkg string, at token.Pos) bool {
	m := pass.Module
	if m == nil || pkg != m.Path && !strings.HasPrefix(pkg, m.Path+"/") {
		return false
	}
	return pass.Fset.Position(at).Line > 0
}
