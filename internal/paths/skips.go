package paths

import "golang.org/x/tools/go/ssa"

// Skipped finds a branch on an accepted condition by which a check is passed over: it
// stands before the check, and its other side goes on; or it stands behind a failed
// check, and one of its sides goes on as if that had succeeded.
func (p *Program) Skipped(check ssa.CallInstruction, accept func(cond ssa.Value) bool) *ssa.If {
	if in := p.passedOver(check, accept); in != nil {
		return in
	}
	v, ok := check.(ssa.Value)
	if !ok || Looped(check) {
		return nil // one of several secrets
	}
	for _, b := range check.Parent().Blocks {
		branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
		if !ok || !p.Depends(branch.Cond, func(x ssa.Value) bool { return x == v }) || accept(branch.Cond) {
			continue
		}
		for i, refused := range b.Succs {
			accepted := b.Succs[1-i]
			if !reaches(refused, accepted, nil) {
				continue
			}
			for _, d := range check.Parent().Blocks {
				in, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If)
				if !ok || !accept(in.Cond) || d != refused && !refused.Dominates(d) {
					continue
				}
				if reaches(d.Succs[0], accepted, nil) != reaches(d.Succs[1], accepted, nil) {
					return in
				}
			}
		}
	}
	return nil
}

// passedOver looks for the branch in the function of a check, and in its callers.
func (p *Program) passedOver(at ssa.CallInstruction, accept func(cond ssa.Value) bool) *ssa.If {
	seen := map[*ssa.Function]bool{}
	for depth := 0; depth < 3; depth++ {
		for _, cond := range Conditions(at) {
			other := cond.If.Block().Succs[0]
			if cond.Via {
				other = cond.If.Block().Succs[1]
			}
			if accept(cond.If.Cond) && p.Refuses(other) == GoesOn {
				return cond.If
			}
		}
		f := at.Parent()
		callers := p.Callers(f)
		if seen[f] || len(callers) != 1 {
			return nil
		}
		seen[f] = true
		at = callers[0]
	}
	return nil
}
