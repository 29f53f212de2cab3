package items

import (
	"fmt"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/inventory"
	"github.com/klaviyolint/klaviyolint/internal/paths"
)

var c2 = Item{checklist.Doc{
	ID: "C2", Title: "5xx retried with exponential backoff",
	Why:  "Klaviyo answers 503 and 504 now and then, and connections break. A second attempt a little later succeeds; attempts without growing pauses keep a struggling service down.",
	Fix:  "Send again after 500, 502, 503, 504 and after no answer at all, a bounded number of times, with a wait that doubles.",
	Pass: "after each of these failures, the code sends again, a bounded number of times, with waits that grow", Fail: "the code sends again at once, with a constant wait or without bound; or never, and all callers are in sight", Open: "the failure goes to code out of sight, or a queue decides",
}, func(c *context, j *checklist.Judgement) {
	j.Looked = c.looked()
	c.open(j)
	c.ruled(j, "retryafter", c.sends(j), []string{"event"}, c.retries)
}}

// failures are the answers that a second attempt may mend; 0 is none at all.
var failures = []int{500, 502, 503, 504, 0}

func failureName(status int) string {
	if status == 0 {
		return "no answer"
	}
	return itoa(status)
}

// growing are functions whose waits grow by themselves: their defaults are
// exponential.
var growing = []string{"math.Pow", "math.Exp2", "math.Ldexp", "github.com/cenkalti/backoff", "github.com/jpillora/backoff", "github.com/failsafe-go/failsafe-go/retrypolicy"}

func (c *context) retries(call *inventory.Call) checklist.Subject {
	for _, s := range append([]*inventory.Seen{{Req: call.Req}}, call.Same...) {
		if h := s.Req.Handling; h != nil && (h.Retrier && h.ByLibrary || h.Honoured) {
			return request(call, checklist.Met, "its library sends it again, with waits that grow", "")
		}
	}
	var missing, open []string
	var met ssa.Instruction
	for _, status := range failures {
		ways, known := c.ways(call, status)
		if !known {
			return request(call, checklist.Open, "what becomes of a failure is not seen", "retry it in the client, or attest who does")
		}
		again, bounded, left := false, false, false
		var end *paths.Way
		for _, w := range c.firstWays(call, status) {
			if w.End != paths.EndAgain {
				continue
			}
			again = true
			kind, wait := c.pause(&w)
			var at checklist.Place
			if wait != nil {
				at = c.ssaPos(paths.Pos(wait))
			} else {
				at = c.ssaPos(paths.Pos(w.At))
			}
			var s checklist.Subject
			switch kind {
			case atOnce:
				s = request(call, checklist.Not, failureName(status)+" is sent again at once", "")
			case steady:
				s = request(call, checklist.Not, failureName(status)+" is sent again after a wait that does not grow", "")
			case unclear:
				open = append(open, failureName(status)+" (a wait whose growth is not seen)")
				continue
			default:
				met = wait
				continue
			}
			s.Also = append(s.Also, at)
			return s
		}
		for i := range ways {
			w := &ways[i]
			switch d := redelivered(w); {
			case w.End == paths.EndAgain:
			case w.End == paths.EndLeaves, w.End == paths.EndLost, d == deliveryUnseen:
				left, bounded = true, true
			case d == deliveryGrows:
				again, bounded = true, true
				if met == nil {
					met = w.At
				}
			default:
				bounded, end = true, w
				left = left || c.queued(w)
			}
		}
		switch {
		case again && !bounded:
			return request(call, checklist.Not, failureName(status)+" is sent again without bound", "")
		case again:
		case left || end == nil:
			open = append(open, failureName(status))
		default:
			missing = append(missing, failureName(status))
		}
	}
	switch {
	case len(missing) == len(failures):
		ways, _ := c.ways(call, 503)
		for i := range ways {
			if w := &ways[i]; w.End != paths.EndLost {
				return c.ended(call, w, "503")
			}
		}
		return request(call, checklist.Not, "nothing sends it again after a failure", "")
	case len(missing) > 0:
		return request(call, checklist.Not, strings.Join(missing, ", ")+" is not sent again", "")
	case len(open) > 0:
		return request(call, checklist.Open, strings.Join(open, ", ")+" leaves the code that is seen", "retry it in the client, or attest who does")
	}
	s := request(call, checklist.Met, "sent again with waits that grow", "")
	if met != nil {
		s.Also = append(s.Also, c.ssaPos(paths.Pos(met)))
	}
	return s
}

// pause tells how long a way waits before it sends again, compared with the attempt
// before, and where.
func (c *context) pause(w *paths.Way) (growthKind, ssa.Instruction) {
	if w.By != nil {
		return c.libraryGrowth(w.By), w.By
	}
	wait := lastWait(w)
	if wait == nil {
		return atOnce, nil
	}
	return c.growth(wait), wait.Call
}

func lastWait(w *paths.Way) *paths.Event {
	for i := len(w.Events) - 1; i >= 0; i-- {
		if isWait(&w.Events[i]) {
			return &w.Events[i]
		}
	}
	return nil
}

type growthKind int

const (
	unclear growthKind = iota
	atOnce
	steady
	grows
)

// growth tells whether a wait gets longer from attempt to attempt: by a shift, by a
// factor above one of what it was before, by a power, or by a library.
func (c *context) growth(e *paths.Event) growthKind {
	args := e.Call.Common().Args
	if len(args) == 0 {
		return unclear
	}
	v := args[len(args)-1]
	found, varies := false, false
	c.Program.Depends(v, func(x ssa.Value) bool {
		switch x := x.(type) {
		case *ssa.BinOp:
			if x.Op == token.SHL {
				if _, k := x.Y.(*ssa.Const); !k {
					found = true
				}
				if c.fedBack(x) {
					found = true
				}
			}
			if x.Op == token.MUL && c.fedBack(x) && factor(x) {
				found = true
			}
			if x.Op == token.MUL && !c.fedBack(x) {
				for _, o := range []ssa.Value{x.X, x.Y} {
					if conv, ok := o.(*ssa.Convert); ok {
						o = conv.X
					}
					if _, ok := o.(*ssa.Phi); ok {
						varies = true // grows with the number of the attempt, in a line
					}
				}
			}
			if x.Op == token.ADD && c.fedBack(x) {
				if x.X == x.Y {
					found = true // twice what it was
				}
				varies = true
			}
		case *ssa.Call:
			if slices.ContainsFunc(c.Program.Names(x), func(n string) bool {
				return slices.ContainsFunc(growing, func(g string) bool { return n == g || strings.HasPrefix(n, g+"/") || strings.HasPrefix(n, g+".") })
			}) {
				found = true
			}
		case *ssa.IndexAddr:
			if list, ok := c.Program.Numbers(x.X); ok && len(list) > 1 {
				if slices.IsSorted(list) && list[0] < list[len(list)-1] {
					found = true
				}
			}
		}
		return found
	})
	switch {
	case found:
		return grows
	case varies:
		return unclear
	}
	for _, o := range c.Program.Origins(v) {
		if o.Kind == paths.FromParam || o.Kind == paths.FromUnknown || o.Kind == paths.FromCall && !slices.ContainsFunc(o.Names, func(n string) bool { return strings.HasPrefix(n, "math/rand") }) && !c.readsHeader(&o) {
			return unclear
		}
	}
	return steady
}

func (c *context) readsHeader(o *paths.Origin) bool {
	v, ok := o.Call.(*ssa.Call)
	return ok && c.readsRetryAfter(v) || slices.ContainsFunc(o.Names, func(n string) bool { return strings.HasPrefix(n, "strconv.") || strings.HasPrefix(n, "time.") })
}

// fedBack reports whether the result of an operation is its own operand in the next
// turn of a loop, or at the next call.
func (c *context) fedBack(x *ssa.BinOp) bool {
	return c.through(x.X, x, 0) || c.through(x.Y, x, 0)
}

func (c *context) through(v ssa.Value, x *ssa.BinOp, depth int) bool {
	if depth > 8 || v == nil {
		return false
	}
	if v == ssa.Value(x) {
		return depth > 0
	}
	switch v := v.(type) {
	case *ssa.Phi:
		for _, e := range v.Edges {
			if e != ssa.Value(v) && c.through(e, x, depth+1) {
				return true
			}
		}
	case *ssa.Call:
		for _, a := range v.Call.Args {
			if c.through(a, x, depth+1) {
				return true
			}
		}
	case *ssa.Convert:
		return c.through(v.X, x, depth+1)
	case *ssa.ChangeType:
		return c.through(v.X, x, depth+1)
	case *ssa.BinOp:
		return v != x && (c.through(v.X, x, depth+1) || c.through(v.Y, x, depth+1))
	case *ssa.UnOp:
		// A variable that is kept in memory.
		if v.Op == token.MUL {
			for _, st := range c.Program.Stored(v.X) {
				if c.through(st, x, depth+1) {
					return true
				}
			}
		}
	}
	return false
}

// factor reports whether one operand is a constant above one.
func factor(x *ssa.BinOp) bool {
	for _, o := range []ssa.Value{x.X, x.Y} {
		if k, ok := o.(*ssa.Const); ok && k.Value != nil && fmt.Sprint(k.Value) > "1" && k.Value.String() != "1" {
			return true
		}
	}
	return false
}
