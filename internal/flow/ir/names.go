package ir

import (
	"go/types"
	"strconv"
	"strings"
)

// TypeName writes a type the way nodes carry it: package path and name for a
// named type (its origin, when it is generic), with a star for each pointer.
func TypeName(t types.Type) string {
	switch t := types.Unalias(t).(type) {
	case nil:
		return ""
	case *types.Pointer:
		return "*" + TypeName(t.Elem())
	case *types.Named:
		o := t.Origin().Obj()
		if o.Pkg() == nil {
			return o.Name()
		}
		return o.Pkg().Path() + "." + o.Name() + local(o)
	case *types.Slice:
		return "[]" + TypeName(t.Elem())
	case *types.Array:
		return "[]" + TypeName(t.Elem())
	case *types.Map:
		return "map[" + TypeName(t.Key()) + "]" + TypeName(t.Elem())
	case *types.Chan:
		return "chan " + TypeName(t.Elem())
	case *types.Signature:
		return "func"
	case *types.Struct:
		return "struct"
	case *types.Interface:
		return "interface"
	case *types.TypeParam:
		return "?"
	case *types.Basic:
		if t.Kind() == types.Invalid {
			return ""
		}
		return t.Name()
	}
	return ""
}

// local tells types apart that functions declare under one name: by the file
// and the place in it.
func local(o *types.TypeName) string {
	scope := o.Pkg().Scope()
	if o.Parent() == nil || o.Parent() == scope {
		return ""
	}
	for i := range scope.NumChildren() {
		if f := scope.Child(i); f.Contains(o.Pos()) {
			return "@" + strconv.Itoa(i) + ":" + strconv.Itoa(int(o.Pos()-f.Pos()))
		}
	}
	return ""
}

// FuncName writes a function the way nodes carry it: package path, receiver
// type without pointer, and name, joined by dots.
func FuncName(fn *types.Func) string {
	fn = fn.Origin()
	pkg := ""
	if fn.Pkg() != nil {
		pkg = fn.Pkg().Path()
	}
	sig, _ := fn.Type().(*types.Signature)
	if sig == nil || sig.Recv() == nil {
		return pkg + "." + fn.Name()
	}
	recv := strings.TrimPrefix(TypeName(sig.Recv().Type()), "*")
	switch recv {
	case "", "interface", "struct", "?":
		recv = pkg + ".interface"
	}
	return recv + "." + fn.Name()
}

// Elem strips one pointer from a type name.
func Elem(name string) string { return strings.TrimPrefix(name, "*") }

// isStruct reports whether values of the type are copied field by field.
func isStruct(t types.Type) bool {
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Struct)
	return ok
}

// isString reports whether the type's values are text.
func isString(t types.Type) bool {
	if t == nil {
		return false
	}
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

// arrayLen is the length of an array, or of the one a pointer points to.
func arrayLen(t types.Type) int64 {
	if t == nil {
		return 0
	}
	u := t.Underlying()
	if p, ok := u.(*types.Pointer); ok {
		u = p.Elem().Underlying()
	}
	if a, ok := u.(*types.Array); ok {
		return a.Len()
	}
	return 0
}
