package paths

import (
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// abstract values.
type kind uint8

const (
	kUnknown kind = iota
	kNil
	kNonNil
	kInt
	kBool
	kString
	kResp
	kTuple
	kCell // address of a cell
)

type value struct {
	k    kind
	n    int64
	s    string
	list []value
	cell *cell
	off  string // path within the cell
	typ  types.Type
	mark bool // made of the answer or of the error
}

// A cell is memory that was allocated on the way.
type cell struct {
	id  int
	old bool // it was there before, so what nothing here stored is not known
}

func (x *explorer) key(v value) string { return fmt.Sprintf("%d:%s", v.cell.id, v.off) }

func (x *explorer) newCell(t types.Type) value {
	x.cells++
	return value{k: kCell, cell: &cell{id: x.cells}, typ: t}
}

// variable is the cell of a variable that was there before the exploration came to
// its function: the same one in the function and in the literals that capture it.
func (x *explorer) variable(a *ssa.Alloc) value {
	if v, ok := x.known[a]; ok {
		return v
	}
	v := x.newCell(a.Type())
	v.cell.old = true
	if x.known == nil {
		x.known = map[*ssa.Alloc]value{}
	}
	x.known[a] = v
	return v
}

// object is what a parameter points to, where it is a struct of the module: its
// fields are kept while the exploration goes on in the callers.
func (x *explorer) object(v *ssa.Parameter) (value, bool) {
	if c, ok := x.objects[v]; ok {
		return c, true
	}
	ptr, ok := v.Type().Underlying().(*types.Pointer)
	if !ok || structOf(ptr) == nil || !x.p.ownType(ptr) {
		return value{}, false
	}
	c := x.newCell(v.Type())
	c.cell.old = true
	if x.objects == nil {
		x.objects = map[*ssa.Parameter]value{}
	}
	x.objects[v] = c
	return c, true
}

// global is the cell of a variable of a package.
func (x *explorer) global(v *ssa.Global) value {
	if c, ok := x.globals[v]; ok {
		return c
	}
	c := x.newCell(v.Type())
	c.cell.old = true
	if x.globals == nil {
		x.globals = map[*ssa.Global]value{}
	}
	x.globals[v] = c
	return c
}

// captured reports whether a literal captures a variable.
func captured(a *ssa.Alloc) bool {
	for _, r := range *a.Referrers() {
		if _, ok := r.(*ssa.MakeClosure); ok {
			return true
		}
	}
	return false
}

// binding is what a literal captured.
func (x *explorer) binding(v *ssa.FreeVar) ssa.Value {
	f := v.Parent()
	if f.Parent() == nil {
		return nil
	}
	i := slices.Index(f.FreeVars, v)
	for _, b := range f.Parent().Blocks {
		for _, in := range b.Instrs {
			if mc, ok := in.(*ssa.MakeClosure); ok && mc.Fn == f && i < len(mc.Bindings) {
				return mc.Bindings[i]
			}
		}
	}
	return nil
}

// get reads a value.
func (x *explorer) get(f *frameState, w *world, v ssa.Value) value {
	if got, ok := f.regs[v]; ok {
		return got
	}
	switch v := v.(type) {
	case *ssa.Const:
		return constValue(v)
	case *ssa.Function, *ssa.MakeClosure:
		return value{k: kNonNil}
	case *ssa.Global:
		if v.Pkg == nil || !x.p.own[v.Pkg.Pkg] {
			return value{k: kNonNil}
		}
		return x.global(v)
	}
	// Computed before the send: by operations that are known.
	switch v := v.(type) {
	case *ssa.Alloc:
		c := x.variable(v)
		f.regs[v] = c
		return c
	case *ssa.Parameter:
		if c, ok := x.object(v); ok {
			f.regs[v] = c
			return c
		}
	case *ssa.FreeVar:
		switch b := x.binding(v).(type) {
		case *ssa.Alloc:
			return x.variable(b)
		case *ssa.FreeVar:
			return x.get(f, w, b)
		}
	case *ssa.MakeInterface:
		return x.get(f, w, v.X)
	case *ssa.ChangeInterface:
		return x.get(f, w, v.X)
	case *ssa.ChangeType:
		return x.get(f, w, v.X)
	}
	return value{}
}

func constValue(c *ssa.Const) value {
	if c.IsNil() {
		return value{k: kNil}
	}
	if c.Value == nil {
		return value{}
	}
	switch c.Value.Kind() {
	case constant.Bool:
		if constant.BoolVal(c.Value) {
			return value{k: kBool, n: 1}
		}
		return value{k: kBool}
	case constant.Int:
		if n, ok := constant.Int64Val(c.Value); ok {
			return value{k: kInt, n: n}
		}
	case constant.String:
		return value{k: kString, s: constant.StringVal(c.Value)}
	}
	return value{}
}

// eval computes one instruction that is no call.
func (x *explorer) eval(f *frameState, in ssa.Instruction, w *world) {
	set := func(v ssa.Value, val value) { f.regs[v] = val }
	switch in := in.(type) {
	case *ssa.Alloc:
		if !captured(in) {
			set(in, x.newCell(in.Type()))
			break
		}
		// Made anew: what an earlier turn stored is gone.
		c := x.variable(in)
		c.cell.old = false
		prefix := x.key(c)
		for k := range w.heap {
			if k == prefix || strings.HasPrefix(k, prefix+".") || strings.HasPrefix(k, prefix+"[") {
				delete(w.heap, k)
			}
		}
		set(in, c)
	case *ssa.Phi:
	case *ssa.FieldAddr:
		base := x.get(f, w, in.X)
		name := fieldName(in.X.Type(), in.Field)
		switch {
		case base.k == kResp:
			set(in, value{k: kResp, s: name, mark: true})
		case base.k == kCell:
			base.off += "." + name
			set(in, base)
		default:
			set(in, value{mark: base.mark})
		}
	case *ssa.IndexAddr:
		base, i := x.get(f, w, in.X), x.get(f, w, in.Index)
		if base.k == kCell && i.k == kInt {
			base.off += fmt.Sprintf("[%d]", i.n)
			set(in, base)
			return
		}
		set(in, value{mark: base.mark})
	case *ssa.Slice:
		set(in, x.get(f, w, in.X))
	case *ssa.MakeMap, *ssa.MakeSlice:
		set(in.(ssa.Value), x.newCell(in.(ssa.Value).Type()))
	case *ssa.MapUpdate:
		if m, k := x.get(f, w, in.Map), x.get(f, w, in.Key); m.k == kCell && k.k == kString {
			w.heap[x.key(m)+"{"+k.s+"}"] = x.get(f, w, in.Value)
		}
	case *ssa.Field:
		base := x.get(f, w, in.X)
		if base.k == kResp && fieldName(in.X.Type(), in.Field) == "StatusCode" {
			set(in, value{k: kInt, n: int64(x.scenario.Status), mark: true})
			return
		}
		if base.k == kCell {
			if got, ok := w.heap[x.key(base)+"."+fieldName(in.X.Type(), in.Field)]; ok {
				set(in, got)
				return
			}
		}
		set(in, value{mark: base.mark})
	case *ssa.Store:
		addr := x.get(f, w, in.Addr)
		if addr.k == kCell {
			w.heap[x.key(addr)] = x.get(f, w, in.Val)
		}
	case *ssa.UnOp:
		v := x.get(f, w, in.X)
		switch in.Op {
		case token.MUL:
			set(in, x.load(f, w, in, v))
		case token.NOT:
			if v.k == kBool {
				set(in, value{k: kBool, n: 1 - v.n, mark: v.mark})
			} else {
				set(in, value{mark: v.mark})
			}
		default:
			if in.Op == token.ARROW && x.p.gives(in.X, ctxDone...) {
				w.cancelled = true
			}
			set(in, value{mark: v.mark})
		}
	case *ssa.BinOp:
		set(in, x.binop(in.Op, x.get(f, w, in.X), x.get(f, w, in.Y)))
	case *ssa.Extract:
		t := x.get(f, w, in.Tuple)
		if t.k == kTuple && in.Index < len(t.list) {
			set(in, t.list[in.Index])
		} else {
			set(in, value{mark: t.mark})
		}
	case *ssa.MakeInterface:
		v := x.get(f, w, in.X)
		if v.typ == nil {
			v.typ = in.X.Type()
		}
		if v.k == kUnknown && in.X.Type() != nil {
			if _, ptr := in.X.Type().Underlying().(*types.Pointer); !ptr {
				v.k = kNonNil
			}
		}
		set(in, v)
	case *ssa.ChangeInterface:
		set(in, x.get(f, w, in.X))
	case *ssa.ChangeType:
		set(in, x.get(f, w, in.X))
	case *ssa.Convert:
		set(in, x.get(f, w, in.X))
	case *ssa.TypeAssert:
		v := x.get(f, w, in.X)
		same := v.k == kCell && v.typ != nil && types.Identical(v.typ, in.AssertedType)
		differs := (v.k == kCell || v.k == kNonNil) && v.typ != nil && !same
		differs = differs || v.s == fresh && v.k == kNonNil
		if _, isIface := in.AssertedType.Underlying().(*types.Interface); isIface {
			differs = false
		}
		if !in.CommaOk {
			set(in, v)
			return
		}
		ok := value{mark: v.mark}
		switch {
		case same:
			ok = value{k: kBool, n: 1}
		case differs || v.k == kNil:
			ok = value{k: kBool}
		}
		got := v
		if !same {
			got = value{mark: v.mark}
		}
		set(in, value{k: kTuple, list: []value{got, ok}})
	case *ssa.MakeClosure:
		set(in, value{k: kNonNil})
	case ssa.Value:
		mark := false
		for _, op := range in.(ssa.Instruction).Operands(nil) {
			if *op != nil {
				mark = mark || x.get(f, w, *op).mark
			}
		}
		set(in, value{mark: mark})
	}
}

func fieldName(t types.Type, i int) string {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	if s, ok := t.Underlying().(*types.Struct); ok && i < s.NumFields() {
		return s.Field(i).Name()
	}
	return ""
}

func (x *explorer) load(f *frameState, w *world, in *ssa.UnOp, addr value) value {
	g, isGlobal := in.X.(*ssa.Global)
	if isGlobal && IsErr(in.Type()) {
		// A sentinel, unless this way has stored something else there.
		if addr.k == kCell {
			if v, ok := w.heap[x.key(addr)]; ok {
				return v
			}
		}
		return value{k: kNonNil, s: g.String()}
	}
	switch addr.k {
	case kResp:
		switch addr.s {
		case "StatusCode":
			return value{k: kInt, n: int64(x.scenario.Status), mark: true}
		case "":
			return addr
		}
		return value{mark: true, k: kUnknown}
	case kCell:
		if v, ok := w.heap[x.key(addr)]; ok {
			return v
		}
		// A whole struct is read: its fields stay where they are.
		for k := range w.heap {
			if strings.HasPrefix(k, x.key(addr)+".") {
				return addr
			}
		}
		if addr.off == "" && addr.mark {
			return addr
		}
		if addr.cell.old {
			return value{}
		}
		return zero(in.Type())
	}
	return value{mark: addr.mark}
}

func zero(t types.Type) value {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch {
		case u.Info()&types.IsInteger != 0:
			return value{k: kInt}
		case u.Info()&types.IsBoolean != 0:
			return value{k: kBool}
		case u.Info()&types.IsString != 0:
			return value{k: kString}
		}
	case *types.Pointer, *types.Interface, *types.Slice, *types.Map, *types.Signature, *types.Chan:
		return value{k: kNil}
	}
	return value{}
}

func (x *explorer) binop(op token.Token, a, b value) value {
	mark := a.mark || b.mark
	truth := func(t bool) value {
		if t {
			return value{k: kBool, n: 1, mark: mark}
		}
		return value{k: kBool, mark: mark}
	}
	nilness := func(v value) int {
		switch v.k {
		case kNil:
			return 0
		case kNonNil, kResp, kCell:
			return 1
		}
		return -1
	}
	switch op {
	case token.EQL, token.NEQ:
		if na, nb := nilness(a), nilness(b); na >= 0 && nb >= 0 && (na == 0 || nb == 0) {
			return truth((na == nb) == (op == token.EQL))
		}
		if a.k == kNonNil && b.k == kNonNil && a.s != "" && b.s != "" && (a.s != b.s || a.s[0] != '!') {
			return truth((a.s == b.s) == (op == token.EQL))
		}
		if a.k == b.k && (a.k == kInt || a.k == kBool) {
			return truth((a.n == b.n) == (op == token.EQL))
		}
		if a.k == kString && b.k == kString {
			return truth((a.s == b.s) == (op == token.EQL))
		}
	case token.LSS, token.LEQ, token.GTR, token.GEQ:
		if a.k == kInt && b.k == kInt {
			return truth(map[token.Token]bool{token.LSS: a.n < b.n, token.LEQ: a.n <= b.n, token.GTR: a.n > b.n, token.GEQ: a.n >= b.n}[op])
		}
	case token.ADD, token.SUB, token.MUL, token.QUO, token.REM:
		if a.k == kInt && b.k == kInt && (b.n != 0 || op != token.QUO && op != token.REM) {
			n := map[token.Token]func() int64{token.ADD: func() int64 { return a.n + b.n }, token.SUB: func() int64 { return a.n - b.n }, token.MUL: func() int64 { return a.n * b.n },
				token.QUO: func() int64 { return a.n / b.n }, token.REM: func() int64 { return a.n % b.n }}[op]()
			return value{k: kInt, n: n, mark: mark}
		}
		if op == token.ADD && a.k == kString && b.k == kString {
			return value{k: kString, s: a.s + b.s, mark: mark}
		}
	}
	return value{mark: mark}
}

func constInt64(k *ssa.Const) (int64, bool) {
	if k.Value == nil || k.Value.Kind() != constant.Int {
		return 0, false
	}
	return constant.Int64Val(k.Value)
}
