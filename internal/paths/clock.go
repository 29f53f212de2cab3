package paths

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// clocks are the calls that compare a time with the present, or give it.
var clocks = []string{"time.Since", "time.Until", "time.Now"}

// distances compare two times.
var distances = []string{"time.Time.Sub", "time.Time.Before", "time.Time.After", "time.Time.Compare"}

// counts reports whether a type can hold seconds since some moment.
func counts(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && (b.Kind() == types.Int64 || b.Kind() == types.Int || b.Kind() == types.Uint64 || b.Kind() == types.Float64)
}

// ComparedWithClock finds where what a call returns is compared with the present:
// as a time, or as a number of seconds. It returns no position where that is not
// seen.
func (p *Program) ComparedWithClock(c ssa.CallInstruction) token.Pos {
	v, ok := c.(ssa.Value)
	if !ok {
		return token.NoPos
	}
	made := func(x ssa.Value) bool { return p.Depends(x, func(y ssa.Value) bool { return y == v }) }
	timed := func(x ssa.Value) bool {
		return p.Depends(x, func(y ssa.Value) bool {
			call, ok := y.(*ssa.Call)
			return ok && slices.ContainsFunc(p.Names(call), func(n string) bool { return slices.Contains(clocks, n) })
		})
	}
	for _, f := range p.funcs {
		if !p.reached[f] {
			continue
		}
		for _, b := range f.Blocks {
			for _, in := range b.Instrs {
				switch in := in.(type) {
				case *ssa.Call:
					names := p.Names(in)
					args := in.Call.Args
					switch {
					case len(args) == 1 && slices.ContainsFunc(names, func(n string) bool { return n == "time.Since" || n == "time.Until" }):
						if made(args[0]) {
							return Pos(in)
						}
					case len(args) == 2 && slices.ContainsFunc(names, func(n string) bool { return slices.Contains(distances, n) }):
						if made(args[0]) && timed(args[1]) || made(args[1]) && timed(args[0]) {
							return Pos(in)
						}
					}
				case *ssa.BinOp:
					if in.Op == token.SUB && counts(in.Type()) && (made(in.X) && timed(in.Y) || made(in.Y) && timed(in.X)) {
						return Pos(in)
					}
				}
			}
		}
	}
	return token.NoPos
}
