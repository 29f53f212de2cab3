package paths

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// A Fill is a channel of tokens that a ticker fills: a send takes one before it goes.
type Fill struct {
	At    ssa.Instruction     // where a token is taken
	Made  ssa.CallInstruction // the ticker, or the sleep, whose first argument is the time between two tokens
	Chan  *ssa.MakeChan
	Burst int // tokens that wait at most; -1 where that is not a constant
}

// Filled finds a channel of tokens from which a send takes one on every way: all that
// is ever put into it is one token a tick, and what its maker puts in at first.
func (p *Program) Filled(s *Send) *Fill {
	for i := len(s.Chain) - 1; i >= 0; i-- {
		at := s.Chain[i]
		for _, b := range at.Parent().Blocks {
			if b != at.Block() && !b.Dominates(at.Block()) {
				continue
			}
			for _, in := range b.Instrs {
				if in == ssa.Instruction(at) {
					break
				}
				for _, ch := range taken(in) {
					if f := p.filling(ch); f != nil {
						f.At = in
						return f
					}
				}
			}
		}
	}
	return nil
}

// taken lists the channels from which an instruction takes a token; of a choice all
// but one are a context's or a timer's, which end the call.
func taken(in ssa.Instruction) []ssa.Value {
	switch in := in.(type) {
	case *ssa.UnOp:
		if in.Op == token.ARROW {
			return []ssa.Value{in.X}
		}
	case *ssa.Select:
		if !in.Blocking {
			return nil
		}
		var out []ssa.Value
		for _, s := range in.States {
			if s.Dir != types.RecvOnly {
				return nil
			}
			out = append(out, s.Chan)
		}
		return out
	}
	return nil
}

// filling finds what fills a channel: one ticker, or nil.
func (p *Program) filling(ch ssa.Value) *Fill {
	var made *ssa.MakeChan
	several := false
	p.Depends(ch, func(v ssa.Value) bool {
		if m, ok := v.(*ssa.MakeChan); ok {
			several = several || made != nil && made != m
			made = m
		}
		return false
	})
	if made == nil || several {
		return nil
	}
	f := &Fill{Chan: made, Burst: -1}
	if k, ok := made.Size.(*ssa.Const); ok && k.Value != nil {
		if n, exact := constant.Int64Val(constant.ToInt(k.Value)); exact {
			f.Burst = max(int(n), 1)
		}
	}
	same := func(c ssa.Value) bool { return p.Depends(c, func(v ssa.Value) bool { return v == ssa.Value(made) }) }
	for _, g := range p.funcs {
		for _, b := range g.Blocks {
			for _, in := range b.Instrs {
				puts := false
				switch in := in.(type) {
				case *ssa.Send:
					puts = same(in.Chan)
				case *ssa.Select:
					for _, s := range in.States {
						puts = puts || s.Dir == types.SendOnly && same(s.Chan)
					}
				}
				if !puts {
					continue
				}
				if g == made.Parent() && ends(g) {
					continue // what is there at first
				}
				pace := p.tick(in)
				loops := loopsOf(b)
				if pace == nil || len(loops) == 0 || !loops[0].blocks[pace.At.Block()] || f.Made != nil && f.Made != pace.Made {
					return nil // something else puts tokens in, or several a tick
				}
				f.Made = pace.Made
			}
		}
	}
	if f.Made == nil {
		return nil
	}
	return f
}

// ends reports whether a function returns.
func ends(f *ssa.Function) bool {
	for _, b := range f.Blocks {
		if len(b.Succs) == 0 {
			if _, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok {
				return true
			}
		}
	}
	return false
}
