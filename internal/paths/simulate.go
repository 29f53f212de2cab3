package paths

import (
	"fmt"
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// A machine runs the arithmetic of a limiter on a clock of its own: numbers, times,
// structs, slices and maps. Nothing of the analysed program is executed: what is
// not such arithmetic is unknown, and a branch on it ends the run.
type machine struct {
	p     *Program
	now   int64 // nanoseconds of the caller that is run
	steps int   // of this run
	limit int   // for them
	spent int   // in all runs
	locks int
	// slept is set after a sleep without a lock, and again once state is looked at
	// under a lock after it: what was decided before the sleep is old by then.
	slept, again bool
	held         bool // some caller had to wait
	// shared holds what outlives a call: variables of packages, and fields of
	// objects that are made once, out of the sight of the call.
	shared  map[any]*box
	undo    []func()
	touched any // the first of them that a run changed
	queued  any // the first lock that was held during a sleep
	local   map[any]bool
	busy    map[any]bool
	makers  map[any]ssa.Value // where what outlives a call is made
	ran     map[*ssa.Function]bool
	read    map[fieldKey]bool
	flag    *flagProbe // nil for limiters
}

// A box is a variable.
type box struct{ v any }

// Values are int64, float64, bool, string, [instant], *box for pointers, and those
// below.
type (
	instant int64 // time.Time; noTime is its zero
	null    struct{}
	unknown struct{ why string }
	record  []*box // a struct or an array
	list    []*box // a slice
	table   struct{ m map[any]any }
	several []any // results
	closure struct {
		fn    *ssa.Function
		bound []any
	}
	timer struct{ at int64 } // a channel that delivers then
	never struct{}           // a channel that never delivers: a context's
	mutex struct{ free int64 }
)

const noTime = instant(-1 << 62)

const (
	maxSimulated = 3_000_000  // steps of one simulation
	maxTrial     = 20_000     // steps of one call that is tried
	maxMetered   = 30_000_000 // steps of a program
	mostSites    = 4          // calls that wait before one send
	maxFrames    = 12
)

// giveUp ends a run; it carries the reason.
type giveUp string

func (m *machine) fail(format string, args ...any) { panic(giveUp(fmt.Sprintf(format, args...))) }

// zero is the zero value of a type.
func (m *machine) zero(t types.Type) any {
	switch typeName(t) {
	case "time.Time":
		if _, isPtr := t.Underlying().(*types.Pointer); !isPtr {
			return noTime
		}
	case "sync.Mutex", "sync.RWMutex":
		if _, isPtr := t.Underlying().(*types.Pointer); !isPtr {
			return &mutex{}
		}
	case "sync/atomic.Int64", "sync/atomic.Int32", "sync/atomic.Uint64", "sync/atomic.Uint32":
		if _, isPtr := t.Underlying().(*types.Pointer); !isPtr {
			return int64(0)
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch {
		case u.Info()&types.IsInteger != 0:
			return int64(0)
		case u.Info()&types.IsFloat != 0:
			return float64(0)
		case u.Info()&types.IsBoolean != 0:
			return false
		case u.Info()&types.IsString != 0:
			return ""
		}
	case *types.Struct:
		r := make(record, u.NumFields())
		for i := range r {
			r[i] = &box{m.zero(u.Field(i).Type())}
		}
		return r
	case *types.Array:
		if u.Len() > 10_000 {
			return unknown{"a large array"}
		}
		r := make(record, u.Len())
		for i := range r {
			r[i] = &box{m.zero(u.Elem())}
		}
		return r
	}
	return null{}
}

// copied is a value as an assignment copies it.
func copied(v any) any {
	r, ok := v.(record)
	if !ok {
		return v
	}
	out := make(record, len(r))
	for i, b := range r {
		out[i] = &box{copied(b.v)}
	}
	return out
}

// store assigns, and remembers how to take it back.
func (m *machine) store(b *box, v any) {
	if !m.local[b] {
		m.touch(b)
	}
	old := b.v
	m.undo = append(m.undo, func() { b.v = old })
	b.v = copied(v)
}

// touch notes that something changes which outlives the call.
func (m *machine) touch(what any) {
	if m.slept && !(m.again && m.locks > 0) {
		m.fail("what is kept changes after a sleep without a lock")
	}
	if m.touched == nil {
		m.touched = what
	}
}

// rewind takes back all that was stored.
func (m *machine) rewind() {
	for i := len(m.undo) - 1; i >= 0; i-- {
		m.undo[i]()
	}
	m.undo = m.undo[:0]
}

// frame is one call of a function.
type frame struct {
	fn       *ssa.Function
	regs     map[ssa.Value]any
	deferred []func()
}

// call runs a function of the module.
func (m *machine) call(fn *ssa.Function, args []any, bound []any, depth int) any {
	if depth > maxFrames || !m.p.Own(fn) {
		m.fail("%s is out of sight", fn.Name())
	}
	m.ran[fn] = true
	f := &frame{fn: fn, regs: map[ssa.Value]any{}}
	for i, prm := range fn.Params {
		if i < len(args) {
			f.regs[prm] = args[i]
		}
	}
	for i, fv := range fn.FreeVars {
		if i < len(bound) {
			f.regs[fv] = bound[i]
		}
	}
	get := func(v ssa.Value) any { return m.operand(f, v) }
	b, prev := fn.Blocks[0], (*ssa.BasicBlock)(nil)
	for {
		var next *ssa.BasicBlock
		var phis []any
		for _, in := range b.Instrs {
			ph, ok := in.(*ssa.Phi)
			if !ok {
				break
			}
			for i, pred := range b.Preds {
				if pred == prev {
					phis = append(phis, get(ph.Edges[i]))
					break
				}
			}
		}
		for i, in := range b.Instrs {
			if m.steps++; m.steps > m.limit {
				m.fail("it takes too long")
			}
			switch in := in.(type) {
			case *ssa.Phi:
				f.regs[in] = phis[i]
			case *ssa.DebugRef:
			case *ssa.If:
				c, ok := get(in.Cond).(bool)
				if !ok {
					m.fail("a condition that is not arithmetic")
				}
				m.again = m.again || m.locks > 0
				next = b.Succs[1]
				if c {
					next = b.Succs[0]
				}
			case *ssa.Jump:
				next = b.Succs[0]
			case *ssa.Return:
				out := make(several, len(in.Results))
				for i, r := range in.Results {
					out[i] = get(r)
				}
				if len(out) == 1 {
					return out[0]
				}
				return out
			case *ssa.Store:
				to, ok := get(in.Addr).(*box)
				if !ok {
					m.fail("a store out of sight")
				}
				m.store(to, get(in.Val))
			case *ssa.MapUpdate:
				t, ok := get(in.Map).(*table)
				k := get(in.Key)
				if !ok || !plain(k) {
					m.fail("a map out of sight")
				}
				old, had := t.m[k]
				m.undo = append(m.undo, func() {
					if had {
						t.m[k] = old
					} else {
						delete(t.m, k)
					}
				})
				if !m.local[t] {
					m.touch(t)
				}
				t.m[k] = copied(get(in.Value))
			case *ssa.Defer:
				names, common := m.p.Names(in), in.Common()
				args := make([]any, len(common.Args))
				for i, a := range common.Args {
					args[i] = get(a)
				}
				f.deferred = append(f.deferred, func() {
					if _, ok := m.known(names, args, common.Signature()); !ok {
						m.fail("a deferred call that is not followed")
					}
				})
			case *ssa.RunDefers:
				for i := len(f.deferred) - 1; i >= 0; i-- {
					f.deferred[i]()
				}
				f.deferred = nil
			case *ssa.Panic:
				m.fail("a panic")
			case *ssa.Go, *ssa.Send:
				m.fail("goroutines")
			case ssa.Value:
				f.regs[in] = m.op(in, get, depth)
			default:
				m.fail("%T", in)
			}
		}
		if next == nil {
			m.fail("no way on")
		}
		prev, b = b, next
	}
}

// plain reports whether a value can be the key of a map.
func plain(v any) bool {
	switch v.(type) {
	case int64, float64, bool, string:
		return true
	}
	return false
}

// operand is a value within a function that is run.
func (m *machine) operand(f *frame, v ssa.Value) any {
	switch v := v.(type) {
	case *ssa.Const, *ssa.Global, *ssa.Function:
		return m.fixed(v)
	}
	if x, ok := f.regs[v]; ok {
		return x
	}
	return unknown{v.Name()}
}

// fixed is a constant, a variable of a package, or a function.
func (m *machine) fixed(v ssa.Value) any {
	switch v := v.(type) {
	case *ssa.Const:
		if v.Value == nil {
			return m.zero(v.Type())
		}
		b, ok := v.Type().Underlying().(*types.Basic)
		if !ok {
			return unknown{"constant"}
		}
		switch {
		case b.Info()&types.IsInteger != 0:
			n, _ := constant.Int64Val(constant.ToInt(v.Value))
			return n
		case b.Info()&types.IsFloat != 0:
			x, _ := constant.Float64Val(constant.ToFloat(v.Value))
			return x
		case b.Info()&types.IsBoolean != 0:
			return constant.BoolVal(v.Value)
		case b.Info()&types.IsString != 0:
			return constant.StringVal(v.Value)
		}
	case *ssa.Global:
		return m.variable(v)
	case *ssa.Function:
		return &closure{fn: v}
	}
	return unknown{v.Name()}
}

// op computes the value of an instruction.
func (m *machine) op(v ssa.Value, get func(ssa.Value) any, depth int) any {
	switch v := v.(type) {
	case *ssa.Alloc:
		b := &box{m.zero(v.Type().(*types.Pointer).Elem())}
		m.adopt(b)
		return b
	case *ssa.BinOp:
		return m.binary(v.Op, get(v.X), get(v.Y))
	case *ssa.UnOp:
		return m.unary(v, get)
	case *ssa.Convert:
		return convert(get(v.X), v.Type())
	case *ssa.ChangeType:
		return get(v.X)
	case *ssa.ChangeInterface:
		return get(v.X)
	case *ssa.MakeInterface:
		return get(v.X)
	case *ssa.FieldAddr:
		m.read[keyOf(v.X.Type(), v.Field)] = true
		switch x := get(v.X).(type) {
		case *box:
			if r, ok := x.v.(record); ok && v.Field < len(r) {
				return r[v.Field]
			}
		case unknown, null:
			return m.field(v)
		}
	case *ssa.Field:
		if r, ok := get(v.X).(record); ok && v.Field < len(r) {
			return r[v.Field].v
		}
	case *ssa.IndexAddr:
		i, ok := get(v.Index).(int64)
		if !ok {
			break
		}
		switch x := get(v.X).(type) {
		case list:
			if i >= 0 && int(i) < len(x) {
				return x[i]
			}
			m.fail("an index out of range")
		case *box:
			if r, ok := x.v.(record); ok && i >= 0 && int(i) < len(r) {
				return r[i]
			}
		}
	case *ssa.Lookup:
		t, ok := get(v.X).(*table)
		k := get(v.Index)
		if !ok || !plain(k) {
			break
		}
		x, found := t.m[k]
		if mt, isMap := v.X.Type().Underlying().(*types.Map); !found && isMap {
			x = m.zero(mt.Elem())
		}
		if v.CommaOk {
			return several{x, found}
		}
		return x
	case *ssa.MakeMap:
		t := &table{map[any]any{}}
		m.local[t] = true
		return t
	case *ssa.MakeSlice:
		n, ok := get(v.Len).(int64)
		if !ok || n > 10_000 {
			break
		}
		l := make(list, n)
		for i := range l {
			l[i] = &box{m.zero(v.Type().Underlying().(*types.Slice).Elem())}
			m.adopt(l[i])
		}
		return l
	case *ssa.Slice:
		return m.slice(v, get)
	case *ssa.Extract:
		if s, ok := get(v.Tuple).(several); ok && v.Index < len(s) {
			return s[v.Index]
		}
	case *ssa.MakeClosure:
		c := &closure{fn: v.Fn.(*ssa.Function)}
		for _, b := range v.Bindings {
			c.bound = append(c.bound, get(b))
		}
		return c
	case *ssa.Select:
		return m.selects(v, get)
	case *ssa.Call:
		return m.invoke(v, get, depth)
	}
	return unknown{v.Name()}
}

func (m *machine) adopt(b *box) {
	m.local[b] = true
	if r, ok := b.v.(record); ok {
		for _, f := range r {
			m.adopt(f)
		}
	}
}

func (m *machine) slice(v *ssa.Slice, get func(ssa.Value) any) any {
	var cells []*box
	switch x := get(v.X).(type) {
	case list:
		cells = x
	case *box:
		r, ok := x.v.(record)
		if !ok {
			return unknown{"slice"}
		}
		cells = r
	case null:
		return null{}
	default:
		return unknown{"slice"}
	}
	low, high := 0, len(cells)
	if v.Low != nil {
		n, ok := get(v.Low).(int64)
		if !ok {
			return unknown{"slice"}
		}
		low = int(n)
	}
	if v.High != nil {
		n, ok := get(v.High).(int64)
		if !ok {
			return unknown{"slice"}
		}
		high = int(n)
	}
	if low < 0 || high < low || high > len(cells) {
		m.fail("a slice out of range")
	}
	return list(cells[low:high:high])
}

func (m *machine) unary(v *ssa.UnOp, get func(ssa.Value) any) any {
	x := get(v.X)
	switch v.Op {
	case token.MUL:
		if b, ok := x.(*box); ok {
			return copied(b.v)
		}
	case token.SUB:
		switch x := x.(type) {
		case int64:
			return -x
		case float64:
			return -x
		}
	case token.NOT:
		if b, ok := x.(bool); ok {
			return !b
		}
	case token.ARROW:
		t, ok := x.(timer)
		if !ok {
			m.fail("a channel that is not a timer's")
		}
		m.sleepUntil(t.at)
		if v.CommaOk {
			return several{instant(m.now), true}
		}
		return instant(m.now)
	}
	return unknown{v.Name()}
}

// selects takes the case of a timer; a context's never comes.
func (m *machine) selects(v *ssa.Select, get func(ssa.Value) any) any {
	out := several{int64(-1), true}
	best, at := -1, int64(0)
	for i, s := range v.States {
		out = append(out, unknown{"received"})
		switch c := get(s.Chan).(type) {
		case timer:
			if best < 0 || c.at < at {
				best, at = i, c.at
			}
		case never, null:
		default:
			m.fail("a channel that is not a timer's")
		}
	}
	switch {
	case best >= 0 && (v.Blocking || at <= m.now):
		m.sleepUntil(at)
		out[0] = int64(best)
	case v.Blocking:
		m.fail("it waits forever")
	}
	return out
}

func (m *machine) sleepUntil(at int64) {
	if at <= m.now {
		return
	}
	m.now, m.held = at, true
	if m.locks == 0 {
		m.slept, m.again = true, false
	}
}

func (m *machine) invoke(v *ssa.Call, get func(ssa.Value) any, depth int) any {
	args := make([]any, len(v.Call.Args))
	for i, a := range v.Call.Args {
		args[i] = get(a)
	}
	if b, ok := v.Call.Value.(*ssa.Builtin); ok {
		return m.builtin(b.Name(), args, v.Type())
	}
	names := m.p.Names(v)
	if out, ok := m.asks(names, args, v.Call.Signature().Results()); ok {
		return out
	}
	if out, ok := m.known(names, args, v.Call.Signature()); ok {
		return out
	}
	if c, ok := get(v.Call.Value).(*closure); ok && m.p.Own(c.fn) {
		return m.call(c.fn, args, c.bound, depth+1)
	}
	callees := m.p.Callees(v)
	if len(callees) == 1 && m.p.Own(callees[0]) {
		if v.Call.IsInvoke() {
			args = append([]any{get(v.Call.Value)}, args...)
		}
		return m.call(callees[0], args, nil, depth+1)
	}
	if out, ok := m.each(callees, args, depth); ok {
		return out
	}
	return unknowns(v.Call.Signature().Results())
}

// unknowns are results that are not known.
func unknowns(t *types.Tuple) any {
	if t.Len() == 1 {
		return unknown{"result"}
	}
	out := make(several, t.Len())
	for i := range out {
		out[i] = unknown{"result"}
	}
	return out
}
