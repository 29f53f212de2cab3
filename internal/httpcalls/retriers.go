package httpcalls

import (
	_ "embed"
	"encoding/csv"
	"strconv"
	"strings"
	"sync"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/flow/stdlib"
)

// retriers.csv names the functions of retry libraries: those that call an
// operation again while it fails, and those that mark its errors.
//
//go:embed retriers.csv
var retriersCSV string

type retrierRow struct {
	role string
	op   int
}

var retriers = sync.OnceValue(func() map[string]retrierRow {
	recs, err := csv.NewReader(strings.NewReader(retriersCSV)).ReadAll()
	if err != nil {
		panic("retriers.csv: " + err.Error()) // embedded, and read by a test
	}
	m := map[string]retrierRow{}
	for _, r := range recs[1:] {
		op, err := strconv.Atoi(r[2])
		if err != nil {
			panic("retriers.csv: " + r[2] + " is not a position")
		}
		m[r[0]] = retrierRow{r[1], op}
	}
	return m
})

// RetrierRole says what a function of a retry library is, by its full name: retry,
// retry-marked, permanent, mark or choose; "" for any other function.
func RetrierRole(name string) string { return retriers()[name].role }

// The types of errors that a retry library marks.
const (
	permanentError = "a permanent error"
	markedError    = "an error to retry"
	choosesOption  = "a choice of errors"
)

func (e *Engine) retrier(name string) flow.Intrinsic {
	row, ok := retriers()[name]
	if !ok {
		return nil
	}
	mark := func(typ string) flow.Intrinsic {
		return func(c *flow.Call) ([]flow.Value, bool) {
			id := e.It.New(typ, c.Node)
			e.It.Set(id, stdlib.Wraps, c.Arg(row.op))
			return []flow.Value{flow.ObjValue(id)}, true
		}
	}
	switch row.role {
	case "permanent":
		return mark(permanentError)
	case "mark":
		return mark(markedError)
	case "choose":
		return mark(choosesOption)
	}
	return func(c *flow.Call) ([]flow.Value, bool) { return e.retry(row, c) }
}

// retry calls the operation of a retry library, and finds out whether it would
// be called again.
func (e *Engine) retry(row retrierRow, c *flow.Call) ([]flow.Value, bool) {
	op := c.Arg(row.op)
	if !op.Has(flow.FuncK) {
		return nil, false
	}
	before := e.trial != nil && e.trial.answered
	e.retriers++
	rs := e.It.CallFunc(op, nil, c.Node)
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
func (e *Engine) retried(row retrierRow, err flow.Value) bool {
	again := false
	for _, a := range err {
		typ := ""
		if a.Kind == flow.ObjK {
			typ = e.It.Object(a.Obj).Type
		}
		switch {
		case a.Kind == flow.NilK, typ == permanentError:
			return false
		case row.role == "retry-marked":
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
