package requests

import (
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"

	"github.com/klaviyolint/klaviyolint/internal/contract"
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
}

// Decodes returns the types that the answer to a request is decoded into, as
// far as they are known: the type of the target where the decoding stands in
// this package, or else that of the argument, or the type argument, with which
// this package calls what decodes.
func (res *Result) Decodes(pass *analysis.Pass, r *Request) []Decoded {
	var out []Decoded
	for _, d := range r.Handling.Decodes {
		if t, at := decodedType(pass, d, res.pkg); t != nil {
			out = append(out, Decoded{t, at})
		}
	}
	return out
}

func decodedType(pass *analysis.Pass, d httpcalls.Decode, pkg string) (types.Type, place.Place) {
	var at place.Place
	wanted := d.Type
	for i := len(d.Chain) - 1; i >= 0; i-- {
		l := d.Chain[i]
		if l.Fn.Pkg != pkg || !l.Node.Pos.IsValid() {
			continue
		}
		call := callAt(pass, l)
		if call == nil {
			continue
		}
		at = httpcalls.PlaceOf(l.Node)
		for _, a := range call.Args {
			t := deref(pass.TypesInfo.TypeOf(a))
			if t == nil {
				continue
			}
			name := ir.TypeName(t)
			if concrete(t) && (wanted != "" && name == wanted || wanted == "" && i == len(d.Chain)-1 && ast.Unparen(a) != call.Args[0] || wanted == "struct" && name == "struct") {
				return t, at
			}
		}
		if t := typeArgument(pass, call, wanted); t != nil {
			return t, at
		}
	}
	if wanted != "" {
		if t := namedType(pass.Pkg, wanted); t != nil && concrete(t) {
			return t, at
		}
	}
	return nil, at
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
// where the decoded type is a parameter of it.
func typeArgument(pass *analysis.Pass, call *ast.CallExpr, wanted string) types.Type {
	fun := ast.Unparen(call.Fun)
	switch x := fun.(type) {
	case *ast.IndexExpr:
		fun = x.X
	case *ast.IndexListExpr:
		fun = x.X
	}
	var id *ast.Ident
	switch x := fun.(type) {
	case *ast.Ident:
		id = x
	case *ast.SelectorExpr:
		id = x.Sel
	default:
		return nil
	}
	inst, ok := pass.TypesInfo.Instances[id]
	if !ok || inst.TypeArgs.Len() != 1 {
		return nil
	}
	t := inst.TypeArgs.At(0)
	switch {
	case wanted == "" || wanted == "?":
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
	switch u := types.Unalias(t).(type) {
	case *types.TypeParam, *types.Interface:
		return false
	case *types.Named:
		if u.TypeParams().Len() > 0 && u.TypeArgs().Len() == 0 {
			return false
		}
		for i := range u.TypeArgs().Len() {
			if _, open := types.Unalias(u.TypeArgs().At(i)).(*types.TypeParam); open {
				return false
			}
		}
		_, iface := u.Underlying().(*types.Interface)
		return !iface
	}
	return true
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
