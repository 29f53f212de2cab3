package httpcalls

import (
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/flow/stdlib"
	"github.com/klaviyolint/klaviyolint/internal/libraries"
)

// RetrierRole says what a function of a retry library is, by its full name: attempts,
// marked-attempts, permanent-error, retryable-error or retry-choice; "" for any other
// function.
func RetrierRole(name string) string {
	if row := libraries.Known().Of(name); row != nil && slices.Contains([]string{"attempts", "marked-attempts", "permanent-error", "retryable-error", "retry-choice"}, row.Role) {
		return row.Role
	}
	return ""
}

// The types of errors that a retry library marks.
const (
	permanentError = "a permanent error"
	markedError    = "an error to retry"
	choosesOption  = "a choice of errors"
)

// marked is an error that a retry library treats apart.
func (e *Engine) marked(row *Row, typ string, c *flow.Call) ([]flow.Value, bool) {
	id := e.It.New(typ, c.Node)
	e.It.Set(id, stdlib.Wraps, c.Arg(row.Arg))
	return []flow.Value{flow.ObjValue(id)}, true
}

// retry calls the operation of a retry library, and finds out whether it would
// be called again.
func (e *Engine) retry(row *Row, c *flow.Call) ([]flow.Value, bool) {
	op := c.Arg(row.Arg)
	if !op.Has(flow.FuncK) {
		return nil, false
	}
	before := e.trial != nil && e.trial.answered
	e.retriers++
	rs := e.It.CallAgain(op, c.Node)
	e.retriers--
	out := c.Unknown("call")
	for i := 0; i < len(rs) && i < len(out); i++ {
		if len(rs[i]) > 0 && (i < len(rs)-1 || len(rs) == len(out)) {
			out[i] = rs[i]
		}
	}
	if t := e.trial; t != nil && t.answered && !before && len(rs) > 0 && !e.chooses(c) && e.retried(row, rs[len(rs)-1]) {
		t.again[c.Node] = true
	}
	return out, true
}

// retried reports whether the error that an operation gives is certainly one
// that is tried again.
func (e *Engine) retried(row *Row, err flow.Value) bool {
	again := false
	for _, a := range err {
		typ := ""
		if a.Kind == flow.ObjK {
			typ = e.It.Object(a.Obj).Type
		}
		switch {
		case a.Kind == flow.NilK, typ == permanentError:
			return false
		case row.Role == "marked-attempts":
			if typ != markedError {
				return false
			}
			again = true
		default:
			again = true
		}
	}
	return again
}

func (e *Engine) chooses(c *flow.Call) bool {
	for _, a := range c.Args {
		for _, id := range a.Objects() {
			if e.It.Object(id).Type == choosesOption {
				return true
			}
		}
	}
	return false
}

// throttled notes the comparisons with 429 whose branch only says so: a log
// line or a counter is no handling.
func (e *Engine) throttled(body *ir.Node) {
	if body.Missing() || !onlySays(body) {
		return
	}
	for _, r := range e.Found {
		var last *Comparison
		for i := range r.Handling.Compared {
			// The condition stands right before its branch.
			if c := &r.Handling.Compared[i]; c.Code == 429 && c.node != nil && c.node.End <= body.Pos && (last == nil || c.node.Pos > last.node.Pos) {
				last = c
			}
		}
		if last != nil {
			last.Says = true
		}
	}
}

// onlySays reports whether a branch consists of calls alone, none of which
// waits.
func onlySays(n *ir.Node) bool {
	switch n.Op {
	case ir.OpBlock:
		for _, k := range n.Kids {
			if !onlySays(k) {
				return false
			}
		}
		return len(n.Kids) > 0
	case ir.OpExpr:
		k := n.Kids[0]
		return k.Op == ir.OpCall && !strings.HasSuffix(k.Str, ".Sleep") && !strings.HasSuffix(k.Str, ".Wait")
	}
	return false
}
