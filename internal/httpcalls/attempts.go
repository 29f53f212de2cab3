package httpcalls

import (
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// Tries reports whether a loop makes attempts: it ends as soon as one turn went
// well, or counts attempts by name. What it counts, or tries in turn, may flow
// into the request all the same.
func (l *Loop) Tries() bool {
	n := l.Node
	switch l.Kind {
	case flow.LoopEach:
		return false
	case flow.LoopRetry:
		return true
	}
	if succeeds(n.Kids[3]) {
		return true
	}
	switch {
	case l.Kind == flow.LoopCount, l.Kind == flow.LoopOpen:
		if c := n.Kids[1]; endsWell(c) || until(c) {
			return true
		}
	case l.Kind != flow.LoopRange || n.Type != "int":
		return false
	}
	k := len(n.Kids[3].Kids)
	return counts(n.Kids[0]) || k > 0 && leaves(n.Kids[3].Kids[k-1])
}

// counts recognises the counter of attempts by its name.
func counts(n *ir.Node) bool {
	if n.Missing() {
		return false
	}
	low := strings.ToLower(n.Str)
	if n.Op == ir.OpVar && (strings.Contains(low, "attempt") || strings.Contains(low, "retr") || low == "try" || low == "tries") {
		return true
	}
	for _, k := range n.Kids {
		if counts(k) {
			return true
		}
	}
	return false
}

func leaves(n *ir.Node) bool { return n.Op == ir.OpReturn || n.Op == ir.OpBreak }

// succeeds reports whether a statement leaves the loop because a turn went
// well: `if err == nil { return }`, `if status < 300 { break }`.
func succeeds(n *ir.Node) bool {
	if n.Missing() {
		return false
	}
	if n.Op == ir.OpIf && endsWell(n.Kids[1]) && exits(n.Kids[2]) {
		return true
	}
	if n.Op == ir.OpFor || n.Op == ir.OpRange || n.Op == ir.OpFuncLit {
		return false
	}
	for _, k := range n.Kids {
		if succeeds(k) {
			return true
		}
	}
	return false
}

func exits(n *ir.Node) bool {
	k := len(n.Kids)
	return n.Op == ir.OpBlock && k > 0 && leaves(n.Kids[k-1])
}

// endsWell recognises a condition that asks whether all is well, or that is
// false as soon as it is.
func endsWell(n *ir.Node) bool {
	if n.Missing() {
		return false
	}
	if n.Op == ir.OpBin && len(n.Kids) == 2 {
		x, y := n.Kids[0], n.Kids[1]
		if y.Op == ir.OpNil && x.Type == "error" && n.Str == "==" {
			return true
		}
		if y.Op == ir.OpConst && (n.Str == "==" || n.Str == "<" || n.Str == "<=") && y.Int >= 200 && y.Int <= 500 && statusLike(x) {
			return true
		}
	}
	if n.Op == ir.OpBin && (n.Str == "&&" || n.Str == "||") {
		return endsWell(n.Kids[0]) || endsWell(n.Kids[1])
	}
	return n.Op == ir.OpNot && asksError(n.Kids[0])
}

// asksError recognises a question about an error: errors.As(err, &temporary),
// retryable(err). What it denies is no reason to try again.
func asksError(n *ir.Node) bool {
	if n.Missing() || n.Op != ir.OpCall && n.Op != ir.OpDynCall || len(n.Types) != 1 || n.Types[0] != "bool" {
		return false
	}
	return slices.ContainsFunc(n.Kids, func(k *ir.Node) bool { return k.Op == ir.OpVar && k.Type == "error" })
}

// until recognises `for i := 0; i < 9 && !done; i++`.
func until(n *ir.Node) bool {
	if n.Missing() || n.Op == ir.OpNot {
		return !n.Missing() && n.Kids[0].Op == ir.OpVar
	}
	return n.Op == ir.OpBin && n.Str == "&&" && (until(n.Kids[0]) || until(n.Kids[1]))
}

func statusLike(n *ir.Node) bool {
	return (n.Op == ir.OpField || n.Op == ir.OpVar) && strings.Contains(strings.ToLower(n.Str), "status") || n.Op == ir.OpVar && n.Str == "code"
}
