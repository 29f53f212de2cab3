package flow

import "github.com/klaviyolint/klaviyolint/internal/flow/ir"

// A loopFrame is a statement that break may leave, while it is executed. Those
// of one function form a stack.
type loopFrame struct {
	node *ir.Node
	loop bool     // continue goes to it, too
	base *state   // memory before the statement
	outs []*state // what break left
	turn *state   // memory before the present turn of a loop
	next []*state // what continue left in this turn
}

// breakable runs a switch or select statement.
func (it *Interp) breakable(n *ir.Node, run func()) {
	leave := it.begin(&loopFrame{node: n})
	run()
	leave()
}

// enterBody begins a loop. The function that it returns ends it, with what
// break left joined to what is there after the last turn.
func (it *Interp) enterBody(n *ir.Node) func() { return it.begin(&loopFrame{node: n, loop: true}) }

func (it *Interp) begin(lf *loopFrame) func() {
	f := it.frame()
	limit := ID(len(it.objs))
	lf.base = it.st
	f.loop = append(f.loop, lf)
	it.st = lf.base.child()
	return func() {
		f.loop = f.loop[:len(f.loop)-1]
		alive := lf.outs
		if !it.st.dead {
			alive = append(alive, it.st.since(lf.base))
		}
		it.settle(lf.base, alive, limit)
	}
}

// turn runs one turn of the innermost loop. The path is dead after it when
// control does not come back to the loop's head.
func (it *Interp) turn(run func()) {
	f := it.frame()
	lf := f.loop[len(f.loop)-1]
	limit := ID(len(it.objs))
	base, outer, next := it.st, lf.turn, lf.next
	lf.turn, lf.next = base, nil
	it.st = base.child()
	run()
	alive := lf.next
	if !it.st.dead {
		alive = append(alive, it.st.since(base))
	}
	lf.turn, lf.next = outer, next
	it.settle(base, alive, limit)
	if it.Hooks.Turned != nil {
		it.Hooks.Turned(lf.node, !it.st.dead)
	}
}

// jump executes break and continue, with or without a label.
func (it *Interp) jump(n *ir.Node) {
	f := it.frame()
	for i := len(f.loop) - 1; i >= 0; i-- {
		lf := f.loop[i]
		if n.Str != "" && n.Str != lf.node.Named || n.Op == ir.OpContinue && !lf.loop {
			continue
		}
		if n.Op == ir.OpBreak {
			lf.outs = append(lf.outs, it.st.since(lf.base))
		} else if lf.turn != nil {
			lf.next = append(lf.next, it.st.since(lf.turn))
		}
		break
	}
	it.st.dead = true
}
