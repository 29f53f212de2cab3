package paths

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A Pace is something that holds a send to a rate: the ticks of a ticker that it
// waits for, or a sleep in each turn of its loop.
type Pace struct {
	At ssa.Instruction
	// Made is the call whose first argument is the time between two turns.
	Made ssa.CallInstruction
	// Items is set for a ticker, and for a sleep in a loop over items: the turns of any
	// other loop may be attempts of one.
	Items bool
}

// Paced finds what every turn to a send waits for: in the functions of its chain or
// in all of its callers.
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
	loops := loopsOf(at.Block())
	for _, b := range at.Parent().Blocks {
		for _, in := range b.Instrs {
			if in == at {
				break
			}
			before := b == at.Block() || b.Dominates(at.Block())
			switch in := in.(type) {
			case *ssa.UnOp:
				if before && in.Op.String() == "<-" && Looped(in) {
					if made := p.ticker(in.X); made != nil {
						return &Pace{At: in, Made: made, Items: true}
					}
				}
			case *ssa.Select:
				if !before || !in.Blocking || !Looped(in) {
					continue
				}
				for _, st := range in.States {
					if st.Dir == types.RecvOnly {
						if made := p.ticker(st.Chan); made != nil {
							return &Pace{At: in, Made: made, Items: true}
						}
					}
				}
			case *ssa.Call:
				if slices.Contains(p.Names(in), "time.Sleep") && everyTurn(loops, in) {
					return &Pace{At: in, Made: in, Items: p.itemised(at)}
				}
			}
		}
	}
	// A sleep after the send, before the next turn.
	for _, l := range loops {
		for _, b := range at.Parent().Blocks {
			if !l.blocks[b] {
				continue
			}
			for _, in := range b.Instrs {
				if c, ok := in.(*ssa.Call); ok && slices.Contains(p.Names(c), "time.Sleep") && everyTurn(loops[:1], c) {
					return &Pace{At: c, Made: c, Items: p.itemised(at)}
				}
			}
		}
		break
	}
	return nil
}

// ticks reports whether each turn of a loop waits for a tick: then the next turn is
// another occasion, not another attempt.
func (p *Program) ticks(l *loop) bool {
	isTicker := func(ch ssa.Value) bool {
		made := p.ticker(ch)
		return made != nil && !slices.Contains(p.Names(made), "time.After")
	}
	for b := range l.blocks {
		for _, in := range b.Instrs {
			switch in := in.(type) {
			case *ssa.UnOp:
				if in.Op.String() == "<-" && isTicker(in.X) {
					return true
				}
			case *ssa.Select:
				for _, st := range in.States {
					if st.Dir == types.RecvOnly && isTicker(st.Chan) {
						return true
					}
				}
			}
		}
	}
	return false
}

func (p *Program) itemised(at ssa.Instruction) bool {
	c, ok := at.(ssa.CallInstruction)
	return ok && p.perItem(c)
}

// everyTurn reports whether every turn of the innermost loop passes an instruction.
func everyTurn(loops []*loop, in ssa.Instruction) bool {
	if len(loops) == 0 || !loops[0].blocks[in.Block()] {
		return false
	}
	for _, back := range loops[0].header.Preds {
		if loops[0].blocks[back] && back != in.Block() && !in.Block().Dominates(back) {
			return false
		}
	}
	return true
}

func (p *Program) ticker(ch ssa.Value) ssa.CallInstruction {
	for _, o := range p.Origins(ch) {
		if slices.ContainsFunc(o.Names, func(n string) bool { return n == "time.NewTicker" || n == "time.Tick" || n == "time.After" }) {
			return o.Call
		}
	}
	return nil
}
