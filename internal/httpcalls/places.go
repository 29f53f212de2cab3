package httpcalls

import (
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/place"
)

// PlaceOf returns where a person looks for a call. One in a chain over several
// lines is placed at the name that was called.
func PlaceOf(n *ir.Node) place.Place {
	if n.NamePos.IsValid() && n.Recv {
		// A method in a chain of calls stands at its name.
		if len(n.Kids) > 0 && (n.Kids[0].Op == ir.OpCall || n.Kids[0].Op == ir.OpDynCall) {
			return place.Place{Pos: n.NamePos, End: n.End}
		}
	}
	return place.Place{Pos: n.Pos, End: n.End}
}
