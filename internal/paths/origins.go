package paths

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// An OriginKind says what a value comes from.
type OriginKind string

// The kinds of origins.
const (
	FromConst   OriginKind = "const"
	FromCall    OriginKind = "call"    // a call out of sight
	FromParam   OriginKind = "param"   // of a function that code out of sight calls
	FromUnknown OriginKind = "unknown" // the trace was lost
	FromZero    OriginKind = "zero"    // nothing was ever stored there
)

// An Origin is a first source of a value.
type Origin struct {
	Kind  OriginKind
	Names []string // of the call
	Call  ssa.CallInstruction
	Const *ssa.Const
	Pos   token.Pos
	Fn    *ssa.Function
	// Tag is the struct tag of a field that a library fills in.
	Tag   string
	Field string
}

// Text returns a constant string.
func (o *Origin) Text() (string, bool) {
	if o.Const == nil || o.Const.Value == nil || o.Const.Value.Kind() != constant.String {
		return "", false
	}
	return constant.StringVal(o.Const.Value), true
}

// maxTrace bounds the search for origins.
const maxTrace = 4000

type tracer struct {
	p     *Program
	seen  map[ssa.Value]bool
	out   []Origin
	steps int
	// stop ends a trace at a value, and may note it.
	stop func(ssa.Value) bool
	// arith goes into the operands of operations as well, for what a value depends
	// on; else only what it may be counts.
	deps bool
	// opaque ends a trace at a call: what it is given does not matter.
	opaque func(names []string) bool
}

// Origins traces a value back to its first sources, through calls, parameters,
// fields, variables and containers of the module.
func (p *Program) Origins(v ssa.Value) []Origin {
	t := &tracer{p: p, seen: map[ssa.Value]bool{}, deps: true}
	t.trace(v)
	return t.out
}

// OriginsUntil traces a value as [Program.Origins] does, and looks at no argument of
// the calls that opaque names.
func (p *Program) OriginsUntil(v ssa.Value, opaque func(names []string) bool) []Origin {
	t := &tracer{p: p, seen: map[ssa.Value]bool{}, deps: true, opaque: opaque}
	t.trace(v)
	return t.out
}

// Plain traces a value as [Program.Origins] does, through booleans, strings and
// numbers alone: what a condition on an error, a response or an object is made of
// does not count.
func (p *Program) Plain(v ssa.Value) []Origin {
	t := &tracer{p: p, seen: map[ssa.Value]bool{}, deps: true}
	t.stop = func(v ssa.Value) bool {
		switch u := v.Type().Underlying().(type) {
		case *types.Basic, *types.Tuple:
			return false
		case *types.Pointer:
			_, isBasic := u.Elem().Underlying().(*types.Basic)
			_, isField := v.(*ssa.FieldAddr)
			_, isAlloc := v.(*ssa.Alloc)
			_, isGlobal := v.(*ssa.Global)
			return !(isBasic && (isField || isAlloc || isGlobal) || isBasic)
		}
		return true
	}
	t.trace(v)
	return t.out
}

// Depends reports whether a value is made of one that holds accepts.
func (p *Program) Depends(v ssa.Value, accepts func(ssa.Value) bool) bool {
	found := false
	t := &tracer{p: p, seen: map[ssa.Value]bool{}, deps: true}
	t.stop = func(v ssa.Value) bool {
		found = found || accepts(v)
		return found
	}
	t.trace(v)
	return found
}

func (t *tracer) leaf(o Origin) { t.out = append(t.out, o) }

func (t *tracer) trace(v ssa.Value) {
	if v == nil || t.seen[v] {
		return
	}
	t.seen[v] = true
	if t.steps++; t.steps > maxTrace {
		t.leaf(Origin{Kind: FromUnknown, Pos: v.Pos()})
		return
	}
	if t.stop != nil && t.stop(v) {
		return
	}
	switch v := v.(type) {
	case *ssa.Const:
		t.leaf(Origin{Kind: FromConst, Const: v})
	case *ssa.Phi:
		for _, e := range v.Edges {
			t.trace(e)
		}
	case *ssa.Parameter:
		t.param(v)
	case *ssa.FreeVar:
		t.free(v)
	case *ssa.Call:
		t.call(v, 0)
	case *ssa.Extract:
		if c, ok := v.Tuple.(*ssa.Call); ok {
			if t.stop != nil && t.stop(c) {
				return
			}
			t.call(c, v.Index)
			return
		}
		for _, op := range v.Tuple.(ssa.Instruction).Operands(nil) {
			t.trace(*op)
		}
	case *ssa.UnOp:
		if v.Op == token.MUL {
			t.load(v.X, v)
			return
		}
		t.trace(v.X)
	case *ssa.BinOp:
		t.trace(v.X)
		t.trace(v.Y)
	case *ssa.Field:
		t.field(keyOf(v.X.Type(), v.Field), v.X, v)
	case *ssa.FieldAddr, *ssa.IndexAddr, *ssa.Alloc, *ssa.Global:
		t.load(v, v)
	case *ssa.Function, *ssa.Builtin:
	case *ssa.MakeClosure:
		for _, b := range v.Bindings {
			t.trace(b)
		}
	default:
		in, ok := v.(ssa.Instruction)
		if !ok {
			t.leaf(Origin{Kind: FromUnknown, Pos: v.Pos()})
			return
		}
		for _, op := range in.Operands(nil) {
			if *op != nil {
				t.trace(*op)
			}
		}
		for _, s := range t.p.allocs[v] {
			t.trace(s)
		}
	}
}

// Stored lists what any function of the module stores at an address: to that field
// of its type, that variable, or that container.
func (p *Program) Stored(addr ssa.Value) []ssa.Value { return p.loaded(addr) }

// Numbers reads the elements of a list of constant integers, in order.
func (p *Program) Numbers(list ssa.Value) ([]int64, bool) {
	for depth := 0; depth < 6; depth++ {
		switch v := list.(type) {
		case *ssa.UnOp:
			stored := p.loaded(v.X)
			if v.Op != token.MUL || len(stored) != 1 {
				return nil, false
			}
			list = stored[0]
		case *ssa.Slice:
			list = v.X
		case *ssa.Global:
			// An array.
			list = nil
			if stored := p.globals[v]; len(stored) == 1 {
				list = stored[0]
			}
		case *ssa.Alloc:
			return numbersAt(v)
		default:
			return nil, false
		}
	}
	return nil, false
}

func numbersAt(a *ssa.Alloc) ([]int64, bool) {
	byIndex := map[int64]int64{}
	for _, r := range *a.Referrers() {
		ia, ok := r.(*ssa.IndexAddr)
		if !ok {
			continue
		}
		i, ok := ia.Index.(*ssa.Const)
		if !ok {
			continue
		}
		for _, u := range *ia.Referrers() {
			if st, ok := u.(*ssa.Store); ok && st.Addr == ssa.Value(ia) {
				k, ok := st.Val.(*ssa.Const)
				if !ok {
					return nil, false
				}
				n, ok := constInt64(k)
				if !ok {
					return nil, false
				}
				byIndex[i.Int64()] = n
			}
		}
	}
	arr, ok := a.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Array)
	if !ok {
		return nil, false
	}
	out := make([]int64, arr.Len())
	for i, n := range byIndex {
		out[i] = n
	}
	return out, true
}

// loaded lists what may be stored at an address.
func (p *Program) loaded(addr ssa.Value) []ssa.Value {
	switch a := addr.(type) {
	case *ssa.FieldAddr:
		var out []ssa.Value
		for _, s := range p.fields[keyOf(a.X.Type(), a.Field)] {
			out = append(out, s.val)
		}
		return out
	case *ssa.Global:
		return p.globals[a]
	case *ssa.IndexAddr:
		return p.allocs[a.X]
	}
	return p.allocs[addr]
}

func (t *tracer) load(addr ssa.Value, at ssa.Value) {
	if t.stop != nil && addr != at && t.stop(addr) {
		return
	}
	switch a := addr.(type) {
	case *ssa.FieldAddr:
		t.field(keyOf(a.X.Type(), a.Field), a.X, at)
		return
	case *ssa.IndexAddr:
		t.trace(a.X)
		return
	case *ssa.FreeVar:
		t.free(a)
	case *ssa.Parameter:
		t.param(a)
	case *ssa.Global:
		stored := t.p.globals[a]
		if len(stored) == 0 && a.Pkg != nil && !t.p.own[a.Pkg.Pkg] {
			t.leaf(Origin{Kind: FromCall, Names: []string{a.Pkg.Pkg.Path() + "." + a.Name()}, Pos: at.Pos()})
		}
		for _, s := range stored {
			t.trace(s)
		}
		t.filled(a, at)
		return
	}
	stored := t.p.allocs[addr]
	for _, s := range stored {
		t.trace(s)
	}
	if al, ok := addr.(*ssa.Alloc); ok {
		t.filled(al, at)
	} else if len(stored) == 0 {
		t.trace(addr)
	}
}

// filled finds calls out of sight that are given the address of a variable, and
// may fill it in; stores to a part of it count, too.
func (t *tracer) filled(addr ssa.Value, at ssa.Value) {
	refs := addr.Referrers()
	if refs == nil {
		return
	}
	for _, r := range *refs {
		switch r := r.(type) {
		case *ssa.FieldAddr:
			if r.X == addr {
				for _, s := range t.p.allocs[r] {
					t.trace(s)
				}
				if fr := r.Referrers(); fr != nil {
					for _, u := range *fr {
						if st, ok := u.(*ssa.Store); ok && st.Addr == r {
							t.trace(st.Val)
						}
					}
				}
			}
		case *ssa.IndexAddr:
			if r.X == addr {
				if ir := r.Referrers(); ir != nil {
					for _, u := range *ir {
						if st, ok := u.(*ssa.Store); ok && st.Addr == r {
							t.trace(st.Val)
						}
					}
				}
			}
		case ssa.CallInstruction:
			if !t.p.inSight(r) {
				t.leaf(Origin{Kind: FromCall, Names: t.p.Names(r), Call: r, Pos: r.Pos(), Fn: r.Parent()})
			}
		case *ssa.MakeInterface:
			if ir := r.Referrers(); ir != nil {
				for _, u := range *ir {
					if c, ok := u.(ssa.CallInstruction); ok && !t.p.inSight(c) {
						t.leaf(Origin{Kind: FromCall, Names: t.p.Names(c), Call: c, Pos: c.Pos(), Fn: c.Parent()})
					}
				}
			}
		}
	}
}

// field traces a field: what any function of the module stores there, and what a
// library fills in by its tag.
func (t *tracer) field(k fieldKey, base ssa.Value, at ssa.Value) {
	stored := t.p.fields[k]
	for _, s := range stored {
		t.trace(s.val)
	}
	tag, name := tagOf(base.Type(), k.field)
	if tag != "" {
		t.leaf(Origin{Kind: FromCall, Tag: tag, Field: name, Pos: at.Pos(), Fn: at.Parent(), Names: []string{"tag"}})
	}
	if len(stored) == 0 && tag == "" {
		if !t.p.ownType(base.Type()) || tag == "" {
			// A field of another module's value, or one that nothing here stores.
			t.trace(base)
		}
	}
}

func (t *tracer) param(v *ssa.Parameter) {
	f := v.Parent()
	i := slices.Index(f.Params, v)
	callers := t.p.Callers(f)
	n := 0
	for _, c := range callers {
		args := c.Common().Args
		j := i
		if c.Common().IsInvoke() {
			if j--; j < 0 {
				t.trace(c.Common().Value)
				n++
				continue
			}
		}
		if j < len(args) {
			t.trace(args[j])
			n++
		}
	}
	if n == 0 || t.p.isRoot(f) {
		t.leaf(Origin{Kind: FromParam, Pos: v.Pos(), Fn: f, Field: v.Name()})
	}
}

func (p *Program) isRoot(f *ssa.Function) bool {
	return slices.ContainsFunc(p.roots, func(r Root) bool { return r.Func == f })
}

func (t *tracer) free(v *ssa.FreeVar) {
	for _, b := range t.p.bindings(v) {
		t.trace(b)
	}
}

// call traces a result of a call.
func (t *tracer) call(c *ssa.Call, i int) {
	if b, ok := c.Call.Value.(*ssa.Builtin); ok {
		_ = b
		for _, a := range c.Call.Args {
			t.trace(a)
		}
		return
	}
	if addr, _, loads := atomic(&c.Call); loads {
		if stored := t.p.atomically(addr); len(stored) > 0 {
			for _, s := range stored {
				t.trace(s)
			}
			return
		}
	}
	seen := false
	for _, f := range t.p.Callees(c) {
		if t.p.Own(f) {
			seen = true
			for _, r := range returned(f, i) {
				t.trace(r)
			}
		}
	}
	if seen {
		return
	}
	names := t.p.Names(c)
	t.leaf(Origin{Kind: FromCall, Names: names, Call: c, Pos: c.Pos(), Fn: c.Parent()})
	if t.passes(names) && (t.opaque == nil || !t.opaque(names)) {
		for _, a := range c.Call.Args {
			t.trace(a)
		}
		if c.Call.IsInvoke() {
			t.trace(c.Call.Value)
		}
	}
}

// passes reports whether the result of a call out of sight is made of its
// arguments: all of the standard library but what reads from outside.
func (t *tracer) passes(names []string) bool {
	for _, n := range names {
		pkg := n[:strings.LastIndexByte(n, '/')+1]
		first, _, _ := strings.Cut(n, "/")
		if pkg == "" {
			first, _, _ = strings.Cut(n, ".")
		}
		if strings.Contains(first, ".") {
			return true // a library of others: what goes in may come out
		}
		switch {
		case strings.HasPrefix(n, "os."), strings.HasPrefix(n, "time.Now"):
			return false
		}
	}
	return true
}
