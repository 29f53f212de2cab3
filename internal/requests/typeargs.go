package requests

import (
	"go/ast"
	"go/types"
)

// bindings returns what the type parameters of a called function stand for:
// its own, and those of its receiver.
func bindings(info *types.Info, call *ast.CallExpr) map[*types.TypeParam]types.Type {
	id := called(call)
	if id == nil {
		return nil
	}
	fn, ok := info.Uses[id].(*types.Func)
	if !ok {
		return nil
	}
	sig, ok := fn.Origin().Type().(*types.Signature)
	if !ok {
		return nil
	}
	out := map[*types.TypeParam]types.Type{}
	if inst, ok := info.Instances[id]; ok {
		for i := range min(inst.TypeArgs.Len(), sig.TypeParams().Len()) {
			out[sig.TypeParams().At(i)] = inst.TypeArgs.At(i)
		}
	}
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && sig.RecvTypeParams().Len() > 0 {
		if recv, ok := types.Unalias(deref(info.TypeOf(sel.X))).(*types.Named); ok {
			for i := range min(recv.TypeArgs().Len(), sig.RecvTypeParams().Len()) {
				out[sig.RecvTypeParams().At(i)] = recv.TypeArgs().At(i)
			}
		}
	}
	return out
}

// substitute puts types in the place of type parameters. What it cannot look
// into stays as it is.
func substitute(t types.Type, with map[*types.TypeParam]types.Type) types.Type {
	if len(with) == 0 || !mentions(t) {
		return t
	}
	switch t := types.Unalias(t).(type) {
	case *types.TypeParam:
		if to, ok := with[t]; ok {
			return deref(to)
		}
	case *types.Pointer:
		return types.NewPointer(substitute(t.Elem(), with))
	case *types.Slice:
		return types.NewSlice(substitute(t.Elem(), with))
	case *types.Array:
		return types.NewArray(substitute(t.Elem(), with), t.Len())
	case *types.Map:
		return types.NewMap(substitute(t.Key(), with), substitute(t.Elem(), with))
	case *types.Struct:
		fields := make([]*types.Var, t.NumFields())
		tags := make([]string, t.NumFields())
		for i := range fields {
			f := t.Field(i)
			fields[i], tags[i] = f, t.Tag(i)
			if mentions(f.Type()) {
				fields[i] = types.NewField(f.Pos(), f.Pkg(), f.Name(), substitute(f.Type(), with), f.Embedded())
			}
		}
		return types.NewStruct(fields, tags)
	case *types.Named:
		args := make([]types.Type, t.TypeArgs().Len())
		for i := range args {
			args[i] = substitute(t.TypeArgs().At(i), with)
		}
		if inst, err := types.Instantiate(nil, t.Origin(), args, false); err == nil {
			return inst
		}
	}
	return t
}

// mentions reports whether a type has type parameters that stand for nothing
// yet.
func mentions(t types.Type) bool {
	switch t := types.Unalias(t).(type) {
	case *types.TypeParam:
		return true
	case *types.Pointer:
		return mentions(t.Elem())
	case *types.Slice:
		return mentions(t.Elem())
	case *types.Array:
		return mentions(t.Elem())
	case *types.Map:
		return mentions(t.Key()) || mentions(t.Elem())
	case *types.Struct:
		for i := range t.NumFields() {
			if mentions(t.Field(i).Type()) {
				return true
			}
		}
	case *types.Named:
		for i := range t.TypeArgs().Len() {
			if mentions(t.TypeArgs().At(i)) {
				return true
			}
		}
	}
	return false
}
