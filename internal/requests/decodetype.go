package requests

import (
	"go/token"
	"go/types"
	"reflect"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/contract"
)

// A DecodedAt says where a part of a decoded type is declared: At of
// [contract.Type] and [contract.Field].
type DecodedAt struct {
	Pos, End token.Pos
	Pkg      string
	Var      *types.Var // the field
}

// DecodeType turns a Go type into what encoding/json makes of it.
func DecodeType(t types.Type) *contract.Type {
	return (&typeReader{seen: map[string]*contract.Type{}}).read(t, 0)
}

type typeReader struct {
	seen map[string]*contract.Type
}

const maxTypeDepth = 16

func (r *typeReader) read(t types.Type, depth int) *contract.Type {
	out := &contract.Type{}
	if t == nil || depth > maxTypeDepth {
		return out
	}
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		return r.read(p.Elem(), depth+1)
	}
	key := types.TypeString(t, nil)
	if have, ok := r.seen[key]; ok {
		return have
	}
	r.seen[key] = out
	if n, ok := t.(*types.Named); ok {
		o := n.Obj()
		out.Name = o.Name()
		out.At = DecodedAt{Pos: o.Pos(), End: o.Pos() + token.Pos(len(o.Name())), Pkg: pathOf(o.Pkg())}
		switch pathOf(o.Pkg()) + "." + o.Name() {
		case "time.Time":
			out.Kinds = contract.IsString
			return out
		case "encoding/json.RawMessage", "encoding/json.Number":
			return out
		}
		if has(n, "UnmarshalJSON") {
			return out
		}
		if has(n, "UnmarshalText") {
			out.Kinds = contract.IsString
			return out
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch info := u.Info(); {
		case info&types.IsString != 0:
			out.Kinds = contract.IsString
			if n, ok := t.(*types.Named); ok {
				for _, c := range constantsOf(n) {
					out.Consts = append(out.Consts, contract.Const{Value: c.Value, At: DecodedAt{Pos: c.Pos, End: c.End, Pkg: c.Pkg}})
				}
			}
		case info&types.IsBoolean != 0:
			out.Kinds = contract.IsBoolean
		case info&types.IsInteger != 0:
			out.Kinds = contract.IsInteger
		case info&types.IsFloat != 0:
			out.Kinds = contract.IsNumber
		}
	case *types.Slice:
		if b, ok := u.Elem().Underlying().(*types.Basic); ok && b.Kind() == types.Byte {
			out.Kinds = contract.IsString
			return out
		}
		out.Kinds, out.Elem = contract.IsArray, r.read(u.Elem(), depth+1)
	case *types.Array:
		out.Kinds, out.Elem = contract.IsArray, r.read(u.Elem(), depth+1)
	case *types.Map:
		out.Kinds, out.Map, out.Elem = contract.IsObject, true, r.read(u.Elem(), depth+1)
	case *types.Struct:
		out.Kinds = contract.IsObject
		r.fields(out, u, depth)
	}
	return out
}

// fields adds the names that a struct decodes. A name of an embedded struct
// gives way to one further out.
func (r *typeReader) fields(out *contract.Type, st *types.Struct, depth int) {
	var embedded []*types.Struct
	for i := range st.NumFields() {
		v := st.Field(i)
		tag := reflect.StructTag(st.Tag(i)).Get("json")
		name, opts, _ := strings.Cut(tag, ",")
		if tag == "-" {
			continue
		}
		if v.Embedded() && name == "" {
			in := deref(v.Type())
			if s, ok := in.Underlying().(*types.Struct); ok {
				if n, ok := types.Unalias(in).(*types.Named); ok && has(n, "UnmarshalJSON") {
					out.Kinds = 0 // it decodes the whole
					return
				}
				embedded = append(embedded, s)
				continue
			}
		}
		if !v.Exported() {
			continue
		}
		if name == "" {
			name = v.Name()
		}
		if slices.ContainsFunc(out.Fields, func(f contract.Field) bool { return f.Name == name }) {
			continue
		}
		f := contract.Field{Name: name, At: DecodedAt{Pos: v.Pos(), End: v.Pos() + token.Pos(len(v.Name())), Pkg: pathOf(v.Pkg()), Var: v}}
		if slices.Contains(strings.Split(opts, ","), "string") {
			f.Type = &contract.Type{}
		} else {
			f.Type = r.read(v.Type(), depth+1)
		}
		out.Fields = append(out.Fields, f)
	}
	for _, s := range embedded {
		r.fields(out, s, depth)
	}
}

func pathOf(p *types.Package) string {
	if p == nil {
		return ""
	}
	return p.Path()
}

// has reports whether a pointer to the type has a method.
func has(n *types.Named, method string) bool {
	obj, _, _ := types.LookupFieldOrMethod(types.NewPointer(n), true, n.Obj().Pkg(), method)
	_, ok := obj.(*types.Func)
	return ok
}
