package paths

import (
	"go/token"
	"go/types"

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

// A Pace is something that holds a send to a rate: the receiving from a ticker.
type Pace struct {
	At   ssa.Instruction
	Made ssa.CallInstruction
}

// Paced finds a ticker whose ticks every way to a send waits for: in the functions
// of its chain or in all of its callers.
func (p *Program) Paced(s *Send) *Pace {
	for i := len(s.Chain) - 1; i >= 0; i-- {
		if pc := p.tick(s.Chain[i]); pc != nil {
			return pc
		}
	}
	var found *Pace
	for _, c := range p.Callers(s.Root()) {
		pc := p.tick(c)
		if pc == nil {
			return nil
		}
		found = pc
	}
	return found
}

func (p *Program) tick(at ssa.Instruction) *Pace {
	for _, b := range at.Parent().Blocks {
		if b != at.Block() && !b.Dominates(at.Block()) {
			continue
		}
		for _, in := range b.Instrs {
			if in == at {
				break
			}
			u, ok := in.(*ssa.UnOp)
			if !ok || u.Op != token.ARROW || !Looped(u) {
				continue
			}
			for _, o := range p.Origins(u.X) {
				for _, n := range o.Names {
					if n == "time.NewTicker" || n == "time.Tick" {
						return &Pace{At: u, Made: o.Call}
					}
				}
			}
		}
	}
	return nil
}

// FanOut finds a goroutine that is started in a loop and leads to a send.
func (p *Program) FanOut(s *Send) ssa.Instruction {
	seen := map[*ssa.Function]bool{}
	var up func(f *ssa.Function) ssa.Instruction
	up = func(f *ssa.Function) ssa.Instruction {
		if seen[f] {
			return nil
		}
		seen[f] = true
		for _, c := range p.Callers(f) {
			if g, ok := c.(*ssa.Go); ok && Looped(g) {
				return g
			}
			if in := up(c.Parent()); in != nil {
				return in
			}
		}
		for _, r := range p.roots {
			if r.Func == f && r.Site != nil && Looped(r.Site) {
				for _, n := range []string{"golang.org/x/sync/errgroup.Group.Go", "sync.WaitGroup.Go"} {
					if c, ok := r.Site.(ssa.CallInstruction); ok && len(p.Names(c)) > 0 && p.Names(c)[0] == n {
						return r.Site
					}
				}
			}
		}
		return nil
	}
	return up(s.Root())
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
