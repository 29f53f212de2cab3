package paths

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A Switch is a branch that decides whether a send happens.
type Switch struct {
	If  *ssa.If
	Via bool // the value with which the send happens
	// Chosen is set where the branch decides which implementation of an interface
	// is used, in place of whether a call is made.
	Chosen bool
}

// Switches finds branches on accepted conditions that decide about a send: in the
// functions of its chain, or in every caller up to the roots.
func (p *Program) Switches(s *Send, accept func(ssa.Value) bool) []Switch {
	for i := len(s.Chain) - 1; i >= 0; i-- {
		if out := p.switchesAt(s.Chain[i], accept); out != nil {
			return out
		}
	}
	return p.switchesAbove(s.Root(), accept, map[*ssa.Function]bool{})
}

func (p *Program) switchesAt(at ssa.Instruction, accept func(ssa.Value) bool) []Switch {
	var out []Switch
	for _, c := range Conditions(at) {
		if accept(c.If.Cond) {
			out = append(out, Switch{If: c.If, Via: c.Via})
		}
	}
	if out == nil && at.Parent().Parent() != nil {
		for _, b := range at.Parent().Parent().Blocks {
			for _, in := range b.Instrs {
				if mc, ok := in.(*ssa.MakeClosure); ok && mc.Fn == at.Parent() {
					out = append(out, p.switchesAt(in, accept)...)
				}
			}
		}
	}
	return out
}

func (p *Program) switchesAbove(f *ssa.Function, accept func(ssa.Value) bool, seen map[*ssa.Function]bool) []Switch {
	if seen[f] {
		return nil
	}
	seen[f] = true
	if out := p.chosen(f, accept); out != nil {
		return out
	}
	var sites []ssa.Instruction
	for _, c := range p.Callers(f) {
		if p.reached[c.Parent()] {
			sites = append(sites, c)
		}
	}
	for _, r := range p.roots {
		if r.Func == f && r.Site != nil && p.reached[r.Site.Parent()] && !r.Wrapped {
			sites = append(sites, r.Site)
		}
	}
	if len(sites) == 0 {
		return nil
	}
	var out []Switch
	for _, c := range sites {
		found := p.switchesAt(c, accept)
		if found == nil {
			found = p.switchesAbove(c.Parent(), accept, seen)
		}
		if found == nil {
			return nil
		}
		out = append(out, found...)
	}
	return out
}

// chosen finds the branch under which a type becomes the implementation of an
// interface of the module, for the methods of that type.
func (p *Program) chosen(f *ssa.Function, accept func(ssa.Value) bool) []Switch {
	recv := f.Signature.Recv()
	if recv == nil {
		return nil
	}
	var out []Switch
	for _, g := range p.funcs {
		for _, b := range g.Blocks {
			for _, in := range b.Instrs {
				mi, ok := in.(*ssa.MakeInterface)
				if !ok || !types.Identical(mi.X.Type(), recv.Type()) {
					continue
				}
				n, isNamed := types.Unalias(mi.Type()).(*types.Named)
				if !isNamed || n.Obj().Pkg() == nil || !p.own[n.Obj().Pkg()] {
					continue
				}
				found := false
				for _, c := range Conditions(mi) {
					if accept(c.If.Cond) {
						out = append(out, Switch{If: c.If, Via: c.Via, Chosen: true})
						found = true
					}
				}
				if !found {
					return nil
				}
			}
		}
	}
	return out
}

// Off follows the other side of a switch, up to the roots.
func (p *Program) Off(sw Switch, watch func([]string) bool) []Way {
	x := &explorer{p: p, send: &Send{}, watch: watch}
	x.decide = func(cond ssa.Value) (bool, bool) { return !sw.Via, cond == sw.If.Cond }
	b := sw.If.Block()
	next := b.Succs[0]
	if sw.Via {
		next = b.Succs[1]
	}
	f := &frameState{fn: sw.If.Parent(), regs: map[ssa.Value]value{}, visits: map[*ssa.BasicBlock]int{}}
	w := &world{heap: map[string]value{}}
	to, ok := x.enter(f, b, next, w)
	if !ok {
		return nil
	}
	results := x.run(f, to, 0, w, 0)
	x.outwards(results, sw.If.Parent(), -1, 0)
	return x.ways
}

// FanOut finds a goroutine that is started for each item of a loop and leads to a
// send. held is set where a semaphore or a limit of the group bounds how many run at
// once. A fixed number of workers is no fan-out.
func (p *Program) FanOut(s *Send) (in ssa.Instruction, held bool) {
	seen := map[*ssa.Function]bool{}
	var up func(f *ssa.Function) (ssa.Instruction, bool)
	up = func(f *ssa.Function) (ssa.Instruction, bool) {
		if seen[f] {
			return nil, false
		}
		seen[f] = true
		for _, c := range p.Callers(f) {
			if g, ok := c.(*ssa.Go); ok && p.perItem(g) {
				return g, p.holds(g)
			}
			if in, held := up(c.Parent()); in != nil {
				return in, held
			}
		}
		for _, r := range p.roots {
			c, ok := r.Site.(ssa.CallInstruction)
			if r.Func != f || !ok || !p.reached[c.Parent()] {
				continue
			}
			if p.perItem(c) && slices.ContainsFunc(p.Names(c), func(n string) bool { return n == "golang.org/x/sync/errgroup.Group.Go" || n == "sync.WaitGroup.Go" }) {
				return r.Site, p.holds(c) || p.limited(c)
			}
			if in, held := up(c.Parent()); in != nil {
				return in, held
			}
		}
		return nil, false
	}
	return up(s.Root())
}

// perItem reports whether a call in a loop is given something else in each turn.
func (p *Program) perItem(c ssa.CallInstruction) bool {
	for _, l := range loopsOf(c.Block()) {
		v := &variation{p: p, loop: l, seen: map[ssa.Value]bool{}, bare: true}
		if v.any(c.Common().Args...) || v.of(c.Common().Value) {
			return true
		}
	}
	return false
}

// holds reports whether something in the loop around a call waits for room: a
// semaphore, or a channel that is sent to.
func (p *Program) holds(c ssa.CallInstruction) bool {
	for _, l := range loopsOf(c.Block()) {
		for b := range l.blocks {
			for _, in := range b.Instrs {
				switch in := in.(type) {
				case *ssa.Send:
					return true
				case *ssa.UnOp:
					if in.Op == token.ARROW && in.Block() != l.header {
						return true
					}
				case *ssa.Call:
					if slices.Contains(p.Names(in), "golang.org/x/sync/semaphore.Weighted.Acquire") {
						return true
					}
				}
			}
		}
	}
	return false
}

// limited reports whether the group of a call has a limit.
func (p *Program) limited(c ssa.CallInstruction) bool {
	for _, b := range c.Parent().Blocks {
		for _, in := range b.Instrs {
			k, ok := in.(*ssa.Call)
			if ok && slices.Contains(p.Names(k), "golang.org/x/sync/errgroup.Group.SetLimit") && same(k.Call.Args[0], c.Common().Args[0]) {
				return true
			}
		}
	}
	return false
}

// InLoop reports whether a send, or one of the calls that lead to it, stands in a
// loop.
func (p *Program) InLoop(s *Send) bool {
	for _, c := range s.Chain[:1] {
		if Looped(c) {
			return true
		}
	}
	for _, c := range p.Above(s.Root()) {
		if Looped(c) {
			return true
		}
	}
	return false
}
