package paths

import (
	"cmp"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// comparePos orders positions by file and offset. Their numbers alone do not: files
// that are read at the same time get theirs in any order.
func (p *Program) comparePos(a, b token.Pos) int {
	if !a.IsValid() || !b.IsValid() || a == b {
		return cmp.Compare(a, b)
	}
	fa, fb := p.Fset.File(a), p.Fset.File(b)
	if fa == fb || fa == nil || fb == nil {
		return cmp.Compare(a, b)
	}
	return cmp.Compare(fa.Name(), fb.Name())
}

// compareFuncs orders functions by where they stand, and those of one place, such as
// instances and wrappers, by their names.
func (p *Program) compareFuncs(a, b *ssa.Function) int {
	if a == b {
		return 0
	}
	return cmp.Or(p.comparePos(a.Pos(), b.Pos()), cmp.Compare(a.String(), b.String()), cmp.Compare(a.Synthetic, b.Synthetic), cmp.Compare(a.Signature.String(), b.Signature.String()))
}

// compareCalls orders calls by where they stand.
func (p *Program) compareCalls(a, b ssa.CallInstruction) int {
	if a == b {
		return 0
	}
	if c := cmp.Or(p.comparePos(a.Pos(), b.Pos()), p.compareFuncs(a.Parent(), b.Parent())); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(a.Block().Index, b.Block().Index), cmp.Compare(slices.Index(a.Block().Instrs, ssa.Instruction(a)), slices.Index(b.Block().Instrs, ssa.Instruction(b))))
}
