package paths

import (
	"go/constant"
	"go/token"
	"reflect"

	"golang.org/x/tools/go/ssa"
)

// A Check says what proves that a text has a form.
type Check struct {
	// Const reports whether a constant has it.
	Const func(text string) bool
	// Makes reports whether what a call of another module gives has it.
	Makes func(c *ssa.Call) bool
	// Tests returns the text that a call looks at: it answers true, or no error, only
	// for texts of the form.
	Tests func(c *ssa.Call) ssa.Value
	// Tag reports whether a struct tag asks for it, and Validates returns the struct
	// whose tags a call enforces.
	Tag       func(tag reflect.StructTag) bool
	Validates func(c *ssa.Call) ssa.Value
}

// maxChecked bounds how far a text is followed.
const maxChecked = 40

// Checked reports whether a text has passed a check on every way to an instruction.
func (p *Program) Checked(v ssa.Value, at ssa.Instruction, k *Check) bool {
	c := &checker{p: p, k: k, busy: map[ssa.Value]bool{}}
	return c.value(v, at, 0)
}

type checker struct {
	p    *Program
	k    *Check
	busy map[ssa.Value]bool
}

func (c *checker) value(v ssa.Value, at ssa.Instruction, depth int) bool {
	if depth > maxChecked {
		return false
	}
	if c.guarded(v, at) {
		return true
	}
	if _, isConst := v.(*ssa.Const); !isConst {
		if c.busy[v] {
			return false
		}
		c.busy[v] = true
		defer delete(c.busy, v)
	}
	switch v := v.(type) {
	case *ssa.Const:
		return v.Value != nil && v.Value.Kind() == constant.String && c.k.Const(constant.StringVal(v.Value))
	case *ssa.MakeInterface:
		return c.value(v.X, at, depth+1)
	case *ssa.Convert:
		return c.value(v.X, at, depth+1)
	case *ssa.ChangeType:
		return c.value(v.X, at, depth+1)
	case *ssa.TypeAssert:
		return c.value(v.X, at, depth+1)
	case *ssa.Phi:
		for i, e := range v.Edges {
			pred := v.Block().Preds[i]
			if e != ssa.Value(v) && !c.value(e, pred.Instrs[len(pred.Instrs)-1], depth+1) {
				return false
			}
		}
		return len(v.Edges) > 0
	case *ssa.Extract:
		if call, ok := v.Tuple.(*ssa.Call); ok {
			return c.result(call, v.Index, depth)
		}
		return false
	case *ssa.Call:
		return c.result(v, 0, depth)
	case *ssa.Parameter:
		return c.param(v, depth)
	case *ssa.FreeVar:
		if b := (&explorer{p: c.p}).binding(v); b != nil {
			return c.stored(b, at, depth)
		}
	case *ssa.Field:
		return c.tagged(v.X, v.Field, at)
	case *ssa.UnOp:
		if v.Op == token.MUL {
			return c.stored(v.X, at, depth)
		}
	}
	return false
}

// result follows a result of a call.
func (c *checker) result(call *ssa.Call, i, depth int) bool {
	if c.k.Makes(call) {
		return true
	}
	any := false
	for _, f := range c.p.Callees(call) {
		if !c.p.Own(f) {
			return false
		}
		for _, b := range f.Blocks {
			r, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
			if !ok || i >= len(r.Results) || refusing(r, i) {
				continue
			}
			if !c.value(r.Results[i], r, depth+1) {
				return false
			}
			any = true
		}
	}
	return any
}

// refusing reports whether a return gives an error, or false, beside an empty text.
func refusing(r *ssa.Return, i int) bool {
	last := r.Results[len(r.Results)-1]
	if len(r.Results) < 2 || i == len(r.Results)-1 {
		return false
	}
	k, isConst := last.(*ssa.Const)
	if IsErr(last.Type()) {
		if isConst {
			return !k.IsNil()
		}
		text, empty := r.Results[i].(*ssa.Const)
		return empty && (text.Value == nil || text.Value.ExactString() == `""`)
	}
	return isConst && k.Value != nil && k.Value.ExactString() == "false"
}

func (c *checker) param(v *ssa.Parameter, depth int) bool {
	f := v.Parent()
	if c.p.isRoot(f) {
		return false
	}
	i, n := -1, 0
	for k, q := range f.Params {
		if q == v {
			i = k
		}
	}
	for _, call := range c.p.Callers(f) {
		if !c.p.reached[call.Parent()] {
			continue
		}
		args, j := call.Common().Args, i
		if call.Common().IsInvoke() {
			j--
		}
		if j < 0 || j >= len(args) || !c.value(args[j], call, depth+1) {
			return false
		}
		n++
	}
	return n > 0
}

// stored follows what is kept at an address.
func (c *checker) stored(addr ssa.Value, at ssa.Instruction, depth int) bool {
	if fa, ok := addr.(*ssa.FieldAddr); ok {
		if c.tagged(fa.X, fa.Field, at) {
			return true
		}
		if tag, _ := tagOf(fa.X.Type(), fa.Field); tag != "" {
			return false // a decoder may fill it in
		}
	}
	list := c.p.stores(addr)
	for _, s := range list {
		if !c.value(s.Val, s, depth+1) {
			return false
		}
	}
	return len(list) > 0
}

// stores lists the stores to an address: to that field of its type, or variable.
func (p *Program) stores(addr ssa.Value) []*ssa.Store {
	if p.written == nil {
		p.written = map[any][]*ssa.Store{}
		for _, f := range p.funcs {
			for _, b := range f.Blocks {
				for _, in := range b.Instrs {
					if st, ok := in.(*ssa.Store); ok {
						p.written[slot(st.Addr)] = append(p.written[slot(st.Addr)], st)
					}
				}
			}
		}
	}
	return p.written[slot(addr)]
}

func slot(addr ssa.Value) any {
	if fa, ok := addr.(*ssa.FieldAddr); ok {
		return keyOf(fa.X.Type(), fa.Field)
	}
	return addr
}

// tagged reports whether a field has a tag that asks for the form, and its struct
// was validated on every way to an instruction.
func (c *checker) tagged(base ssa.Value, field int, at ssa.Instruction) bool {
	s := structOf(base.Type())
	if s == nil || field >= s.NumFields() || !c.k.Tag(reflect.StructTag(s.Tag(field))) {
		return false
	}
	of := typeName(base.Type())
	for f := at.Parent(); f != nil; f = f.Parent() {
		for _, b := range f.Blocks {
			for _, in := range b.Instrs {
				call, ok := in.(*ssa.Call)
				if !ok {
					continue
				}
				got := c.k.Validates(call)
				if got == nil {
					continue
				}
				if mi, ok := got.(*ssa.MakeInterface); ok {
					got = mi.X
				}
				if typeName(got.Type()) == of && (f != at.Parent() || c.passed(call, at)) {
					return true
				}
			}
		}
	}
	// In every caller.
	return c.above(at.Parent(), func(call ssa.CallInstruction) bool { return c.tagged(base, field, call) })
}

func (c *checker) above(f *ssa.Function, ok func(ssa.CallInstruction) bool) bool {
	key := ssa.Value(f)
	if c.p.isRoot(f) || c.busy[key] {
		return false
	}
	c.busy[key] = true
	defer delete(c.busy, key)
	n := 0
	for _, call := range c.p.Callers(f) {
		if !c.p.reached[call.Parent()] {
			continue
		}
		if !ok(call) {
			return false
		}
		n++
	}
	return n > 0
}

// passed reports whether an instruction is reached only when a call gave no error.
func (c *checker) passed(call *ssa.Call, at ssa.Instruction) bool {
	for _, cond := range Conditions(at) {
		if x, truth := nilTest(cond.If.Cond, cond.Via); truth && resultOf(x, call) {
			return true
		}
	}
	return false
}

// guarded reports whether a branch before an instruction tests a text.
func (c *checker) guarded(v ssa.Value, at ssa.Instruction) bool {
	for _, cond := range Conditions(at) {
		if c.truth(cond.If.Cond, v, cond.Via, 0) {
			return true
		}
	}
	return false
}

// truth reports whether a condition with a value tells that a text has the form.
func (c *checker) truth(cond, v ssa.Value, via bool, depth int) bool {
	if depth > 4 {
		return false
	}
	if u, ok := cond.(*ssa.UnOp); ok && u.Op == token.NOT {
		return c.truth(u.X, v, !via, depth+1)
	}
	if x, none := nilTest(cond, via); x != nil {
		if !none {
			return false
		}
		if call := callOf(x); call != nil {
			return c.tests(call, v, depth)
		}
		return false
	}
	if call := callOf(cond); call != nil && via {
		return c.tests(call, v, depth)
	}
	return false
}

// nilTest reads a comparison of an error with nil: the error, and whether the branch
// that is taken is the one without.
func nilTest(cond ssa.Value, via bool) (ssa.Value, bool) {
	b, ok := cond.(*ssa.BinOp)
	if !ok || b.Op != token.EQL && b.Op != token.NEQ {
		return nil, false
	}
	x, k := b.X, b.Y
	if _, isConst := x.(*ssa.Const); isConst {
		x, k = k, x
	}
	if kc, ok := k.(*ssa.Const); !ok || !kc.IsNil() {
		return nil, false
	}
	return x, via == (b.Op == token.EQL)
}

func callOf(v ssa.Value) *ssa.Call {
	if e, ok := v.(*ssa.Extract); ok {
		v = e.Tuple
	}
	c, _ := v.(*ssa.Call)
	return c
}

func resultOf(v ssa.Value, call *ssa.Call) bool { return callOf(v) == call }

// tests reports whether a call answers true, or no error, only for a text of the
// form.
func (c *checker) tests(call *ssa.Call, v ssa.Value, depth int) bool {
	if text := c.k.Tests(call); text != nil {
		return sameText(text, v)
	}
	for _, f := range c.p.Callees(call) {
		if !c.p.Own(f) || call.Call.IsInvoke() {
			return false
		}
		for i, a := range call.Call.Args {
			if sameText(a, v) && i < len(f.Params) && c.accepts(f, f.Params[i], depth) {
				return true
			}
		}
	}
	return false
}

// accepts reports whether a function of the module answers true, or no error, only
// when its parameter has the form.
func (c *checker) accepts(f *ssa.Function, p *ssa.Parameter, depth int) bool {
	n := 0
	for _, b := range f.Blocks {
		r, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
		if !ok || len(r.Results) == 0 {
			continue
		}
		last := r.Results[len(r.Results)-1]
		if k, isConst := last.(*ssa.Const); isConst {
			if !k.IsNil() && (k.Value == nil || k.Value.ExactString() == "false") {
				continue
			}
			if !c.guarded(p, r) {
				return false
			}
			n++
			continue
		}
		if IsErr(last.Type()) {
			call := callOf(last)
			if call == nil || !c.tests(call, p, depth+1) {
				if c.guarded(p, r) {
					n++
					continue
				}
				if call == nil || c.p.Own(call.Call.StaticCallee()) {
					return false
				}
			} else {
				n++
			}
			continue // an error that a library makes
		}
		if !c.truth(last, p, true, depth+1) && !c.guarded(p, r) {
			return false
		}
		n++
	}
	return n > 0
}

// sameText reports whether two values are the same text: one value, or two reads of
// one field or variable.
func sameText(a, b ssa.Value) bool {
	strip := func(v ssa.Value) ssa.Value {
		for {
			switch x := v.(type) {
			case *ssa.MakeInterface:
				v = x.X
			case *ssa.Convert:
				v = x.X
			case *ssa.ChangeType:
				v = x.X
			default:
				return v
			}
		}
	}
	return same(strip(a), strip(b))
}
