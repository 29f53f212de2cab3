package ir

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
)

func (l *lowerer) node(op Op, at ast.Node) *Node {
	l.nodes++
	n := &Node{Op: op}
	if at != nil {
		n.Pos, n.End = at.Pos(), at.End()
	}
	return n
}

// value lowers an expression whose value is kept: a struct that is read from
// a place is copied, as Go does.
func (l *lowerer) value(e ast.Expr) *Node {
	n := l.expr(e)
	switch ast.Unparen(e).(type) {
	case *ast.Ident, *ast.SelectorExpr, *ast.StarExpr, *ast.IndexExpr, *ast.TypeAssertExpr:
		if t := l.info.TypeOf(e); byValue(t) {
			c := l.node(OpCopy, e)
			c.Type, c.Kids, c.ByValue = l.typeName(t), []*Node{n}, true
			return c
		}
	}
	return n
}

func (l *lowerer) expr(e ast.Expr) *Node {
	if e == nil {
		return none
	}
	l.depth++
	defer func() { l.depth-- }()
	if l.depth > 400 { // a generated literal nested beyond reason
		return l.node(OpUnknown, e)
	}
	e = ast.Unparen(e)
	tv, ok := l.info.Types[e]
	if id, isID := e.(*ast.Ident); isID && !ok {
		return l.ident(id)
	}
	if ok && tv.Value != nil {
		return l.constant(e, tv)
	}
	if ok && tv.IsNil() {
		return l.node(OpNil, e)
	}
	n := l.plain(e)
	if n.Type == "" && ok {
		n.Type = l.typeName(tv.Type)
	}
	switch n.Op {
	case OpVar, OpField, OpIndex, OpDeref, OpGlobal:
		n.ByValue = ok && byValue(tv.Type)
	}
	return n
}

func (l *lowerer) plain(e ast.Expr) *Node {
	switch e := e.(type) {
	case *ast.Ident:
		return l.ident(e)
	case *ast.SelectorExpr:
		return l.selector(e)
	case *ast.CallExpr:
		return l.call(e)
	case *ast.FuncLit:
		return l.funcLit(e)
	case *ast.CompositeLit:
		return l.composite(e)
	case *ast.BinaryExpr:
		op := OpBin
		if e.Op == token.ADD && isString(l.info.TypeOf(e)) {
			op = OpConcat
		}
		n := l.node(op, e)
		n.Str, n.Kids = e.Op.String(), []*Node{l.expr(e.X), l.expr(e.Y)}
		return n
	case *ast.UnaryExpr:
		switch e.Op {
		case token.AND:
			return l.addr(l.expr(e.X), e)
		case token.NOT:
			n := l.node(OpNot, e)
			n.Kids = []*Node{l.expr(e.X)}
			return n
		}
		n := l.node(OpUnary, e)
		if e.Op == token.ARROW {
			n.Op = OpRecv
		}
		n.Str, n.Kids = e.Op.String(), []*Node{l.expr(e.X)}
		return n
	case *ast.StarExpr:
		n := l.node(OpDeref, e)
		n.Kids = []*Node{l.expr(e.X)}
		return n
	case *ast.IndexExpr:
		if tv, ok := l.info.Types[e.X]; ok {
			if isFunc(tv.Type) {
				return l.expr(e.X) // instantiation of a generic function
			}
		}
		n := l.node(OpIndex, e)
		n.Kids = []*Node{l.expr(e.X), l.expr(e.Index)}
		return n
	case *ast.IndexListExpr:
		return l.expr(e.X)
	case *ast.SliceExpr:
		n := l.node(OpSlice, e)
		n.Kids = []*Node{l.expr(e.X), l.orUnknown(e.Low), l.orUnknown(e.High)}
		n.ByValue = arrayLen(l.info.TypeOf(e.X)) > 0
		n.Int = 0
		if e.Low == nil && e.High == nil {
			n.Int = 1
		}
		return n
	case *ast.TypeAssertExpr:
		n := l.node(OpAssert, e)
		n.Kids = []*Node{l.expr(e.X)}
		if e.Type != nil {
			n.Type = l.typeName(l.info.TypeOf(e.Type))
		}
		return n
	}
	return l.node(OpUnknown, e)
}

// addr takes the address of a place. A variable lives apart from then on, but
// for structs and arrays, which are objects of their own.
func (l *lowerer) addr(x *Node, at ast.Node) *Node {
	n := l.node(OpAddr, at)
	n.Kids = []*Node{x}
	if at == nil {
		n.Pos, n.End = x.Pos, x.End
	}
	if x.Op == OpVar && !x.ByValue {
		l.box(int(x.Int))
	}
	return n
}

// typeName is [TypeName], and keeps what is under the named types of other
// packages.
func (l *lowerer) typeName(t types.Type) string {
	l.under(t, 0)
	return TypeName(t)
}

func (l *lowerer) under(t types.Type, depth int) {
	if t == nil || depth > 3 {
		return
	}
	switch t := types.Unalias(t).(type) {
	case *types.Pointer:
		l.under(t.Elem(), depth+1)
	case *types.Slice:
		l.under(t.Elem(), depth+1)
	case *types.Array:
		l.under(t.Elem(), depth+1)
	case *types.Chan:
		l.under(t.Elem(), depth+1)
	case *types.Map:
		l.under(t.Elem(), depth+1)
	case *types.Named:
		if t.Obj().Pkg() == nil || t.Obj().Pkg() == l.pkg {
			return
		}
		name := TypeName(t)
		if _, ok := l.unit.Under[name]; ok {
			return
		}
		l.unit.Under[name] = TypeName(t.Underlying())
		if st, ok := t.Underlying().(*types.Struct); ok {
			for i := range st.NumFields() {
				if f := st.Field(i); f.Exported() || f.Embedded() {
					l.under(f.Type(), depth+1)
				}
			}
		}
	}
}

func (l *lowerer) orUnknown(e ast.Expr) *Node {
	if e == nil {
		return &Node{}
	}
	return l.expr(e)
}

// constant lowers a constant expression by its parts, so that each literal
// keeps its place: in `base + "/profiles"` the path is the second one.
func (l *lowerer) constant(e ast.Expr, tv types.TypeAndValue) *Node {
	n := l.node(OpConst, e)
	n.Type = TypeName(tv.Type)
	switch tv.Value.Kind() {
	case constant.String:
		n.Str = constant.StringVal(tv.Value)
	case constant.Bool:
		if constant.BoolVal(tv.Value) {
			n.Int = 1
		}
		n.Type = "bool"
		return n
	case constant.Int:
		n.Int, _ = constant.Int64Val(tv.Value)
		n.Types = []string{"int"}
		n.nameOf(l, e)
		return n
	default:
		n.Types = []string{"number"}
		return n
	}
	switch e := e.(type) {
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			c := l.node(OpConcat, e)
			c.Type, c.Kids = n.Type, []*Node{l.expr(e.X), l.expr(e.Y)}
			return c
		}
	case *ast.CallExpr: // conversion
		if len(e.Args) == 1 {
			if in, ok := l.info.Types[e.Args[0]]; ok && in.Value != nil && in.Value.Kind() == constant.String {
				in := l.expr(e.Args[0])
				in.Type = n.Type
				return in
			}
		}
	case *ast.Ident, *ast.SelectorExpr:
		obj := l.object(e)
		if obj == nil {
			return n
		}
		n.Named = obj.Name()
		if obj.Pkg() != nil && obj.Pkg() != l.pkg {
			n.DeclPkg = obj.Pkg().Path()
			return n
		}
		if init := l.consts[obj]; init != nil && l.consty < 20 {
			l.consty++
			c := l.expr(init)
			l.consty--
			if c.Op == OpConst || c.Op == OpConcat {
				c.Named = obj.Name()
				c.Type = n.Type
				return c
			}
		}
	}
	return n
}

func (n *Node) nameOf(l *lowerer, e ast.Expr) {
	if obj := l.object(e); obj != nil {
		n.Named = obj.Name()
	}
}

func (l *lowerer) object(e ast.Expr) types.Object {
	switch e := e.(type) {
	case *ast.Ident:
		return l.info.ObjectOf(e)
	case *ast.SelectorExpr:
		return l.info.ObjectOf(e.Sel)
	}
	return nil
}

func (l *lowerer) ident(id *ast.Ident) *Node {
	n := l.node(OpUnknown, id)
	switch obj := l.info.ObjectOf(id).(type) {
	case *types.Var:
		if obj.Pkg() != nil && obj.Parent() == obj.Pkg().Scope() {
			n.Op, n.Str = OpGlobal, obj.Pkg().Path()+"."+obj.Name()
		} else if id.Name != "_" {
			n.Op, n.Int = OpVar, int64(l.variable(obj))
			n.Str = obj.Name()
		}
		n.Type, n.ByValue = l.typeName(obj.Type()), byValue(obj.Type()) && n.Op != OpUnknown
	case *types.Func:
		n.Op, n.Str, n.Type, n.TypeArgs = OpFunc, FuncName(obj), "func", l.typeArgs(id)
	case *types.Nil:
		n.Op = OpNil
	}
	return n
}

func (l *lowerer) selector(e *ast.SelectorExpr) *Node {
	sel := l.info.Selections[e]
	if sel == nil { // qualified identifier
		n := l.ident(e.Sel)
		n.Pos, n.End = e.Pos(), e.End()
		return n
	}
	switch sel.Kind() {
	case types.FieldVal:
		n := l.path(l.expr(e.X), sel)
		f := l.node(OpField, e)
		f.Str, f.Type, f.Kids = e.Sel.Name, l.typeName(sel.Type()), []*Node{n}
		return f
	case types.MethodVal:
		fn, ok := sel.Obj().(*types.Func)
		if !ok {
			break
		}
		n := l.node(OpMethodVal, e)
		n.Str, n.Kids, n.Type = FuncName(fn), []*Node{l.receiver(l.path(l.expr(e.X), sel), e.X, sel, fn)}, "func"
		if recv := fn.Type().(*types.Signature).Recv().Type(); types.IsInterface(recv) {
			n.Iface, n.Cands = true, l.implementers(recv)
		}
		return n
	case types.MethodExpr:
		if fn, ok := sel.Obj().(*types.Func); ok {
			n := l.node(OpFunc, e)
			n.Str, n.Type, n.Recv = FuncName(fn), "func", true
			if recv := fn.Type().(*types.Signature).Recv().Type(); types.IsInterface(recv) {
				n.Iface, n.Cands = true, l.implementers(recv)
			}
			return n
		}
	}
	return l.node(OpUnknown, e)
}

// path makes the implicit selections of embedded fields explicit.
func (l *lowerer) path(x *Node, sel *types.Selection) *Node {
	t := sel.Recv()
	for _, i := range sel.Index()[:len(sel.Index())-1] {
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		st, ok := t.Underlying().(*types.Struct)
		if !ok {
			return x
		}
		v := st.Field(i)
		n := l.node(OpField, nil)
		n.Str, n.Type, n.Kids, n.Pos, n.End = v.Name(), l.typeName(v.Type()), []*Node{x}, x.Pos, x.End
		n.ByValue = byValue(v.Type())
		x, t = n, v.Type()
	}
	return x
}

func (l *lowerer) call(e *ast.CallExpr) *Node {
	fun := ast.Unparen(e.Fun)
	if tv, ok := l.info.Types[fun]; ok && tv.IsType() {
		n := l.node(OpConv, e)
		n.Type = l.typeName(tv.Type)
		if len(e.Args) == 1 {
			n.Kids = []*Node{l.value(e.Args[0])}
		}
		l.makes(n.Type)
		return n
	}
	n := l.node(OpCall, e)
	n.NamePos, n.Ellipsis = fun.Pos(), e.Ellipsis.IsValid()
	l.results(n, e)
	args := func() {
		for _, a := range e.Args {
			n.Kids = append(n.Kids, l.value(a))
		}
	}
	switch f := fun.(type) {
	case *ast.IndexExpr:
		if tv, ok := l.info.Types[f.X]; !ok || tv.Type == nil || isFunc(tv.Type) {
			fun = f.X
		}
	case *ast.IndexListExpr:
		fun = f.X
	}
	switch f := ast.Unparen(fun).(type) {
	case *ast.Ident:
		switch obj := l.info.Uses[f].(type) {
		case *types.Builtin:
			n.Op, n.Str = OpBuiltin, obj.Name()
			args()
			if len(n.Types) > 0 && obj.Name() == "new" {
				l.makes(n.Types[0])
			}
			return n
		case *types.Func:
			n.Str, n.TypeArgs = FuncName(obj), l.typeArgs(f)
			args()
			return n
		}
	case *ast.SelectorExpr:
		n.NamePos = f.Sel.Pos()
		sel := l.info.Selections[f]
		if sel == nil {
			if obj, ok := l.info.Uses[f.Sel].(*types.Func); ok {
				n.Str, n.TypeArgs = FuncName(obj), l.typeArgs(f.Sel)
				args()
				return n
			}
			break
		}
		fn, ok := sel.Obj().(*types.Func)
		if !ok {
			break
		}
		n.Str = FuncName(fn)
		if sel.Kind() == types.MethodExpr {
			n.Recv = true
			args()
			return n
		}
		n.Recv = true
		recv := l.receiver(l.path(l.expr(f.X), sel), f.X, sel, fn)
		n.Kids = []*Node{recv}
		if sig, ok := fn.Type().(*types.Signature); ok && sig.Recv() != nil && types.IsInterface(sig.Recv().Type()) {
			n.Iface = true
			n.Cands = l.implementers(sig.Recv().Type())
		}
		args()
		return n
	}
	n.Op = OpDynCall
	n.Kids = []*Node{l.expr(ast.Unparen(e.Fun))} // fs[i](x) calls the element
	args()
	return n
}

// receiver takes the address of a receiver that is a variable of a type which
// is neither a struct nor a pointer, where the method wants one.
func (l *lowerer) receiver(x *Node, e ast.Expr, sel *types.Selection, fn *types.Func) *Node {
	sig, ok := fn.Type().(*types.Signature)
	if !ok || sig.Recv() == nil || len(sel.Index()) > 1 {
		return x
	}
	if _, wants := types.Unalias(sig.Recv().Type()).(*types.Pointer); !wants {
		return x
	}
	t := l.info.TypeOf(e)
	if t == nil || byValue(t) {
		return x
	}
	switch t.Underlying().(type) {
	case *types.Pointer, *types.Interface:
		return x
	}
	switch x.Op {
	case OpVar, OpField, OpIndex, OpGlobal, OpDeref:
		return l.addr(x, nil)
	}
	return x
}

func (l *lowerer) typeArgs(id *ast.Ident) []string {
	var out []string
	if args := l.info.Instances[id].TypeArgs; args != nil {
		for i := range args.Len() {
			out = append(out, l.typeName(args.At(i)))
		}
	}
	return out
}

func isFunc(t types.Type) bool {
	_, ok := t.Underlying().(*types.Signature)
	return ok
}

// makes notes that the package makes values of a type.
func (l *lowerer) makes(name string) { l.unit.Made[Elem(name)] = true }

func (l *lowerer) results(n *Node, e *ast.CallExpr) {
	switch t := l.info.TypeOf(e).(type) {
	case nil:
	case *types.Tuple:
		for i := range t.Len() {
			n.Types = append(n.Types, l.typeName(t.At(i).Type()))
		}
	default:
		n.Types = []string{l.typeName(t)}
	}
}

func (l *lowerer) funcLit(e *ast.FuncLit) *Node {
	n := l.node(OpFuncLit, e)
	n.Type = "func"
	f := &Func{Name: l.fn.Name + "$", Pkg: l.pkg.Path(), Gen: l.gen, Lit: true, Pos: e.Pos()}
	outer := l.scope
	l.scope = &scope{fn: f, vars: map[types.Object]int{}, from: e.Pos(), to: e.End(), outer: outer}
	l.signature(f, e.Type)
	f.Body = l.block(e.Body)
	f.NumVars = len(l.vars)
	l.scope = outer
	n.Fn = f
	return n
}

func (l *lowerer) composite(e *ast.CompositeLit) *Node {
	t := l.info.TypeOf(e)
	if t == nil {
		return l.node(OpUnknown, e)
	}
	u := t.Underlying()
	ptr := false
	if p, ok := u.(*types.Pointer); ok { // &T{} elided inside a list or map
		ptr, t, u = true, p.Elem(), p.Elem().Underlying()
	}
	n := l.node(OpUnknown, e)
	n.Type, n.ByValue = l.typeName(t), byValue(t)
	l.makes(n.Type)
	switch u := u.(type) {
	case *types.Struct:
		n.Op = OpStruct
		for i, el := range e.Elts {
			kv := l.node(OpKV, el)
			if x, ok := el.(*ast.KeyValueExpr); ok {
				if id, ok := x.Key.(*ast.Ident); ok {
					kv.Str = id.Name
				}
				kv.Kids = []*Node{l.value(x.Value)}
			} else if i < u.NumFields() {
				kv.Str, kv.Kids = u.Field(i).Name(), []*Node{l.value(el)}
			}
			n.Kids = append(n.Kids, kv)
		}
		if n.Type == "struct" { // anonymous: its JSON keys travel with the literal
			n.Fn = nil
			l.anonymous(n, u, e)
		}
	case *types.Map:
		n.Op = OpMap
		for _, el := range e.Elts {
			if x, ok := el.(*ast.KeyValueExpr); ok {
				kv := l.node(OpKV, el)
				kv.Kids = []*Node{l.expr(x.Key), l.value(x.Value)}
				n.Kids = append(n.Kids, kv)
			}
		}
	case *types.Slice, *types.Array:
		n.Op = OpList
		at := int64(0)
		for _, el := range e.Elts {
			if x, ok := el.(*ast.KeyValueExpr); ok {
				kv := l.node(OpKV, el)
				if tv := l.info.Types[x.Key]; tv.Value != nil {
					at, _ = constant.Int64Val(constant.ToInt(tv.Value))
				}
				kv.Int, kv.Kids = at, []*Node{l.value(x.Value)}
				n.Kids = append(n.Kids, kv)
			} else {
				n.Kids = append(n.Kids, l.value(el))
			}
			at++
		}
		n.Int = arrayLen(t)
	}
	if ptr {
		a := l.node(OpAddr, e)
		a.Kids = []*Node{n}
		return a
	}
	return n
}

// anonymous registers a struct type without a name under its position, so
// that bodies written as struct{...}{...} keep their JSON keys.
func (l *lowerer) anonymous(n *Node, st *types.Struct, at ast.Node) {
	p := l.fset.Position(at.Pos())
	t := &Type{Name: l.pkg.Path() + ".struct@" + p.String(), Struct: true, Gen: l.gen}
	inner := []*Type{t}
	t.Fields = fieldsOf(t.Name, st, &inner)
	for _, t := range inner {
		l.unit.Types[t.Name] = t
	}
	n.Type = t.Name
}
