package paths

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// limits of one exploration.
const (
	maxWays  = 600
	maxSteps = 60_000
	// maxSpent bounds all explorations of a program: a generated SDK has hundreds of
	// sends. What is not followed any more is lost, and never passes.
	maxSpent  = 1_000_000
	maxInline = 9
)

// Exhaust uses up the steps of all explorations: what happens then is tested so.
func (p *Program) Exhaust() { p.spent = maxSpent }

type frameState struct {
	fn     *ssa.Function
	regs   map[ssa.Value]value
	prev   *ssa.BasicBlock
	visits map[*ssa.BasicBlock]int
	base   bool // the frame that is continued, in place of one that is called
}

func (f *frameState) clone() *frameState {
	g := &frameState{fn: f.fn, prev: f.prev, base: f.base, regs: make(map[ssa.Value]value, len(f.regs)), visits: make(map[*ssa.BasicBlock]int, len(f.visits))}
	for k, v := range f.regs {
		g.regs[k] = v
	}
	for k, v := range f.visits {
		g.visits[k] = v
	}
	return g
}

type world struct {
	heap   map[string]value
	events []Event
	turned []*ssa.BasicBlock // headers of loops that the outermost frame has gone round
	// muted is set once an error was turned into none: what follows is not told of
	// the failure.
	muted bool
	shown bool // see Way.Shown
	// cancelled is set once a context is known to have ended.
	cancelled bool
}

func (w *world) clone() *world {
	h := make(map[string]value, len(w.heap))
	for k, v := range w.heap {
		h[k] = v
	}
	return &world{h, slices.Clone(w.events), slices.Clone(w.turned), w.muted, w.shown, w.cancelled}
}

// An explorer follows the ways from a send.
type explorer struct {
	p        *Program
	send     *Send
	scenario Scenario
	watch    func(names []string) bool
	ways     []Way
	steps    int
	cells    int
	over     bool
	decide   func(ssa.Value) (bool, bool) // may decide a condition
	entry    ssa.CallInstruction          // the call above the root that is being continued
	known    map[*ssa.Alloc]value         // variables that were there before
	globals  map[*ssa.Global]value        // variables of packages
	objects  map[*ssa.Parameter]value     // what parameters point to
	leads    map[*ssa.Function]bool       // functions that lead to the send
	shallow  bool                         // calls are not gone into
	target   ssa.Instruction              // where a shallow exploration stops
	arrived  []arrival
	level    int           // index into the chain of the function being executed
	until    *ssa.Function // where the exploration stops
	stopped  []result
}

// result is what a function returned on a way.
type result struct {
	vals []value
	w    *world
	end  EndKind // "" for a return
	at   ssa.Instruction
}

// run executes from an instruction on, and returns the ends of the function.
func (x *explorer) run(f *frameState, b *ssa.BasicBlock, i int, w *world, depth int) []result {
	for {
		x.p.spent++
		if x.steps++; x.steps > maxSteps || x.p.spent > maxSpent {
			x.over = true
			return []result{{w: w, end: EndLost, at: b.Instrs[len(b.Instrs)-1]}}
		}
		for ; i < len(b.Instrs); i++ {
			in := b.Instrs[i]
			if x.target != nil && in == x.target {
				x.arrived = append(x.arrived, arrival{f, w})
				return nil
			}
			switch in := in.(type) {
			case *ssa.Return:
				r := result{w: w, at: in}
				for _, v := range in.Results {
					r.vals = append(r.vals, x.get(f, w, v))
				}
				return []result{r}
			case *ssa.Panic:
				if !in.Pos().IsValid() {
					return nil // of a select in which no case is ready: it never runs
				}
				return []result{{w: w, end: EndPanic, at: in}}
			case *ssa.If:
				return x.branch(f, b, in, w, depth)
			case *ssa.Jump:
			case ssa.CallInstruction:
				if c, isCall := in.(*ssa.Call); isCall {
					if !x.shallow && x.isAgain(c, depth) {
						end := EndAgain
						if x.nextItem(c, w, depth) {
							end = EndReturn // the loop has gone on to the next item
						}
						return []result{{w: w, end: end, at: in}}
					}
					outs, done := x.call(f, c, w, depth)
					if done {
						return outs
					}
					if len(outs) == 1 {
						if outs[0].end != "" {
							return outs
						}
						f.regs[c] = pack(outs[0].vals, c.Type())
						w = outs[0].w
						continue
					}
					if len(outs) > 1 {
						var all []result
						for _, o := range outs {
							if o.end != "" {
								all = append(all, o)
								continue
							}
							g := f.clone()
							g.regs[c] = pack(o.vals, c.Type())
							all = append(all, x.run(g, b, i+1, o.w, depth)...)
							if len(all) > maxWays || x.over {
								x.over = true
								return all
							}
						}
						return all
					}
				} else {
					x.event(f, in, w)
				}
			default:
				x.eval(f, in, w)
			}
		}
		if len(b.Succs) != 1 {
			return nil
		}
		next, ok := x.enter(f, b, b.Succs[0], w)
		if !ok {
			return nil
		}
		b, i = next, 0
	}
}

// enter goes to a block; a loop is gone round twice at most.
func (x *explorer) enter(f *frameState, from, to *ssa.BasicBlock, w *world) (*ssa.BasicBlock, bool) {
	if f.visits[to]++; f.visits[to] > 2 {
		return nil, false
	}
	if f.base && to.Dominates(from) {
		w.turned = append(w.turned, to)
	}
	phis := map[ssa.Value]value{}
	for _, in := range to.Instrs {
		phi, ok := in.(*ssa.Phi)
		if !ok {
			break
		}
		for k, p := range to.Preds {
			if p == from {
				phis[phi] = x.get(f, w, phi.Edges[k])
			}
		}
	}
	for k, v := range phis {
		f.regs[k] = v
	}
	f.prev = from
	return to, true
}

func (x *explorer) branch(f *frameState, b *ssa.BasicBlock, in *ssa.If, w *world, depth int) []result {
	v := x.get(f, w, in.Cond)
	if x.decide != nil {
		if truth, ok := x.decide(in.Cond); ok {
			v = value{k: kBool, n: int64(map[bool]int{false: 0, true: 1}[truth])}
		}
	}
	if v.k == kBool {
		next := b.Succs[1]
		if v.n == 1 {
			next = b.Succs[0]
		}
		nb, ok := x.enter(f, b, next, w)
		if !ok {
			return nil
		}
		return x.run(f, nb, 0, w, depth)
	}
	var out []result
	for k, s := range b.Succs {
		g := f.clone()
		g.regs[in.Cond] = value{k: kBool, n: int64(1 - k)}
		ww := w.clone()
		x.assume(g, ww, in.Cond, k == 0)
		nb, ok := x.enter(g, b, s, ww)
		if !ok {
			continue
		}
		out = append(out, x.run(g, nb, 0, ww, depth)...)
		if len(out) > maxWays || x.over {
			x.over = true
			break
		}
	}
	return out
}

// assume notes what a branch tells about a comparison: with nil, or of the case that
// a select took.
func (x *explorer) assume(f *frameState, w *world, cond ssa.Value, truth bool) {
	c, ok := cond.(*ssa.BinOp)
	if !ok || c.Op != token.EQL && c.Op != token.NEQ {
		return
	}
	v, k := c.X, c.Y
	if _, isConst := v.(*ssa.Const); isConst {
		v, k = k, v
	}
	kc, isConst := k.(*ssa.Const)
	if !isConst {
		return
	}
	equal := truth == (c.Op == token.EQL)
	if !kc.IsNil() {
		if e, ok := v.(*ssa.Extract); ok && equal && e.Index == 0 {
			x.took(w, e.Tuple, kc)
		}
		return
	}
	if !equal && x.p.gives(v, ctxErr...) {
		w.cancelled = true
	}
	old := f.regs[v]
	if old.k == kUnknown {
		if equal {
			old.k = kNil
		} else {
			old.k = kNonNil
		}
		f.regs[v] = old
	}
}

// What tells that a context has ended, and why.
var (
	ctxDone = []string{"context.Context.Done"}
	ctxErr  = []string{"context.Context.Err", "context.Cause"}
)

// gives reports whether a value is what a call of one of some functions gives.
func (p *Program) gives(v ssa.Value, names ...string) bool {
	c, ok := v.(*ssa.Call)
	return ok && slices.ContainsFunc(p.Names(c), func(n string) bool { return slices.Contains(names, n) })
}

// took notes which case a select took.
func (x *explorer) took(w *world, v ssa.Value, k *ssa.Const) {
	sel, ok := v.(*ssa.Select)
	if !ok {
		return
	}
	if i, ok := constInt64(k); ok && i >= 0 && int(i) < len(sel.States) {
		w.cancelled = w.cancelled || x.p.gives(sel.States[i].Chan, ctxDone...)
	}
}

// isAgain reports whether a call sends the same request once more: the outermost
// call of its chain, or the one of the function that is being executed. An inner
// one that another call led to sends something else.
func (x *explorer) isAgain(c *ssa.Call, depth int) bool {
	i := slices.Index(x.send.Chain, ssa.CallInstruction(c))
	if i == 0 || i > 0 && depth == 0 && x.level == i {
		return true
	}
	for _, s := range x.send.Chain {
		if twins(c, s) {
			return true
		}
	}
	return false
}

// twins reports whether a call is another one of the same function with the same
// arguments: written twice, it does the same.
func twins(c *ssa.Call, s ssa.CallInstruction) bool {
	d, ok := s.(*ssa.Call)
	if !ok || c == d || c.Parent() != d.Parent() || len(c.Call.Args) == 0 || len(c.Call.Args) != len(d.Call.Args) || c.Call.Method != d.Call.Method || !same(c.Call.Value, d.Call.Value) {
		return false
	}
	for i := range c.Call.Args {
		if !same(c.Call.Args[i], d.Call.Args[i]) {
			return false
		}
	}
	return true
}

// Same reports whether two values certainly are one: the same value, or reads of one
// field or variable.
func Same(a, b ssa.Value) bool { return same(a, b) }

func same(a, b ssa.Value) bool {
	if a == b {
		return true
	}
	u, ok := a.(*ssa.UnOp)
	v, ok2 := b.(*ssa.UnOp)
	if ok && ok2 && u.Op == v.Op {
		return same(u.X, v.X)
	}
	f, ok := a.(*ssa.FieldAddr)
	g, ok2 := b.(*ssa.FieldAddr)
	if ok && ok2 {
		return f.Field == g.Field && same(f.X, g.X)
	}
	k, ok := a.(*ssa.Const)
	l, ok2 := b.(*ssa.Const)
	return ok && ok2 && k.Value != nil && l.Value != nil && k.Value.ExactString() == l.Value.ExactString()
}

// nextItem reports whether a call that sends again does so for the next item of a
// loop that the way has gone round.
func (x *explorer) nextItem(c *ssa.Call, w *world, depth int) bool {
	var site ssa.CallInstruction = c
	if depth > 0 {
		site = x.entry
	}
	if site == nil {
		return false
	}
	var around *loop
	for _, l := range loopsOf(site.Block()) {
		if slices.Contains(w.turned, l.header) {
			around = l
		}
	}
	return around != nil && (x.varies(site, around) || x.p.ticks(around))
}
