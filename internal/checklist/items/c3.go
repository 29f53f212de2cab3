package items

import (
	"golang.org/x/tools/go/ssa"

	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/checklist/tables"
	"github.com/klaviyolint/klaviyolint/internal/inventory"
	"github.com/klaviyolint/klaviyolint/internal/paths"
)

var c3 = Item{checklist.Doc{
	ID: "C3", Title: "401/403 leave a loud trace",
	Why:  "A revoked key or a missing scope stops everything at once. When nobody hears of it, the next campaign finds out.",
	Fix:  "Log at error level, report the error, or count it with its status, at the latest where the error stops.",
	Pass: "every 401 and 403 is logged at warning or above, reported, or counted with its status", Fail: "one is silent, logged below warning, or turned into another result", Open: "the error leaves an exported function of a library, or goes to code out of sight",
}, func(c *context, j *checklist.Judgement) {
	j.Looked = c.looked()
	c.open(j)
	c.ruled(j, "statuscheck", c.live(j, c.api), nil, c.loud)
}}

// fatal are calls that end the process and say so.
func fatal(names []string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return strings.Contains(n, ".Fatal") || strings.HasPrefix(n, "log.") })
}

func (c *context) loud(call *inventory.Call) checklist.Subject {
	if slices.Contains(c.Copies, call.Package) {
		return request(call, checklist.Met, "401 and 403 are what its health check says, with 503", "")
	}
	usual := c.usual(call)
	usualEnds := map[ssa.Instruction]bool{}
	for _, w := range c.allWays(call, c.success(call)) {
		usualEnds[w.At] = true
	}
	var trace *paths.Event
	var left, fell bool
	var again *paths.Way
	for _, status := range []int{401, 403} {
		ways, known := c.ways(call, status)
		if !known {
			return request(call, checklist.Open, "what becomes of 401 and 403 is not seen", "log them where klaviyolint can see it, or attest")
		}
		for i := range ways {
			w := &ways[i]
			e, quiet := c.trace(w, usual)
			switch {
			case e != nil:
				trace = e
			case w.End == paths.EndPanic, w.End == paths.EndExit && c.says(w) && !usualEnds[w.At]:
				fell = true
			case w.End == paths.EndLeaves, w.End == paths.EndLost, w.Failed && w.End == paths.EndReturn && w.Root != nil:
				left = true // a framework, or code out of sight, gets the error
			case w.End == paths.EndAgain:
				again = w // the attempt after it is judged on its own
			default:
				what := itoa(status) + " leaves no trace"
				if quiet {
					what = itoa(status) + " is logged below warning"
				}
				s := request(call, checklist.Not, what, "")
				s.Also = append(s.Also, c.ssaPos(paths.Pos(w.At)))
				return s
			}
		}
		if len(ways) == 0 {
			left = true
		}
	}
	if !left && trace == nil && !fell && again != nil {
		s := request(call, checklist.Not, "401 and 403 are sent again, and leave no trace", "")
		s.Also = append(s.Also, c.ssaPos(paths.Pos(again.At)))
		return s
	}
	if !left && trace == nil && fell {
		return request(call, checklist.Met, "401 and 403 end the process, with words", "")
	}
	if left || trace == nil {
		return request(call, checklist.Open, "401 and 403 leave the code that is seen", "log them where klaviyolint can see it, or attest")
	}
	s := request(call, checklist.Met, "401 and 403 are told at "+c.where(trace), "")
	s.Also = append(s.Also, c.ssaPos(paths.Pos(trace.Call)))
	return s
}

func (c *context) where(e *paths.Event) string {
	p := c.ssaPos(paths.Pos(e.Call))
	return p.Path + ":" + itoa(p.Line)
}

// says reports whether a way ends the process so that somebody notices: with words,
// or with a status that is not zero.
func (c *context) says(w *paths.Way) bool {
	call, ok := w.At.(callInstr)
	if !ok {
		return false
	}
	names := c.Program.Names(call)
	if slices.Contains(names, "os.Exit") {
		code, known := constInt(call.Common().Args[0])
		return !known || code != 0
	}
	return fatal(names)
}

// trace finds what makes a failure loud on a way; quiet tells of a log below
// warning.
func (c *context) trace(w *paths.Way, usual map[callInstr]bool) (loud *paths.Event, quiet bool) {
	for i := range w.Events {
		e := &w.Events[i]
		if usual[e.Call] && !e.Err {
			continue // said of every answer
		}
		if usual[e.Call] && c.tab.Find(e.Names, tables.Log) != nil && !e.Err {
			continue
		}
		switch {
		case atZero(e):
		case c.tab.Find(e.Names, tables.Log, tables.Report) != nil && !usual[e.Call]:
			return e, false
		case c.tab.Find(e.Names, tables.Label) != nil && slices.ContainsFunc(e.Labels, isRefusal):
			return e, false
		case c.tab.Find(e.Names, tables.Count) != nil && !usual[e.Call]:
			return e, false
		case c.tab.Find(e.Names, tables.Quiet) != nil:
			quiet = true
		}
	}
	return nil, quiet
}

func isRefusal(label string) bool {
	return label == "401" || label == "403" || strings.EqualFold(label, "4xx") || strings.HasPrefix(label, "status:4")
}
