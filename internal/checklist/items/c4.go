package items

import (
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/checklist/tables"
	"github.com/klaviyolint/klaviyolint/internal/inventory"
	"github.com/klaviyolint/klaviyolint/internal/paths"
)

type callInstr = ssa.CallInstruction

var c4 = Item{checklist.Doc{
	ID: "C4", Title: "breaker, or degrades gracefully",
	Why:  "When Klaviyo is down, the shop should not be: a visitor who waits for a marketing call is a lost order.",
	Fix:  "Send from a worker, keep the failure for later and answer anyway, or put a circuit breaker around the send.",
	Pass: "after a 503 or no answer the handler goes on; or a circuit breaker that is shared by many calls runs the send, and counts 5xx", Fail: "the failure reaches the visitor as 5xx, or ends the process", Open: "the failure goes to code out of sight",
}, func(c *context, j *checklist.Judgement) {
	j.Looked, j.None = c.looked(), "no caller waits"
	c.open(j)
	for _, call := range c.sends(j) {
		if s, ok := c.degrades(call); ok {
			j.Add(s)
		}
	}
}}

// degrades judges one call; ok is false where nobody waits for it.
func (c *context) degrades(call *inventory.Call) (checklist.Subject, bool) {
	sends := c.sendsOf(call)
	if c.Program == nil || len(sends) == 0 {
		return request(call, checklist.Open, "who waits for it is not seen", "call it where klaviyolint can see it, or attest"), true
	}
	waits, worker, export := false, false, false
	for _, s := range sends {
		for _, r := range c.Program.RootsOf(s.Root()) {
			switch r.Kind {
			case paths.RootHandler:
				waits = true
			case paths.RootWorker:
				worker = true
			case paths.RootExport:
				export = true
			}
		}
	}
	if export && !waits {
		return checklist.Subject{}, false // a library: no caller waits here
	}
	for _, s := range sends {
		if g := c.breaker(s); g != nil {
			return *g.subject(c, call), true
		}
	}
	if !waits && !worker {
		for _, w := range c.allWays(call, 503, 0) {
			if w.Goes && c.stays() {
				return request(call, checklist.Met, "sent in the background; nobody waits for it", ""), true
			}
		}
		return checklist.Subject{}, false
	}
	open := false
	background := false
	for _, w := range c.allWays(call, 503, 0) {
		switch {
		case w.Goes:
			background = true
		case w.End == paths.EndLost:
			open = true
		case w.Shown && w.Written == 0 && !w.Failed:
			open = true // code out of sight answers the visitor
		case w.End == paths.EndExit, w.End == paths.EndPanic:
			s := request(call, checklist.Not, "a failure ends the process", "")
			s.Also = append(s.Also, c.ssaPos(paths.Pos(w.At)))
			return s, true
		case w.Root != nil && w.Root.Kind == paths.RootHandler && (w.Written >= 500 || w.Failed && w.Written == 0):
			s := request(call, checklist.Not, "a failure of Klaviyo becomes the visitor's", "")
			s.Also = append(s.Also, c.ssaPos(paths.Pos(w.At)))
			return s, true
		}
	}
	if open {
		return request(call, checklist.Open, "the failure leaves the code that is seen", "handle it where klaviyolint can see it, or attest"), true
	}
	what := "the handler goes on without Klaviyo"
	if background {
		what = "sent in the background; nobody waits for it"
	}
	return request(call, checklist.Met, what, ""), true
}

// stays reports whether the process goes on by itself: it serves, or main never
// returns.
func (c *context) stays() bool {
	if len(c.servers()) > 0 {
		return true
	}
	for _, m := range c.Program.Mains {
		if f := m.Func("main"); f != nil && !paths.Returns(f) {
			return true
		}
	}
	return false
}

func (c *context) allWays(call *inventory.Call, statuses ...int) []paths.Way {
	var out []paths.Way
	for _, s := range statuses {
		w, _ := c.ways(call, s)
		out = append(out, w...)
	}
	return out
}

// A breakerGuard is a breaker around a send.
type breakerGuard struct {
	guard paths.Guard
	row   *tables.Row
}

// breaker finds a breaker that runs the function which sends, and that lives longer
// than the call.
func (c *context) breaker(s *paths.Send) *breakerGuard {
	for _, g := range c.Program.Before(s, c.tab.Is(tables.Breaker)) {
		row := c.tab.Find(g.Names, tables.Breaker)
		if row.Detail != "" && !c.madeOf(g.Call, row.Module+"/"+row.Detail+".") {
			continue // an executor of other policies
		}
		return &breakerGuard{guard: g, row: row}
	}
	return nil
}

// madeOf reports whether the object of a call is made of what a package gives.
func (c *context) madeOf(call ssa.CallInstruction, pkg string) bool {
	common := call.Common()
	recv := common.Value
	if !common.IsInvoke() && len(common.Args) > 0 {
		recv = common.Args[0]
	}
	return c.Program.Depends(recv, func(v ssa.Value) bool {
		k, ok := v.(*ssa.Call)
		return ok && slices.ContainsFunc(c.Program.Names(k), func(n string) bool { return strings.HasPrefix(n, pkg) })
	})
}

func (b *breakerGuard) subject(c *context, call *inventory.Call) *checklist.Subject {
	place := c.ssaPos(paths.Pos(b.guard.Call))
	// The object: made outside of what the call runs in.
	args := b.guard.Call.Common().Args
	if b.row.Type != "" && len(args) > 0 {
		for _, o := range c.Program.Origins(args[0]) {
			if o.Call != nil && !slices.Contains(o.Names, "tag") && !slices.Contains(o.Names, "github.com/failsafe-go/failsafe-go.With") && c.Program.Anew(o.Call) {
				s := request(call, checklist.Not, "the breaker is made anew for each call, so it never opens", "")
				s.Also = append(s.Also, place)
				return &s
			}
		}
	}
	// A bare Do returns no error for 503, so the breaker would never open on it.
	if yes, known := c.errorsInside(call, b.guard); !yes {
		s := request(call, checklist.Not, "5xx is no error inside the breaker, so it never opens on an outage", "")
		if !known {
			s = request(call, checklist.Open, "whether 5xx is an error inside the breaker is not seen", "return an error for 5xx from the function that the breaker runs")
		}
		s.Also = append(s.Also, place)
		return &s
	}
	s := request(call, checklist.Met, "runs under "+b.row.Func()+b.row.By(), "")
	s.Also = append(s.Also, place)
	return &s
}

// errorsInside reports whether 503 becomes an error before the function that the
// breaker runs returns, and whether that is known.
func (c *context) errorsInside(call *inventory.Call, g paths.Guard) (yes, known bool) {
	if !g.Around {
		return true, true // a two-step breaker is told by the code itself
	}
	known = true
	for _, s := range c.sendsOf(call) {
		y, k := c.Program.ErrorAt(s, paths.Scenario{Status: 503}, g.Call)
		if y {
			return true, true
		}
		known = known && k
	}
	return false, known
}
