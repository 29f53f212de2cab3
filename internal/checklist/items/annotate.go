package items

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/go/ssa"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/checklist/tables"
	"github.com/klaviyolint/klaviyolint/internal/inventory"
	"github.com/klaviyolint/klaviyolint/internal/metrics"
	"github.com/klaviyolint/klaviyolint/internal/paths"
)

// Annotate writes into the calls of an inventory what the program does around each:
// whether it is reached, what sends it again, which limiter, breaker and flag stand
// before it, and which metrics it leaves.
func Annotate(in *Input) {
	if in.Program == nil {
		return
	}
	c := newContext(in)
	for _, call := range in.Doc.Calls {
		c.annotate(call)
	}
}

func (c *context) annotate(call *inventory.Call) {
	yes, known := c.reached(call)
	switch {
	case yes && known:
		call.Reachable = "yes"
	case known && len(c.Gaps) == 0:
		call.Reachable = "no"
	}
	sends := c.sendsOf(call)
	if len(sends) == 0 {
		return
	}
	call.Retries = c.retriesFact(call)
	if l := c.limiterOf(call); l != nil {
		call.Limiter = fact(limiterWords(l), c.ssaPos(paths.Pos(l.guard.Call)))
	}
	for _, s := range sends {
		if b := c.breaker(s); b != nil && call.Breaker == nil {
			call.Breaker = fact(b.row.Func(), c.ssaPos(paths.Pos(b.guard.Call)))
		}
		for _, sw := range c.Program.Switches(s, func(cond ssa.Value) bool { _, row, _ := c.fromFlag(cond); return row != nil }) {
			if call.Flag == nil {
				name, _, _ := c.fromFlag(sw.If.Cond)
				call.Flag = fact(name, c.ssaPos(paths.Pos(sw.If.Cond)))
			}
		}
	}
	call.Metrics = c.metricFacts(call)
}

func limiterWords(l *limiter) string {
	switch {
	case l.infinite:
		return "lets everything through"
	case !l.known:
		return "limits that are no constants"
	}
	if l.rate < 1 && l.rate > 0 {
		return fmt.Sprintf("1 every %s", time.Duration(float64(time.Second)/l.rate).Round(time.Second))
	}
	return fmt.Sprintf("%s/s, burst %d", number(l.rate), l.burst)
}

// retriesFact says how a call is sent again after 503, nil where it is not.
func (c *context) retriesFact(call *inventory.Call) *inventory.Fact {
	for _, s := range append([]*inventory.Seen{{Req: call.Req}}, call.Same...) {
		if h := s.Req.Handling; h != nil && h.ByLibrary && h.Retrier {
			return fact("by its library", at(call.Location))
		}
	}
	for _, w := range c.firstWays(call, 503) {
		if w.End != paths.EndAgain {
			continue
		}
		kind, wait := c.pause(&w)
		what := map[growthKind]string{atOnce: "at once", steady: "after a wait that does not grow", grows: "after waits that grow", unclear: "after a wait"}[kind]
		if wait == nil {
			wait = w.At
		}
		return fact(what, c.ssaPos(paths.Pos(wait)))
	}
	ways, _ := c.ways(call, 503)
	for i := range ways {
		if redelivered(&ways[i]) != deliveryNone {
			return fact("by its queue", c.ssaPos(paths.Pos(ways[i].At)))
		}
	}
	return nil
}

// metricFacts lists the metrics that count or observe a call.
func (c *context) metricFacts(call *inventory.Call) []inventory.Fact {
	out := []inventory.Fact{}
	add := func(m *metrics.Metric, at checklist.Place) {
		if m == nil || m.Name == "" {
			return
		}
		f := fact(m.Kind+" "+m.Name, at)
		if f != nil && !slices.ContainsFunc(out, func(o inventory.Fact) bool { return o.What == f.What }) {
			out = append(out, *f)
		}
	}
	for _, kind := range []string{"counter", "histogram"} {
		if w := c.wrapped(kind); w != nil {
			add(w.metric, w.place)
		}
	}
	for _, status := range []int{c.success(call), 503, 0} {
		ways, _ := c.ways(call, status)
		for i := range ways {
			for k := range ways[i].Events {
				e := &ways[i].Events[k]
				if c.tab.Find(e.Names, tables.Label, tables.Count, tables.Observe) != nil && !atZero(e) {
					add(metrics.Of(c.Program, c.metricsOf(), e), c.ssaPos(paths.Pos(e.Call)))
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b inventory.Fact) int { return strings.Compare(a.What, b.What) })
	return out
}

func fact(what string, p checklist.Place) *inventory.Fact {
	f := &inventory.Fact{What: what}
	if p.IsValid() {
		f.Place = &inventory.Location{Path: p.Path, Line: p.Line, Column: max(p.Column, 1), EndLine: max(p.EndLine, p.Line), EndColumn: max(p.EndColumn, p.Column, 1)}
	}
	return f
}
