package paths

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// An arrival is what is known where a shallow exploration came to its target.
type arrival struct {
	f *frameState
	w *world
}

// maxBefore bounds the steps of one shallow exploration, in blocks.
const maxBefore = 400

// before learns what holds when a function comes to an instruction for the first
// time: it executes the function from its beginning, without what it calls, and
// keeps what is the same on every way that arrives. It does so for first attempts
// alone: any other attempt may find anything.
func (x *explorer) before(f *frameState, w *world, at ssa.Instruction) {
	if !x.scenario.First {
		return
	}
	y := &explorer{p: x.p, send: &Send{}, scenario: x.scenario, watch: func([]string) bool { return false }, shallow: true, target: at, known: x.known, cells: x.cells, steps: maxSteps - maxBefore}
	if y.known == nil {
		y.known = map[*ssa.Alloc]value{}
		x.known = y.known
	}
	g := &frameState{fn: f.fn, regs: map[ssa.Value]value{}, visits: map[*ssa.BasicBlock]int{}}
	y.run(g, at.Parent().Blocks[0], 0, w.clone(), 0)
	x.cells = y.cells
	if y.over || len(y.arrived) == 0 {
		return
	}
	first := y.arrived[0]
	for v, val := range first.f.regs {
		same := true
		for _, o := range y.arrived[1:] {
			same = same && alike(val, o.f.regs[v])
		}
		if same && val.k != kUnknown {
			f.regs[v] = val
		}
	}
	for k, val := range first.w.heap {
		same := true
		for _, o := range y.arrived[1:] {
			got, ok := o.w.heap[k]
			same = same && ok && alike(val, got)
		}
		if same {
			w.heap[k] = val
		}
	}
}

func alike(a, b value) bool {
	return a.k == b.k && a.n == b.n && a.s == b.s && a.cell == b.cell && a.off == b.off && slices.EqualFunc(a.list, b.list, alike)
}
