package httpcalls

import (
	"fmt"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// A Loop is a loop around the sending of a request, in the function that sends
// it or in one that led there. It says what the request has of the loop, so
// that one request for each item, the pages of a list, and the attempts of a
// retry can be told apart:
//
//   - one request for each item: Item;
//   - pages, and queues: Fed, and not Item;
//   - attempts and polls: [Loop.Same].
type Loop struct {
	flow.Loop
	// At is the index into Send of the call inside the loop that leads to the
	// request: the one that a person sees between the braces.
	At int
	// Path and Body: a variable of the loop flows into the path or query, or
	// into the body.
	Path, Body bool
	// Credential: it flows into the credential, the host or the client, as when
	// a loop goes over accounts.
	Credential bool
	// Fed: path, query or body hold what code out of sight gave during a turn: an
	// earlier response, a queue; or path and query hold the time, as those of a poll
	// do. A random id in the body makes no other request of it.
	Fed bool
}

// Item reports whether the loop sends one request for each item: its variable
// flows into the path, the query or the body.
func (l *Loop) Item() bool { return l.Path || l.Body }

// Same reports whether each turn sends the same request, as an attempt or a
// poll does: it was built before the loop, or of nothing that changes in it.
func (l *Loop) Same() bool { return !l.Item() && !l.Credential && !l.Fed }

// ReadLoops notes the loops around a request that is being sent, and what it
// has of them. parts are the path and query, body, and credential.
func (e *Engine) ReadLoops(r *Call, body flow.Value, client flow.Value) {
	around := e.It.Loops()
	if len(around) == 0 {
		return
	}
	var path, host, auth flow.LoopSet
	for _, u := range r.URLs {
		path = path.With(u.Path.Loops()).With(u.Query.Loops())
		host = host.With(u.Host.Loops()).With(u.Scheme.Loops())
	}
	for _, t := range r.Headers.Set["Authorization"].Texts() {
		auth = auth.With(t.Loops())
	}
	auth = auth.With(host).With(e.It.DependsItself(client))
	sent := e.It.Depends(body)
	for _, l := range around {
		out := Loop{Loop: l, At: Inside(r.Send, l)}
		out.Path, out.Body, out.Credential = l.Varies(path), l.Varies(sent), l.Varies(auth)
		out.Fed = l.Answers(path) || l.Draws(path) || l.Answers(sent)
		r.Loops = append(r.Loops, out)
	}
}

// joinLoops gives one request, seen in several turns, what each of them told:
// a cursor is empty in the first turn and an answer in the next.
func joinLoops(rs []*Call) {
	told := map[string]*Loop{}
	for range 2 { // collect, then give
		for _, r := range rs {
			if len(r.Loops) == 0 {
				continue
			}
			place := ""
			for _, s := range r.Send {
				place += fmt.Sprintf("%p;", s.Node)
			}
			for i := range r.Loops {
				l := &r.Loops[i]
				k := fmt.Sprintf("%s%p/%d", place, l.Node, l.Depth)
				all := told[k]
				if all == nil {
					all = new(Loop)
					told[k] = all
				}
				all.Path, all.Body = all.Path || l.Path, all.Body || l.Body
				all.Credential, all.Fed = all.Credential || l.Credential, all.Fed || l.Fed
				l.Path, l.Body, l.Credential, l.Fed = all.Path, all.Body, all.Credential, all.Fed
			}
		}
	}
}

// Inside finds the call that stands between the braces of the loop: the last
// one that is written there, also in a function literal, or in one that a
// helper calls for each item.
func Inside(chain []flow.Link, l flow.Loop) int {
	at := l.Depth
	for i := at + 1; i < len(chain) && chain[i].Fn.Pkg == l.Fn.Pkg; i++ {
		if p := chain[i].Node.Pos; chain[i].Fn.Lit && l.Node.Pos < p && p < l.Node.End {
			at = i
		}
	}
	for at+1 < len(chain) && chain[at+1].Fn.Lit && !before(chain[at+1].Fn, l) {
		at++
	}
	return at
}

// before reports whether a function literal stands in the function that holds
// the loop, but not in the loop: `add := func…; for … { add(x) }`.
func before(f *ir.Func, l flow.Loop) bool {
	if f.Pkg != l.Fn.Pkg || f.Pos < l.Fn.Pos || f.Pos >= l.Fn.Body.End {
		return false
	}
	return f.Pos < l.Node.Pos || f.Pos >= l.Node.End
}
