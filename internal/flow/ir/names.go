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
		if b, ok := t.Elem().Underlying().(*types.Basic); ok && b.Kind() == types.Byte {
			return "[]" + TypeName(t.Elem()) // a digest is text, as a slice of bytes is
		}
		return "[" + strconv.FormatInt(t.Len(), 10) + "]" + TypeName(t.Elem())
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
		return "?" + t.Obj().Name()
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
	case "", "interface", "struct":
		recv = pkg + ".interface"
	}
	if strings.HasPrefix(recv, "?") {
		recv = pkg + ".interface"
	}
	return recv + "." + fn.Name()
}

// Elem strips one pointer from a type name.
func Elem(name string) string { return strings.TrimPrefix(name, "*") }

// isStruct reports whether the type is a struct.
func isStruct(t types.Type) bool {
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Struct)
	return ok
}

// byValue reports whether values of the type are copied part by part.
func byValue(t types.Type) bool {
	if t == nil {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Struct:
		return true
	case *types.Array:
		b, ok := u.Elem().Underlying().(*types.Basic)
		return !ok || b.Kind() != types.Byte
	}
	return false
}

// ElemType is the type of the elements of a list, map, array or channel type.
func ElemType(name string) string {
	switch {
	case strings.HasPrefix(name, "chan "):
		return name[len("chan "):]
	case strings.HasPrefix(name, "map["):
		depth := 0
		for i := len("map"); i < len(name); i++ {
			switch name[i] {
			case '[':
				depth++
			case ']':
				if depth--; depth == 0 {
					return name[i+1:]
				}
			}
		}
	case strings.HasPrefix(name, "["):
		_, elem, _ := strings.Cut(name, "]")
		return elem
	}
	return ""
}

// IsArray reports whether the name is that of an array type, and its length.
func IsArray(name string) (int64, bool) {
	if len(name) < 3 || name[0] != '[' || name[1] == ']' {
		return 0, false
	}
	size, _, _ := strings.Cut(name[1:], "]")
	n, err := strconv.ParseInt(size, 10, 64)
	return n, err == nil
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
