package items

import (
	"go/constant"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/checklist/tables"
	"github.com/klaviyolint/klaviyolint/internal/inventory"
	"github.com/klaviyolint/klaviyolint/internal/paths"
)

// sendsOf finds the sends of a call in the program, as its package and all that
// lead to it see them.
func (c *context) sendsOf(call *inventory.Call) []*paths.Send {
	if s, ok := c.sent[call]; ok {
		return s
	}
	var out []*paths.Send
	if c.Program != nil {
		out = c.Program.SendsOf(call.Req)
		if call.Req.Root.Lit {
			// What leads to a literal that something runs tells more.
			var outer []*paths.Send
			for _, s := range call.Same {
				outer = append(outer, c.Program.SendsOf(s.Req)...)
			}
			if outer = c.Program.Outer(outer); len(outer) > 0 {
				out = outer
			}
		}
	}
	c.sent[call] = out
	return out
}

// ssaPos turns a position of the program into a place.
func (c *context) ssaPos(pos token.Pos) checklist.Place {
	if c.Program == nil || !pos.IsValid() {
		return checklist.Place{}
	}
	return c.pos(c.Program.Fset, pos, token.NoPos)
}

// signals are the roles of calls that leave a trace.
var signals = []tables.Role{tables.Report, tables.Log, tables.Quiet, tables.Label, tables.Count, tables.Observe, tables.Queue}

// waiting are calls that wait.
var waiting = []string{"time.Sleep", "time.After", "time.NewTimer", "time.Timer.Reset", "time.NewTicker", "time.AfterFunc",
	"github.com/riverqueue/river.JobSnooze", "github.com/cenkalti/backoff/v5.RetryAfter", "go.temporal.io/sdk/temporal.NewApplicationErrorWithOptions"}

func (c *context) watched(names []string) bool {
	return c.tab.Find(names, signals...) != nil || slices.ContainsFunc(names, func(n string) bool { return slices.Contains(waiting, n) })
}

type wayKey struct {
	call   *inventory.Call
	status int
	first  bool
}

// ways are those that a call takes when it is answered with a status, 0 standing
// for no answer. known is false where the send is not found in the program.
func (c *context) ways(call *inventory.Call, status int) (ways []paths.Way, known bool) {
	return c.explored(wayKey{call, status, false})
}

// firstWays are those of a first attempt.
func (c *context) firstWays(call *inventory.Call, status int) []paths.Way {
	ways, _ := c.explored(wayKey{call, status, true})
	return ways
}

func (c *context) explored(k wayKey) (ways []paths.Way, known bool) {
	if w, ok := c.walked[k]; ok {
		return w, len(c.sendsOf(k.call)) > 0
	}
	for _, s := range c.sendsOf(k.call) {
		ways = append(ways, c.Program.Explore(s, paths.Scenario{Status: k.status, First: k.first}, c.watched)...)
	}
	c.walked[k] = ways
	return ways, len(c.sendsOf(k.call)) > 0
}

// success is a status that the code takes for a success: 200, or the first of the
// others by which it goes on.
func (c *context) success(call *inventory.Call) int {
	for _, status := range []int{200, 201, 202, 204} {
		ways, _ := c.ways(call, status)
		for _, w := range ways {
			if w.End == paths.EndReturn && !w.Failed && w.Written < 400 {
				return status
			}
		}
	}
	return 200
}

// usual are the events that every success has, too: they tell nothing about a
// failure.
func (c *context) usual(call *inventory.Call) map[ssa.CallInstruction]bool {
	ways, _ := c.ways(call, c.success(call))
	n := map[ssa.CallInstruction]int{}
	total := 0
	for _, w := range ways {
		if w.Failed || w.Written >= 400 || w.End != paths.EndReturn && w.End != paths.EndLeaves {
			continue
		}
		total++
		seen := map[ssa.CallInstruction]bool{}
		for _, e := range w.Events {
			if !seen[e.Call] {
				seen[e.Call] = true
				n[e.Call]++
			}
		}
	}
	out := map[ssa.CallInstruction]bool{}
	for call, k := range n {
		out[call] = k == total
	}
	return out
}

// reached reports whether a root leads to a call, and whether that is known.
func (c *context) reached(call *inventory.Call) (yes, known bool) {
	sends := c.sendsOf(call)
	if c.Program == nil {
		return true, false
	}
	for _, s := range sends {
		if c.Program.Reached(s.Root()) {
			return true, true
		}
	}
	if len(sends) > 0 {
		return false, true
	}
	// A send that is not followed: what its place says.
	at := call.Req.Place(0)
	found := c.checkCalls(at.Pos, at.End)
	for _, in := range found {
		if c.Program.Reached(in.Parent()) {
			return true, false
		}
	}
	return len(found) == 0, len(found) > 0
}

// live leaves out the calls that nothing reaches: these are remarks.
func (c *context) live(j *checklist.Judgement, calls []*inventory.Call) []*inventory.Call {
	var out []*inventory.Call
	for _, call := range calls {
		if yes, known := c.reached(call); known && !yes {
			if j != nil {
				j.Remark(call.What()+" is called by nobody", at(call.Location))
			}
			continue
		}
		out = append(out, call)
	}
	return out
}

// healthRoots are the handlers of a health check's route.
func (c *context) healthRoots() []paths.Root {
	if c.Program == nil {
		return nil
	}
	var out []paths.Root
	for _, r := range c.Program.Roots() {
		if c.isHealth(&r) {
			out = append(out, r)
		}
	}
	return out
}

var healthWords = []string{"health", "healthz", "ready", "readyz", "live", "livez", "status", "ping"}

// isHealth reports whether a root is a health route: a probe's path, a row of the
// table, or a served path with one of the usual elements.
func (c *context) isHealth(r *paths.Root) bool {
	if call, ok := r.Site.(ssa.CallInstruction); ok && c.tab.Find(c.Program.Names(call), tables.Health) != nil {
		return true
	}
	// What is given to a wrapper whose result is served there serves it as well.
	if r.Kind != paths.RootHandler && !r.Wrapped || r.Route == "" {
		return false
	}
	for _, w := range c.Files.Workloads {
		for _, p := range w.Probes {
			if strings.TrimSuffix(p.Path, "/") == strings.TrimSuffix(r.Route, "/") && p.Path != "" {
				return true
			}
		}
	}
	for el := range strings.SplitSeq(strings.Trim(r.Route, "/"), "/") {
		if slices.Contains(healthWords, el) {
			return true
		}
	}
	return false
}

// forHealth reports whether every root of a call is a health route.
func (c *context) forHealth(call *inventory.Call) bool {
	sends := c.sendsOf(call)
	if c.Program == nil || len(sends) == 0 {
		return false
	}
	n := 0
	for _, s := range sends {
		for _, r := range c.Program.RootsOf(s.Root()) {
			if !c.isHealth(&r) {
				return false
			}
			n++
		}
	}
	return n > 0
}

// sends are the calls that C, E2 to E5 and R1 judge: those to the API, without what
// a health check sends, and without what nothing reaches.
func (c *context) sends(j *checklist.Judgement) []*inventory.Call {
	var out []*inventory.Call
	for _, call := range c.live(j, c.api) {
		if !c.forHealth(call) {
			out = append(out, call)
		}
	}
	return out
}

// constString returns a constant string.
func constString(v ssa.Value) (string, bool) {
	k, ok := v.(*ssa.Const)
	if !ok || k.Value == nil || k.Value.Kind() != constant.String {
		return "", false
	}
	return constant.StringVal(k.Value), true
}

// envNames lists the environment variables that an origin may be read from.
func envName(o *paths.Origin) string {
	if o.Tag != "" {
		for _, key := range []string{`env:"`, `envconfig:"`} {
			if _, rest, ok := strings.Cut(o.Tag, key); ok {
				name, _, _ := strings.Cut(rest, `"`)
				name, _, _ = strings.Cut(name, ",")
				return name
			}
		}
		return ""
	}
	if o.Call == nil {
		return ""
	}
	for _, n := range o.Names {
		if n == "os.Getenv" || n == "os.LookupEnv" {
			if s, ok := constString(o.Call.Common().Args[0]); ok {
				return s
			}
		}
	}
	return ""
}

// checkCalls finds the comparison of a signature in the program.
func (c *context) checkCalls(from, to token.Pos) []ssa.CallInstruction {
	if c.Program == nil {
		return nil
	}
	return c.Program.At(from, to)
}
