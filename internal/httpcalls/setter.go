package httpcalls

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// stamped marks each alternative of a header's value with the place of the call
// that sets it. Where a value is set otherwise, in a map literal, the place of
// its own literal has to do.
func (e *Engine) stamped(v flow.Value) flow.Value {
	n := e.setter
	e.setter = nil
	if n == nil || len(v) == 0 {
		return v
	}
	at := PlaceOf(n)
	f := e.It.Func()
	out := make(flow.Value, len(v))
	for i, a := range v {
		a.Src = ir.Source{Pkg: f.Pkg, Pos: at.Pos, End: at.End, Gen: f.Gen, Folded: general(n)}
		out[i] = a
	}
	return out
}

// general reports whether a call sets any header, as a loop over a map does: the
// value is then written elsewhere.
func general(n *ir.Node) bool {
	if !strings.HasSuffix(n.Str, ".Set") && !strings.HasSuffix(n.Str, ".Add") && !strings.HasSuffix(n.Str, "Header") || len(n.Kids) < 3 {
		return false
	}
	return n.Kids[1].Op != ir.OpConst
}
