package items

import (
	"fmt"
	"go/constant"
	"math"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/checklist/tables"
	"github.com/klaviyolint/klaviyolint/internal/inventory"
	"github.com/klaviyolint/klaviyolint/internal/paths"
)

var c5 = Item{checklist.Doc{
	ID: "C5", Title: "stays below the rate limits",
	Why:  "The limits are the account's, not the process's: one loop without a limiter takes the budget of everything else.",
	Fix:  "Let every send of a client wait for one limiter, whose rate and burst fit the tightest endpoint it covers: `klaviyolint inventory -by client`.",
	Pass: "all sends of a client wait for one limiter with constant rate and burst, and in no second more get through than the tightest endpoint allows", Fail: "a limiter that allows more, that is made anew for each call, or whose refusal the code ignores; a send of the same client that does not wait for it; a goroutine for each item without a limiter", Open: "limits from configuration; single calls whose number is not in the code",
}, judgeC5}

// A limiter is one object that sends wait for.
type limiter struct {
	made     ssa.CallInstruction
	rate     float64 // per second
	burst    int
	known    bool
	infinite bool
	calls    []*inventory.Call
	guard    paths.Guard
	row      *tables.Row
	perCall  bool
	own      *paths.Meter
}

// key is the same for sends that wait for the same limiter.
func (l *limiter) key() any {
	switch {
	case l.own != nil:
		return l.own.State
	case l.made != nil:
		return l.made
	}
	return nil
}

func judgeC5(c *context, j *checklist.Judgement) {
	j.Looked = c.looked()
	c.open(j)
	byMade := map[any]*limiter{}
	of := map[*inventory.Call]*limiter{}
	limitedGroups := map[string]bool{}
	calls := c.sends(j)
	for _, call := range calls {
		l := c.limiterOf(call)
		if l == nil {
			continue
		}
		if known := byMade[l.key()]; known != nil && l.key() != nil {
			known.calls = append(known.calls, call)
			if l.own != nil { // seen through another call, it lets through no less
				known.own.Second, known.own.Minute = max(known.own.Second, l.own.Second), max(known.own.Minute, l.own.Minute)
				known.own.More = known.own.More || l.own.More
			}
			l = known
		} else {
			byMade[l.key()] = l
			l.calls = []*inventory.Call{call}
		}
		of[call] = l
		limitedGroups[call.Group] = true
	}
	for _, call := range calls {
		if l := of[call]; l != nil {
			j.Add(c.limited(j, call, l))
			continue
		}
		j.Add(c.unlimited(call, limitedGroups[call.Group]))
	}
}

// limiterOf finds the limiter that stands before a call.
func (c *context) limiterOf(call *inventory.Call) *limiter {
	sends := c.sendsOf(call)
	if c.Program == nil || len(sends) == 0 {
		return nil
	}
	var out *limiter
	for _, s := range sends {
		guards := c.Program.Before(s, c.tab.Is(tables.Wait, tables.Try, tables.Reserve))
		if len(guards) == 0 {
			pace := c.Program.Paced(s)
			if pace == nil || !pace.Items {
				own := c.metered(call, s)
				if own == nil {
					own = c.filled(s)
				}
				if own == nil {
					return nil
				}
				out = own
				continue
			}
			if in, _ := c.Program.FanOut(s); in != nil && c.Program.Anew(pace.Made) {
				return nil // each goroutine has a pace of its own
			}
			l := &limiter{made: pace.Made, burst: 1, guard: paths.Guard{Call: pace.Made, Names: []string{"time.NewTicker"}}}
			if d, ok := constInt(pace.Made.Common().Args[0]); ok && d > 0 {
				l.rate, l.known = 1e9/float64(d), true
			}
			out = l
			continue
		}
		g := guards[0]
		l := &limiter{guard: g, row: c.tab.Find(g.Names, tables.Wait, tables.Try, tables.Reserve)}
		c.made(l, s)
		out = l
	}
	return out
}

// filled finds a channel of tokens that a ticker fills.
func (c *context) filled(s *paths.Send) *limiter {
	f := c.Program.Filled(s)
	if f == nil {
		return nil
	}
	l := &limiter{made: f.Made, burst: f.Burst, guard: paths.Guard{Call: f.Made, Names: c.Program.Names(f.Made)}, perCall: c.Program.Anew(f.Made) && !paths.Looped(f.Made)}
	if d, ok := constInt(f.Made.Common().Args[0]); ok && d > 0 && f.Burst > 0 {
		l.rate, l.known = 1e9/float64(d), true
	}
	return l
}

// metered finds a limiter of the module's own.
func (c *context) metered(call *inventory.Call, s *paths.Send) *limiter {
	most := 1000
	if call.Limits != nil && call.Limits.Steady > 0 {
		most = call.Limits.Steady
	}
	m := c.Program.Metered(s, most)
	if m == nil {
		return nil
	}
	l := &limiter{made: m.At, known: true, own: m, guard: paths.Guard{Call: m.At, Names: c.Program.Names(m.At)}}
	if in, ok := m.Made.(ssa.Instruction); ok {
		if made, isCall := in.(ssa.CallInstruction); isCall {
			l.made = made
			l.perCall = c.Program.Anew(made)
		}
	}
	return l
}

func constInt(v ssa.Value) (int64, bool) {
	k, ok := v.(*ssa.Const)
	if !ok || k.Value == nil {
		return 0, false
	}
	return constant.Int64Val(constant.ToInt(k.Value))
}

func constFloat(v ssa.Value) (float64, bool) {
	if c, ok := v.(*ssa.Convert); ok {
		v = c.X
	}
	if c, ok := v.(*ssa.ChangeType); ok {
		v = c.X
	}
	k, ok := v.(*ssa.Const)
	if !ok || k.Value == nil {
		return 0, false
	}
	f, _ := constant.Float64Val(constant.ToFloat(k.Value))
	return f, true
}

// made finds where a limiter is made, and with which limits.
func (c *context) made(l *limiter, s *paths.Send) {
	common := l.guard.Call.Common()
	recv := common.Value
	if !common.IsInvoke() && len(common.Args) > 0 {
		recv = common.Args[0]
	}
	if l.row != nil && l.row.User {
		l.made, l.known = l.guard.Call, false
	}
	for _, o := range c.Program.Origins(recv) {
		if o.Call == nil {
			continue
		}
		args := o.Call.Common().Args
		for _, n := range o.Names {
			switch n {
			case "golang.org/x/time/rate.NewLimiter":
				l.made = o.Call
				l.rate, l.known = c.perSecond(args[0])
				if b, ok := constInt(args[1]); ok {
					l.burst = int(b)
				} else {
					l.known = false
				}
			case "go.uber.org/ratelimit.New":
				l.made = o.Call
				if r, ok := constInt(args[0]); ok {
					// Its slack of ten lets eleven through at once: ratelimit v0.3.1,
					// limiter_atomic_int64.go.
					l.rate, l.burst, l.known = float64(r), 11, true
					if c.without(args) {
						l.burst = 1
					}
				}
			case "go.uber.org/ratelimit.NewUnlimited":
				l.made, l.infinite, l.known = o.Call, true, true
			}
		}
	}
	if l.rate >= math.MaxFloat64/2 {
		l.infinite = true
	}
	if l.made != nil && l.row != nil && !l.row.User {
		l.perCall = c.Program.Anew(l.made)
	}
}

// without reports whether an option takes the slack of uber's limiter away.
func (c *context) without(args []ssa.Value) bool {
	for _, a := range args[1:] {
		if c.Program.Depends(a, func(v ssa.Value) bool {
			call, ok := v.(*ssa.Call)
			if ok && slices.Contains(c.Program.Names(call), "go.uber.org/ratelimit.WithSlack") {
				n, isConst := constInt(call.Call.Args[0])
				return isConst && n == 0
			}
			u, isLoad := v.(*ssa.UnOp)
			if isLoad {
				g, isGlobal := u.X.(*ssa.Global)
				return isGlobal && g.Name() == "WithoutSlack"
			}
			return false
		}) {
			return true
		}
	}
	return false
}

// perSecond reads a rate.Limit.
func (c *context) perSecond(v ssa.Value) (float64, bool) {
	if f, ok := constFloat(v); ok {
		return f, true
	}
	if call, ok := v.(*ssa.Call); ok && slices.Contains(c.Program.Names(call), "golang.org/x/time/rate.Every") {
		if d, ok := constInt(call.Call.Args[0]); ok && d > 0 {
			return 1e9 / float64(d), true
		}
	}
	return 0, false
}

// limited judges a call that waits for a limiter.
func (c *context) limited(j *checklist.Judgement, call *inventory.Call, l *limiter) checklist.Subject {
	place := c.ssaPos(paths.Pos(l.guard.Call))
	with := func(m checklist.Mark, what, settle string) checklist.Subject {
		s := request(call, m, what, settle)
		s.Also = append(s.Also, place)
		if l.made != nil {
			s.Also = append(s.Also, c.ssaPos(paths.Pos(l.made)))
		}
		return s
	}
	switch {
	case l.infinite:
		return with(checklist.Not, "its limiter lets everything through", "")
	case l.perCall:
		return with(checklist.Not, "its limiter is made anew for each call", "")
	case l.made == nil || !l.known:
		return with(checklist.Open, "the limits of its limiter are not constants", "write rate and burst in the code, or attest them")
	}
	if l.row != nil && l.row.Role == tables.Try {
		switch c.refusal(call, l) {
		case checklist.Not:
			return with(checklist.Not, "it is sent although the limiter refuses", "")
		case checklist.Open:
			return with(checklist.Open, "what happens when the limiter refuses is not seen", "return when it refuses")
		}
	}
	if l.row != nil && l.row.Role == tables.Reserve && !c.reserved(l) {
		return with(checklist.Open, "whether the delay of the reservation is waited for is not seen", "sleep for the Delay of the reservation")
	}
	// A limiter lets its whole rate through to each endpoint that it covers.
	tight := call.Limits
	if tight == nil || tight.Burst == 0 {
		return with(checklist.Met, "waits for a limiter; no limit is published for this endpoint", "")
	}
	replicas := max(c.Settings.Checklist.Items["C5"].Replicas, 1)
	through, minute := l.burst+int(math.Ceil(l.rate))-1, int(float64(l.burst)+60*l.rate)
	limits := fmt.Sprintf("%s/s, burst %d", number(l.rate), l.burst)
	if l.own != nil {
		through, minute = l.own.Second, l.own.Minute
		limits = fmt.Sprintf("at most %d/s and %d/min", through, minute)
		if l.own.More {
			limits = fmt.Sprintf("%d/s, more than %d/min", through, minute-1)
		}
	}
	through, minute = through*replicas, minute*replicas
	if replicas > 1 {
		limits += fmt.Sprintf(", %d replicas", replicas)
	}
	if through > tight.Burst {
		return with(checklist.Not, fmt.Sprintf("its limiter (%s) lets %d through in a second, and %s allows %d/s", limits, through, call.Endpoint, tight.Burst), "")
	}
	if tight.Steady > 0 && minute > tight.Steady {
		text := fmt.Sprintf("up to %d a minute against %d of %s", minute, tight.Steady, call.Endpoint)
		if c.Settings.Checklist.Items["C5"].Steady {
			return with(checklist.Not, text, "")
		}
		j.Remark(text, place)
	}
	if tight.Day > 0 {
		j.Remark(fmt.Sprintf("%s allows %d a day, which no limiter shows", call.Endpoint, tight.Day), place)
	}
	if n, where := c.copies(); n > 1 && replicas == 1 && through*n > tight.Burst {
		s := with(checklist.Open, fmt.Sprintf("%d replicas x %s against %d/s", n, limits, tight.Burst), "set [checklist.C5] replicas, or divide the rate")
		s.Also = append(s.Also, where)
		return s
	}
	return with(checklist.Met, fmt.Sprintf("waits for a limiter of %s, within the %d/s of %s", limits, tight.Burst, call.Endpoint), "")
}

func number(f float64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.1f", f), "0"), ".")
}

// copies is how many processes the manifests run.
func (c *context) copies() (int, checklist.Place) {
	most, at := 1, checklist.Place{}
	for _, w := range c.workloads() {
		if n := max(w.Replicas, w.MaxReplicas); n > most {
			most, at = n, c.file(w.ReplicasAt)
		}
	}
	return most, at
}

// refusal tells what happens when a limiter refuses.
func (c *context) refusal(call *inventory.Call, l *limiter) checklist.Mark {
	v, ok := l.guard.Call.(ssa.Value)
	if !ok {
		return checklist.Not
	}
	refs := v.Referrers()
	if refs == nil || len(*refs) == 0 {
		return checklist.Not // the answer is dropped
	}
	for _, s := range c.sendsOf(call) {
		if sw := c.Program.Switches(s, func(cond ssa.Value) bool {
			return c.Program.Depends(cond, func(x ssa.Value) bool { return x == v })
		}); len(sw) > 0 {
			return checklist.Met
		}
	}
	if branches(v, 0) {
		return checklist.Not // both sides of the branch go on to the send
	}
	return checklist.Open
}

// branches reports whether all that is done with a truth value is to branch on it.
func branches(v ssa.Value, depth int) bool {
	refs := v.Referrers()
	if refs == nil || len(*refs) == 0 || depth > 3 {
		return false
	}
	for _, r := range *refs {
		switch r := r.(type) {
		case *ssa.If, *ssa.DebugRef:
		case *ssa.UnOp:
			if !branches(r, depth+1) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// reserved reports whether some wait depends on a reservation.
func (c *context) reserved(l *limiter) bool {
	v, ok := l.guard.Call.(ssa.Value)
	if !ok {
		return false
	}
	for _, b := range l.guard.Call.Parent().Blocks {
		for _, in := range b.Instrs {
			call, ok := in.(ssa.CallInstruction)
			if !ok || !slices.ContainsFunc(c.Program.Names(call), func(n string) bool { return slices.Contains(waiting, n) }) {
				continue
			}
			for _, a := range call.Common().Args {
				if c.Program.Depends(a, func(x ssa.Value) bool { return x == v }) {
					return true
				}
			}
		}
	}
	return false
}

// unlimited judges a call without a limiter.
func (c *context) unlimited(call *inventory.Call, others bool) checklist.Subject {
	sends := c.sendsOf(call)
	if len(sends) == 0 {
		return request(call, checklist.Open, "what stands before it is not seen", "send through the client, or attest")
	}
	for _, s := range sends {
		if in, held := c.Program.FanOut(s); in != nil && held {
			sub := request(call, checklist.Open, "how many are sent at once is bounded, and how many in a second is not", "put a limiter into the client")
			sub.Also = append(sub.Also, c.ssaPos(paths.Pos(in)))
			return sub
		} else if in != nil {
			sub := request(call, checklist.Not, "a goroutine for each item sends it, and no limiter stands before it", "")
			sub.Also = append(sub.Also, c.ssaPos(paths.Pos(in)))
			return sub
		}
	}
	if others {
		return request(call, checklist.Not, "it has no limiter, and other calls of the same client have one", "")
	}
	for _, s := range sends {
		if c.Program.InLoop(s) {
			return request(call, checklist.Open, "a loop sends it without a limiter: how fast depends on the answers", "put a limiter into the client")
		}
	}
	return request(call, checklist.Open, "no limiter: how many come is not in the code", "put a limiter into the client, or attest how many come")
}
