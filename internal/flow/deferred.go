package flow

import "github.com/klaviyolint/klaviyolint/internal/flow/ir"

// maxDeferred bounds the deferred calls of one execution of a function; those
// of a loop are executed for the first turns alone.
const maxDeferred = 32

// A deferredCall is what a defer statement left to do: its operands are
// evaluated where it stands, the call happens when the function ends.
type deferredCall struct {
	node *ir.Node
	recv Value // receiver, or the function value
	args []Value
}

// operands evaluates what a call is made of, but for the call.
func (it *Interp) operands(n *ir.Node) deferredCall {
	d := deferredCall{node: n}
	first := 0
	if n.Op == ir.OpDynCall || n.Recv && len(n.Kids) > 0 {
		d.recv = it.eval(n.Kids[0])
		first = 1
	}
	d.args = it.args(n, first, nil)
	return d
}

func (it *Interp) runOperands(d deferredCall) {
	switch n := d.node; {
	case n.Op == ir.OpDynCall:
		it.callValue(d.recv, d.args, n)
	case n.Recv:
		it.callMethod(n, d.recv, d.args)
	default:
		it.callNamed(n.Str, n, nil, false, d.args)
	}
}

// deferCall evaluates the operands of a deferred call and keeps the call.
func (it *Interp) deferCall(n *ir.Node) {
	f := it.frame()
	if n.Op != ir.OpCall && n.Op != ir.OpDynCall || len(f.deferred) >= maxDeferred {
		it.multiEval(n)
		return
	}
	if d := it.operands(n); !it.st.dead {
		f.deferred = append(f.deferred, d)
	}
}

// runDeferred executes what the function deferred, the last one first, on what
// its exits left together. A deferred function literal may change the results
// that have names.
func (it *Interp) runDeferred(fr *frame, results []Value) {
	f := fr.fn
	for i, r := range f.Results {
		if r >= 0 && i < len(results) {
			it.assignVar(fr, int64(r), results[i])
		}
	}
	for i := len(fr.deferred) - 1; i >= 0; i-- {
		it.runOperands(fr.deferred[i])
		// A deferred call that does not return ends nothing that others see.
		it.st.dead = false
	}
	for i, r := range f.Results {
		if r >= 0 && i < len(results) {
			if v, ok := it.readVar(fr, int64(r)); ok && len(v) > 0 {
				results[i] = v
			}
		}
	}
}
