package items

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/checklist/tables"
	"github.com/klaviyolint/klaviyolint/internal/inventory"
	"github.com/klaviyolint/klaviyolint/internal/paths"
)

var c1 = Item{checklist.Doc{
	ID: "C1", Title: "429 honours `Retry-After`",
	Why:  "Above its limits Klaviyo answers 429 and says for how long. An attempt before that is answered 429 again, and delays everyone who shares the account.",
	Fix:  "Wait for the seconds in `Retry-After`, then send again; or hand the work to a queue that is delayed by them.",
	Pass: "after a 429, the code sends every request again, after the wait that the header asks for", Fail: "the code sends it again without that wait; or never, and all callers are in sight", Open: "the answer goes to code out of sight",
}, func(c *context, j *checklist.Judgement) {
	j.Looked = c.looked()
	c.open(j)
	c.ruled(j, "retryafter", c.sends(j), []string{"ignored", "hopeless"}, c.waits)
}}

// waits judges what a call does with 429.
func (c *context) waits(call *inventory.Call) checklist.Subject {
	for _, s := range append([]*inventory.Seen{{Req: call.Req}}, call.Same...) {
		if h := s.Req.Handling; h != nil && h.Honoured {
			return request(call, checklist.Met, "its library sends it again after the wait of Retry-After", "")
		}
	}
	ways, known := c.ways(call, 429)
	if !known {
		return request(call, checklist.Open, "what becomes of 429 is not seen", "retry it after Retry-After in the client, or attest who does")
	}
	var again, honoured, open, ends *paths.Way
	for i := range ways {
		w := &ways[i]
		switch {
		case w.End == paths.EndAgain && !c.honours(w):
			again = w
		case w.End == paths.EndAgain, c.delayed(w) != nil, redelivered(w) != deliveryNone && c.honours(w):
			honoured = w
		case w.End == paths.EndLeaves, w.End == paths.EndLost, redelivered(w) != deliveryNone, c.queued(w):
			open = w
		default:
			ends = w
		}
	}
	switch {
	case again != nil && honoured == nil:
		s := request(call, checklist.Not, "sent again without the wait of Retry-After", "")
		s.Also = append(s.Also, c.ssaPos(paths.Pos(again.At)))
		return s
	case honoured != nil:
		s := request(call, checklist.Met, "sent again after the wait of Retry-After", "")
		if e := c.waitOf(honoured); e != nil {
			s.Also = append(s.Also, c.ssaPos(paths.Pos(e.Call)))
		} else if e := c.delayed(honoured); e != nil {
			s.What = call.What() + ": handed to a queue that waits for what Retry-After asks"
			s.Also = append(s.Also, c.ssaPos(paths.Pos(e.Call)))
		}
		return s
	case open != nil && redelivered(open) != deliveryNone:
		return request(call, checklist.Open, "429 goes to the queue as an error; whether it waits for Retry-After is not seen", "delay the work by Retry-After, or retry in the client")
	case open != nil || ends == nil:
		return request(call, checklist.Open, "429 leaves the code that is seen", "retry it after Retry-After in the client, or attest who does")
	}
	return c.ended(call, ends, "429")
}

// ended is a call whose failure ends somewhere in sight, and that nothing sends
// again.
func (c *context) ended(call *inventory.Call, w *paths.Way, what string) checklist.Subject {
	where := "at the end of the process"
	switch {
	case w.Goes:
		where = "in a goroutine"
	case w.Root != nil && w.Root.Kind == paths.RootHandler:
		where = "as an answer to the visitor"
	case w.Root != nil && w.Root.Kind == paths.RootWorker:
		where = "in the worker"
	}
	s := request(call, checklist.Not, fmt.Sprintf("%s ends %s; nothing sends it again", what, where), "")
	s.Also = append(s.Also, c.ssaPos(paths.Pos(w.At)))
	return s
}

// honours reports whether a way waits for what the header asks before it sends
// again.
func (c *context) honours(w *paths.Way) bool { return c.waitOf(w) != nil }

func (c *context) waitOf(w *paths.Way) *paths.Event {
	for i := range w.Events {
		e := &w.Events[i]
		if !isWait(e) {
			continue
		}
		args := e.Call.Common().Args
		if len(args) == 0 {
			continue
		}
		if c.Program.Depends(args[len(args)-1], c.readsRetryAfter) {
			return e
		}
	}
	return nil
}

func isWait(e *paths.Event) bool {
	return slices.ContainsFunc(e.Names, func(n string) bool { return slices.Contains(waiting, n) })
}

// readsRetryAfter accepts the reading of the header.
func (c *context) readsRetryAfter(v ssa.Value) bool {
	call, ok := v.(*ssa.Call)
	if !ok {
		return false
	}
	for _, a := range call.Call.Args {
		if s, ok := constString(a); ok && strings.EqualFold(s, "Retry-After") {
			return slices.ContainsFunc(c.Program.Names(call), func(n string) bool {
				return n == "net/http.Header.Get" || n == "net/http.Header.Values" || strings.HasSuffix(n, ".Header") || strings.HasSuffix(n, ".Get")
			})
		}
	}
	return false
}

// queued reports whether a way hands the work to a queue.
func (c *context) queued(w *paths.Way) bool {
	return slices.ContainsFunc(w.Events, func(e paths.Event) bool { return c.tab.Find(e.Names, tables.Queue) != nil })
}
