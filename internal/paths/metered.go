package paths

import (
	"go/types"
	"slices"
	"sort"

	"golang.org/x/tools/go/ssa"
)

// A Meter is a limiter of the module's own that stands before a send, with what it
// lets through at most, found by running its arithmetic on a clock of its own.
type Meter struct {
	At     ssa.CallInstruction // the call that waits
	Second int                 // sends in any second
	Minute int                 // sends in any minute
	More   bool                // there are more in a minute: they were not followed further
	// State is the same for sends that wait for the same limiter.
	State any
	// Made is what the limiter is made by, where that is known.
	Made ssa.Value
}

// sleepers hold a caller up.
var sleepers = []string{"time.Sleep", "time.After", "time.NewTimer"}

// Metered finds an own limiter before a send: calls that wait, in the functions of
// its chain, for as long as some state and the clock say. most bounds what is of
// interest in a minute. It is nil where nothing limits, and where the arithmetic is
// out of sight.
func (p *Program) Metered(s *Send, most int) *Meter {
	if p.meter == nil {
		p.meter = &machine{p: p, shared: map[any]*box{}, local: map[any]bool{}, busy: map[any]bool{}, makers: map[any]ssa.Value{}, limit: maxSimulated}
	}
	m := p.meter
	if m.spent > maxMetered {
		return nil
	}
	m.ran, m.read = map[*ssa.Function]bool{}, map[fieldKey]bool{}
	var sites []site
	for i, link := range s.Chain {
		for _, c := range p.holding(link) {
			if len(sites) < mostSites && m.runs(s, site{c, i}) {
				sites = append(sites, site{c, i})
			}
		}
	}
	if len(sites) == 0 {
		return nil
	}
	out := &Meter{At: sites[0].call}
	waits := false
	// Callers come at once, after pauses that fill a bucket or straddle a window.
	for _, pauses := range [][]int64{nil, {0, 59_500_000_000}, {0, 700_000_000, 999_000_000}, {0, 150_000_000_000}} {
		times, state, held := m.rush(s, sites, pauses, most)
		if times == nil {
			return nil
		}
		if out.State == nil {
			out.State = state
		}
		waits = waits || held
		out.Second = max(out.Second, densest(times, second))
		out.Minute = max(out.Minute, densest(times, minute))
		out.More = out.More || out.Minute >= 2*most
	}
	if out.State == nil || !waits || m.disturbed() {
		return nil // it keeps nothing, holds nobody back, or is changed from elsewhere
	}
	out.Made = m.makers[out.State]
	return out
}

// disturbed reports whether code that was not run changes a field that was read.
func (m *machine) disturbed() bool {
	for k := range m.read {
		for _, s := range m.p.fields[k] {
			if !s.making && !m.ran[s.fn] && m.p.reached[s.fn] {
				return true
			}
		}
	}
	return false
}

// densest is how many of some sorted times fall into one window.
func densest(times []int64, window int64) int {
	most, from := 0, 0
	for i, t := range times {
		for t-times[from] >= window {
			from++
		}
		most = max(most, i-from+1)
	}
	return most
}

// A site is a call that waits, in the function of a link of the chain.
type site struct {
	call  ssa.CallInstruction
	level int
}

// holding lists the calls that stand before an instruction on every way to it, and
// may wait.
func (p *Program) holding(at ssa.Instruction) []ssa.CallInstruction {
	var out []ssa.CallInstruction
	for _, b := range at.Parent().Blocks {
		if b != at.Block() && !b.Dominates(at.Block()) {
			continue
		}
		for _, in := range b.Instrs {
			if in == at {
				break
			}
			if c, ok := in.(*ssa.Call); ok && p.waits(c) {
				out = append(out, c)
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		return out[i].Block().Dominates(out[j].Block()) && out[i].Block() != out[j].Block()
	})
	return out
}

// waits reports whether a call may sleep, itself or below.
func (p *Program) waits(c ssa.CallInstruction) bool {
	if p.sleepsAt(c) {
		return true
	}
	for _, f := range p.Callees(c) {
		if p.sleepers()[through(f)] {
			return true
		}
	}
	return false
}

func (p *Program) sleepsAt(c ssa.CallInstruction) bool {
	return slices.ContainsFunc(p.Names(c), func(n string) bool { return slices.Contains(sleepers, n) })
}

// mostBelow is how many calls below a wait may be.
const mostBelow = 4

// sleepers are the functions of the module that sleep, themselves or a few calls
// below.
func (p *Program) sleepers() map[*ssa.Function]bool {
	if p.sleeping != nil {
		return p.sleeping
	}
	p.sleeping = map[*ssa.Function]bool{}
	calls := map[*ssa.Function][]*ssa.Function{}
	for _, f := range p.funcs {
		for _, b := range f.Blocks {
			for _, in := range b.Instrs {
				c, ok := in.(*ssa.Call)
				if !ok {
					continue
				}
				if p.sleepsAt(c) {
					p.sleeping[f] = true
				}
				for _, g := range p.Callees(c) {
					if g = through(g); p.Own(g) {
						calls[f] = append(calls[f], g)
					}
				}
			}
		}
	}
	for range mostBelow {
		var more []*ssa.Function
		for f, below := range calls {
			if !p.sleeping[f] && slices.ContainsFunc(below, func(g *ssa.Function) bool { return p.sleeping[g] }) {
				more = append(more, f)
			}
		}
		for _, f := range more {
			p.sleeping[f] = true
		}
	}
	return p.sleeping
}

// runs reports whether a call that may wait can be run at all.
func (m *machine) runs(s *Send, at site) bool {
	m.limit = maxTrial
	defer func() { m.limit = maxSimulated }()
	times, _, _ := m.rush(s, []site{at}, nil, 0)
	return times != nil
}

// rush lets many callers come at once, after single ones that come at the given
// times, and returns when each may send, what state that changed, and whether any
// had to wait. The times are nil where the arithmetic is out of sight.
func (m *machine) rush(s *Send, sites []site, pauses []int64, most int) (times []int64, state any, held bool) {
	defer func() {
		cause := recover()
		m.spent += m.steps
		m.rewind()
		if cause == nil {
			return
		}
		if _, ok := cause.(giveUp); !ok {
			panic(cause)
		}
		times = nil
	}()
	const start = 1_700_000_000 * second
	m.steps, m.touched, m.queued, m.held = 0, nil, nil, false
	arrives := int64(start)
	callers := 2*most + 100
	if most == 0 {
		callers = 1
	}
	for i := range callers {
		if i < len(pauses) {
			arrives = start + pauses[i]
		}
		m.now, m.locks, m.slept, m.again = arrives, 0, false, false
		clear(m.local)
		for _, at := range sites {
			for _, link := range s.Chain[:at.level+1] {
				m.ran[link.Parent()] = true
			}
			d := &demand{m: m, s: s, seen: map[ssa.Value]any{}}
			d.invoke(at.call.(*ssa.Call), at.level)
		}
		times = append(times, m.now)
		if m.now > arrives+minute+second {
			break
		}
	}
	slices.Sort(times)
	if state = m.touched; state == nil {
		state = m.queued
	}
	return times, state, m.held
}

// A demand evaluates what stands before a call of a chain, as far as the call needs
// it: in the first round of a loop, with the arguments of the chain.
type demand struct {
	m    *machine
	s    *Send
	seen map[ssa.Value]any
}

func (d *demand) invoke(c *ssa.Call, level int) any {
	return d.m.invoke(c, func(v ssa.Value) any { return d.value(v, level) }, 0)
}

// value evaluates a value of the function of a link; below 0 it is one of code that
// leads to the chain, or makes what the chain uses.
func (d *demand) value(v ssa.Value, level int) any {
	switch v.(type) {
	case *ssa.Const, *ssa.Global, *ssa.Function:
		return d.m.fixed(v)
	}
	if x, ok := d.seen[v]; ok {
		return x
	}
	if in, ok := v.(ssa.Instruction); ok && level >= 0 && d.early(in, d.s.Chain[level]) {
		return d.m.once(v)
	}
	d.seen[v] = unknown{"loop"}
	x := d.fresh(v, level)
	d.seen[v] = x
	return x
}

// early reports whether a value is made before the loop that its function sends in,
// or in main, which runs once.
func (d *demand) early(v, send ssa.Instruction) bool {
	f := send.Parent()
	return v.Parent() == f && !Looped(v) && (Looped(send) || f.Pkg != nil && slices.Contains(d.m.p.Mains, f.Pkg) && f.Name() == "main")
}

func (d *demand) fresh(v ssa.Value, level int) any {
	switch v := v.(type) {
	case *ssa.Parameter:
		return d.param(v, level)
	case *ssa.FreeVar:
		return d.free(v)
	case *ssa.Phi:
		var out any
		for i, e := range v.Edges {
			if v.Block().Dominates(v.Block().Preds[i]) {
				continue // the way back of a loop
			}
			x := d.value(e, level)
			if out != nil && (!plain(x) || x != out) {
				return unknown{"choice"}
			}
			out = x
		}
		return out
	case *ssa.Alloc:
		return d.variable(v, level)
	case *ssa.Call:
		return d.invoke(v, level)
	}
	if in, ok := v.(ssa.Instruction); ok && in.Parent() != nil {
		return d.m.op(v, func(x ssa.Value) any { return d.value(x, level) }, 0)
	}
	return unknown{v.Name()}
}

// variable is one that is set once where it is declared.
func (d *demand) variable(v *ssa.Alloc, level int) any {
	b := &box{d.m.zero(v.Type().(*types.Pointer).Elem())}
	d.m.adopt(b)
	d.seen[v] = b
	refs := v.Referrers()
	if refs == nil {
		return b
	}
	whole := len(d.m.p.allocs[v]) > 0
	var fields []*ssa.FieldAddr
	for _, r := range *refs {
		switch r := r.(type) {
		case *ssa.Store:
			if r.Addr == ssa.Value(v) {
				if stored := d.m.p.allocs[v]; len(stored) != 1 {
					b.v = unknown{"variable"}
					return b
				}
				b.v = copied(d.value(r.Val, level))
			}
		case *ssa.FieldAddr:
			fields = append(fields, r)
		}
	}
	set := map[int]bool{}
	for _, fa := range fields {
		rec, ok := b.v.(record)
		if !ok || fa.Field >= len(rec) {
			continue
		}
		for _, u := range *fa.Referrers() {
			st, ok := u.(*ssa.Store)
			if !ok || st.Addr != ssa.Value(fa) {
				continue
			}
			if whole || set[fa.Field] {
				rec[fa.Field].v = unknown{"field"} // which of two is not known
				continue
			}
			set[fa.Field] = true
			rec[fa.Field].v = copied(d.value(st.Val, level))
		}
	}
	return b
}

// param is what the call of the chain gives, or the one caller there is.
func (d *demand) param(v *ssa.Parameter, level int) any {
	f := v.Parent()
	i := slices.Index(f.Params, v)
	if level <= 0 && d.m.object(v.Type()) {
		return unknown{"object"} // its fields are known by where it is made
	}
	var c ssa.CallInstruction
	switch callers := d.m.p.Callers(f); {
	case level > 0 && level < len(d.s.Chain):
		c = d.s.Chain[level-1]
	case len(callers) == 1:
		c = callers[0]
	default:
		return unknown{"parameter"}
	}
	args := c.Common().Args
	if c.Common().IsInvoke() {
		if i--; i < 0 {
			return unknown{"receiver"}
		}
	}
	if i >= len(args) {
		return unknown{"parameter"}
	}
	return d.above(args[i], level-1)
}

// above evaluates a value of a function that leads to the one in hand.
func (d *demand) above(v ssa.Value, level int) any {
	if level < 0 {
		return d.m.once(v)
	}
	return d.value(v, level)
}

// once evaluates what is made outside of the calls that wait, and keeps it.
func (m *machine) once(v ssa.Value) any {
	if b, ok := m.shared[v]; ok {
		return b.v
	}
	b := &box{m.made(v)}
	m.shared[v] = b
	return b.v
}

// object reports whether a type is a pointer to a struct of the module.
func (m *machine) object(t types.Type) bool {
	ptr, ok := t.Underlying().(*types.Pointer)
	if !ok {
		return false
	}
	_, isStruct := ptr.Elem().Underlying().(*types.Struct)
	return isStruct && m.p.ownType(t)
}

// free is a variable that a function literal uses.
func (d *demand) free(v *ssa.FreeVar) any {
	f := v.Parent()
	i := slices.Index(f.FreeVars, v)
	if ptr, ok := v.Type().(*types.Pointer); ok && d.m.object(ptr.Elem()) {
		return &box{unknown{"object"}}
	}
	if d.m.object(v.Type()) || f.Parent() == nil {
		return unknown{"object"}
	}
	level := slices.IndexFunc(d.s.Chain, func(c ssa.CallInstruction) bool { return c.Parent() == f.Parent() })
	for _, b := range f.Parent().Blocks {
		for _, in := range b.Instrs {
			if mc, ok := in.(*ssa.MakeClosure); ok && mc.Fn == ssa.Value(f) && i < len(mc.Bindings) {
				return d.above(mc.Bindings[i], level)
			}
		}
	}
	return unknown{"variable"}
}

// variable is the box of a variable of a package.
func (m *machine) variable(g *ssa.Global) any {
	if b, ok := m.shared[g]; ok {
		return b
	}
	b := &box{m.zero(g.Type().(*types.Pointer).Elem())}
	m.shared[g] = b
	switch stored := m.p.globals[g]; {
	case g.Pkg == nil || !m.p.own[g.Pkg.Pkg], len(stored) > 1:
		b.v = unknown{g.Name()}
	case len(stored) == 1:
		b.v = m.made(stored[0])
	default:
		m.initial(b, g.Type())
	}
	return b
}

// field is the box of a field of an object that is not known: one that is made in
// one place is taken for the same at each call.
func (m *machine) field(v *ssa.FieldAddr) any {
	if !m.p.ownType(v.X.Type()) {
		return unknown{"field"}
	}
	k := keyOf(v.X.Type(), v.Field)
	if b, ok := m.shared[k]; ok {
		return b
	}
	t := v.Type().(*types.Pointer).Elem()
	b := &box{m.zero(t)}
	m.shared[k] = b
	made := m.initially(k)
	if tag, _ := tagOf(v.X.Type(), v.Field); m.flag != nil && tag != "" && m.flag.tagged(tag) {
		m.flag.asked = true
		if b.v = m.parsed(m.flag.text, t); b.v == nil {
			b.v = unknown{"flag"}
		}
		return b
	}
	switch {
	case len(made) == 1:
		b.v = m.made(made[0])
	case len(made) > 1:
		b.v = unknown{"field"}
	default:
		m.initial(b, v.Type())
	}
	return b
}

// initially lists what is stored to a field where its object is made.
func (m *machine) initially(k fieldKey) []ssa.Value {
	var out []ssa.Value
	for _, s := range m.p.fields[k] {
		if s.making {
			out = append(out, s.val)
		}
	}
	return out
}

// initial fills a struct that is part of an object which is not known.
func (m *machine) initial(b *box, ptr types.Type) {
	r, ok := b.v.(record)
	if !ok || !m.p.ownType(ptr) {
		return
	}
	for i, f := range r {
		switch made := m.initially(keyOf(ptr, i)); len(made) {
		case 0:
		case 1:
			f.v = m.made(made[0])
		default:
			f.v = unknown{"field"}
		}
	}
}

// made evaluates a value where an object is made. What it makes outlives the call.
func (m *machine) made(v ssa.Value) any {
	if m.busy[v] {
		return unknown{"cycle"}
	}
	m.busy[v] = true
	defer delete(m.busy, v)
	local, undo, touched, slept := m.local, m.undo, m.touched, m.slept
	m.local, m.undo, m.slept = map[any]bool{}, nil, false
	d := &demand{m: m, s: &Send{}, seen: map[ssa.Value]any{}}
	out := copied(d.value(v, -1))
	for b := range m.local {
		m.makers[b] = v
	}
	m.local, m.undo, m.touched, m.slept = local, undo, touched, slept
	return out
}
