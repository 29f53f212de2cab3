package items

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/go/ssa"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/inventory"
	"github.com/klaviyolint/klaviyolint/internal/paths"
)

var e1 = Item{checklist.Doc{
	ID: "E1", Title: "health check reaches Klaviyo",
	Why:  "A key that was revoked, or a network that is closed, shows in a health check within a minute, and in the data after a week.",
	Fix:  "Register a route that asks `GET /api/accounts` with the production key, and let the answer decide: `klaviyolint generate health`.",
	Pass: "a served health route sends to Klaviyo's API, and the result decides its answer", Fail: "all routes are known and none reaches Klaviyo, a 401 counts as healthy, or the check writes to Klaviyo", Open: "a route or the check is out of sight",
}, judgeE1}

// listening are the calls by which a program serves.
var listening = []string{"net/http.ListenAndServe", "net/http.ListenAndServeTLS", "net/http.Serve", "net/http.Server.ListenAndServe", "net/http.Server.ListenAndServeTLS", "net/http.Server.Serve",
	"net/http.Server.ServeTLS", "github.com/gin-gonic/gin.Engine.Run", "github.com/labstack/echo/v4.Echo.Start", "github.com/gofiber/fiber/v2.App.Listen", "github.com/gofiber/fiber/v3.App.Listen",
	"google.golang.org/grpc.Server.Serve", "github.com/valyala/fasthttp.ListenAndServe"}

// servers are the calls that serve, one for each place.
func (c *context) servers() []ssa.CallInstruction {
	var out []ssa.CallInstruction
	if c.Program == nil {
		return nil
	}
	for _, f := range c.Program.Funcs() {
		if !c.Program.Reached(f) {
			continue
		}
		for _, b := range f.Blocks {
			for _, in := range b.Instrs {
				if call, ok := in.(ssa.CallInstruction); ok && slices.ContainsFunc(c.Program.Names(call), func(n string) bool { return slices.Contains(listening, n) }) {
					out = append(out, call)
				}
			}
		}
	}
	return out
}

// A check is a send that a health route makes.
type check struct {
	call       *inventory.Call
	root       paths.Root
	background bool // the route answers from what a loop found out
}

// checks finds the sends to the API that health routes make.
func (c *context) checks() []check {
	var out []check
	for _, call := range c.api {
		for _, s := range c.sendsOf(call) {
			roots := c.Program.RootsOf(s.Root())
			other := func(r paths.Root) bool { return !c.isHealth(&r) }
			if c.Program.Run(s.Root()) && slices.ContainsFunc(roots, other) {
				continue // a literal that serves other requests as well: which one this is for is not seen
			}
			for _, r := range roots {
				if !other(r) {
					out = append(out, check{call: call, root: r})
				}
			}
			if c.Program == nil {
				continue
			}
			for _, h := range c.healthRoots() {
				if c.Program.Shares(h.Func, s) && !slices.ContainsFunc(out, func(k check) bool { return k.call == call }) {
					out = append(out, check{call: call, root: h, background: true})
				}
			}
		}
	}
	return out
}

func judgeE1(c *context, j *checklist.Judgement) {
	j.Looked, j.None = c.looked(), "a job, or a library: use preflight"
	c.open(j)
	servers := c.servers()
	if len(servers) == 0 {
		return
	}
	if s := c.libraryHealth(); s != nil {
		j.Add(*s)
		return
	}
	if len(c.api) == 0 {
		j.None = "the server never calls Klaviyo"
		return
	}
	checks := c.checks()
	if len(checks) == 0 {
		place := c.ssaPos(paths.Pos(servers[0]))
		roots := c.healthRoots()
		what := "no route of the server reaches Klaviyo's API as a health check"
		if len(roots) > 0 {
			place = c.ssaPos(paths.Pos(roots[0].Site))
			what = "the health route " + roots[0].Route + " does not reach Klaviyo's API"
		}
		if c.unknownRoutes() {
			j.Add(checklist.Subject{Mark: checklist.Open, Kind: "server", What: what + ", as far as routes are known", Place: place, Settle: "register routes with constant paths, or attest"})
			return
		}
		for _, r := range roots {
			if c.leads(r.Func) {
				j.Add(checklist.Subject{Mark: checklist.Open, Kind: "server", What: "the health route " + r.Route + " leads to a call that sends to Klaviyo; which request it sends there is not seen", Place: c.ssaPos(paths.Pos(r.Site)), Settle: "call the client where klaviyolint can follow it, or attest"})
				return
			}
		}
		if len(j.Gaps) > 0 {
			j.Add(checklist.Subject{Mark: checklist.Open, Kind: "server", What: what + ", as far as the code was followed", Place: place, Settle: j.Gaps[0].Settle})
			return
		}
		j.Add(checklist.Subject{Mark: checklist.Not, Kind: "server", What: what, Place: place})
		return
	}
	best := checklist.Subject{}
	for _, k := range checks {
		s := c.health(k)
		if best.What == "" || s.Mark == checklist.Met && best.Mark != checklist.Met {
			best = s
		}
	}
	j.Add(best)
}

// leads reports whether a function leads to a call that sends a request to the API.
func (c *context) leads(f *ssa.Function) bool {
	below := c.Program.Leads(f)
	return slices.ContainsFunc(c.api, func(call *inventory.Call) bool {
		return slices.ContainsFunc(c.sendsOf(call), func(s *paths.Send) bool { return below[s.Last().Parent()] })
	})
}

// unknownRoutes reports whether some handler is registered under a path that is not
// a constant.
func (c *context) unknownRoutes() bool {
	for _, r := range c.Program.Roots() {
		if r.Kind == paths.RootHandler && r.Route == "" && r.Site != nil && !r.Wrapped && strings.Contains(r.By, "Handle") {
			return true
		}
	}
	return false
}

// health judges one check.
func (c *context) health(k check) checklist.Subject {
	s := checklist.Subject{Mark: checklist.Met, Kind: "server", Place: c.ssaPos(paths.Pos(k.root.Site)), Also: []checklist.Place{at(k.call.Location)}}
	route := k.root.Route
	if route == "" {
		route = "the health check"
	}
	s.What = fmt.Sprintf("%s asks %s, and the result decides its answer", route, k.call.What())
	if k.call.Writes() {
		s.Mark, s.What = checklist.Not, fmt.Sprintf("%s sends %s: a health check must not write", route, k.call.What())
		return s
	}
	if p := c.flight(); p != nil {
		for _, scope := range k.call.Scopes.Certain {
			if slices.Contains(p.Refused, scope) {
				s.Mark, s.What = checklist.Not, fmt.Sprintf("%s asks %s, and the preflight of %s shows that the key lacks %s", route, k.call.What(), p.Day, scope)
				s.Also = append(s.Also, c.report())
				return s
			}
		}
	}
	if k.background {
		s.What = fmt.Sprintf("%s answers from what a loop learns of %s", route, k.call.What())
		return s
	}
	up, down := c.outcome(k, c.success(k.call)), c.outcome(k, 401)
	switch {
	case down == healthy:
		s.Mark, s.What = checklist.Not, fmt.Sprintf("%s counts a 401 of %s as healthy", route, k.call.What())
	case up == uncertain && !c.mayBeWell(k) || down == uncertain:
		s.Mark, s.What, s.Settle = checklist.Open, fmt.Sprintf("%s asks %s; whether the result decides its answer is not seen", route, k.call.What()), "answer 503 when the check fails, where klaviyolint can see it"
	}
	return s
}

type state int

const (
	uncertain state = iota
	healthy
	unhealthy
	degraded
)

// mayBeWell reports whether some way from a success ends in an answer that says so;
// an answer that cannot be read may end otherwise.
func (c *context) mayBeWell(k check) bool {
	ways, _ := c.ways(k.call, c.success(k.call))
	for _, w := range ways {
		if w.Root != nil && !w.Root.Wrapped && c.isHealth(w.Root) && !w.Failed && w.Written < 400 && !w.Shown {
			return true
		}
	}
	return false
}

// outcome is what a health route answers when Klaviyo answers with a status, 0
// standing for no answer.
func (c *context) outcome(k check, status int) state {
	ways, known := c.ways(k.call, status)
	if !known {
		return uncertain
	}
	ok, bad := 0, 0
	for _, w := range ways {
		if w.Cut {
			return uncertain
		}
		if w.Root == nil || w.Root.Wrapped || w.Root.Kind != paths.RootHandler && !c.isHealth(w.Root) {
			continue
		}
		switch {
		case w.Written >= 500 || w.Written >= 400 && w.Written != 429, w.Written == 0 && w.Failed:
			bad++
		default:
			ok++
		}
	}
	switch {
	case ok > 0 && bad == 0:
		return healthy
	case bad > 0 && ok == 0:
		return unhealthy
	}
	return uncertain
}

var e8 = Item{checklist.Doc{
	ID: "E8", Title: "health check tells degraded from down, bounded, not liveness",
	Why:  "A check that takes a rate limit for an outage, or that restarts the service when Klaviyo is down, turns a small trouble into a large one.",
	Fix:  "Answer degraded for 429, down for 401 and no answer; give the check a deadline of 5 s; cache its result; never make it a liveness probe.",
	Pass: "429 is something other than down, the check has a deadline of 5 s at most, its rate stays within the 15 a minute of `GET /api/accounts`, and no liveness probe reaches it", Fail: "one of these is certainly not so", Open: "the probe's period, or the deadline, is not in the repository",
}, func(c *context, j *checklist.Judgement) {
	j.None = "see E1: no check reaches Klaviyo"
	c.open(j)
	if c.libraryBehaves(j) {
		return
	}
	for _, k := range c.checks() {
		c.behaves(j, k)
	}
}}

// behaves judges how one check behaves.
func (c *context) behaves(j *checklist.Judgement, k check) {
	place := c.ssaPos(paths.Pos(k.root.Site))
	add := func(m checklist.Mark, what, settle string, also ...checklist.Place) {
		j.Add(checklist.Subject{Mark: m, Kind: "part", What: what, Place: place, Also: also, Settle: settle})
	}
	if !k.background {
		limited, down, refused := c.outcome(k, 429), c.outcome(k, 0), c.outcome(k, 401)
		switch {
		case limited == unhealthy:
			add(checklist.Not, "429 and an outage end alike: a rate limit takes the service down", "")
		case down == healthy || refused == healthy:
			add(checklist.Not, "an outage or a refused key counts as healthy", "")
		case limited == uncertain || down == uncertain:
			add(checklist.Open, "what 429 and an outage come to is not seen", "answer them differently where klaviyolint can see it")
		default:
			add(checklist.Met, "429 is not down; no answer and 401 are", "")
		}
	}
	switch d, known := c.deadline(k); {
	case known && d <= 5*time.Second:
		add(checklist.Met, fmt.Sprintf("bounded by %s", d), "")
	case known:
		add(checklist.Not, fmt.Sprintf("bounded by %s, more than 5 s", d), "")
	case (k.call.Req.Client.Timeout || k.call.Req.Client.Deadline) && !c.endless(k):
		add(checklist.Open, "its time limit is not a constant", "give the check a deadline of at most 5 s in the code")
	default:
		add(checklist.Not, "the check has no deadline", "")
	}
	c.affordable(j, k, add)
	if at, what := c.tells(k); at != nil {
		add(checklist.Not, what, "", c.ssaPos(paths.Pos(at)))
	}
	for _, w := range c.workloads() {
		for _, p := range w.Probes {
			if p.Role == "liveness" && k.root.Route != "" && strings.TrimSuffix(p.Path, "/") == strings.TrimSuffix(k.root.Route, "/") {
				j.Add(checklist.Subject{Mark: checklist.Not, Kind: "part", What: "a liveness probe reaches the check: an outage at Klaviyo restarts every pod", Place: c.file(p.Place), Also: []checklist.Place{place}})
				return
			}
			if p.Role == "readiness" && strings.TrimSuffix(p.Path, "/") == strings.TrimSuffix(k.root.Route, "/") {
				j.Remark("an outage at Klaviyo takes this service out of rotation", c.file(p.Place))
			}
		}
	}
	if strings.Contains(k.root.By, "AddLivenessCheck") {
		add(checklist.Not, "the check is registered as a liveness check", "")
		return
	}
	add(checklist.Met, "no liveness probe of the repository reaches it", "")
}

// endlessContexts are contexts without a deadline of their own: that of a request ends
// with the visitor's patience.
var endlessContexts = []string{"net/http.Request.Context", "context.Background", "context.TODO", "context.WithCancel", "context.WithoutCancel", "context.WithValue"}

// endless reports whether nothing bounds a check: its contexts have no deadline, and
// its client has no time limit.
func (c *context) endless(k check) bool {
	found := false
	for _, s := range c.sendsOf(k.call) {
		if len(c.Program.ClientTimeouts(s)) > 0 {
			return false
		}
		for _, link := range s.Chain {
			for _, a := range link.Common().Args {
				for _, o := range c.contextsOf(a) {
					if len(o.Names) == 0 || !slices.ContainsFunc(o.Names, func(n string) bool { return slices.Contains(endlessContexts, n) }) {
						return false
					}
					found = true
				}
			}
		}
	}
	return found
}

// contextsOf lists where the contexts come from that a value is made of.
func (c *context) contextsOf(v ssa.Value) []paths.Origin {
	var out []paths.Origin
	if strings.HasSuffix(v.Type().String(), "context.Context") {
		for _, o := range c.Program.Origins(v) {
			if o.Kind == paths.FromCall || o.Kind == paths.FromUnknown {
				out = append(out, o)
			}
		}
	}
	return out
}

func (c *context) affordable(j *checklist.Judgement, k check, add func(checklist.Mark, string, string, ...checklist.Place)) {
	if k.background {
		add(checklist.Met, "its result is refreshed in the background", "")
		return
	}
	allowed := 15
	if l := k.call.Limits; l != nil && l.Steady > 0 {
		allowed = l.Steady
	}
	if at, age := c.cached(k); at != nil {
		n, _ := c.copies()
		switch rate := 0; {
		case age <= 0:
			add(checklist.Met, "its result is kept for a while", "", c.ssaPos(paths.Pos(at)))
		default:
			if rate = int(time.Minute/age) * n; rate > allowed {
				add(checklist.Not, fmt.Sprintf("its result is kept for %s: up to %d a minute from %d replicas, and %s allows %d", age, rate, n, k.call.Endpoint, allowed), "", c.ssaPos(paths.Pos(at)))
				return
			}
			add(checklist.Met, fmt.Sprintf("its result is kept for %s", age), "", c.ssaPos(paths.Pos(at)))
		}
		return
	}
	for _, w := range c.workloads() {
		for _, p := range w.Probes {
			if strings.TrimSuffix(p.Path, "/") != strings.TrimSuffix(k.root.Route, "/") || p.Path == "" {
				continue
			}
			period := p.Period
			if period <= 0 {
				period = 10
			}
			n := max(w.Replicas, w.MaxReplicas, 1)
			rate := 60 * n / period
			if rate > allowed {
				add(checklist.Not, fmt.Sprintf("a probe every %d s of %d replicas is %d a minute, and %s allows %d", period, n, rate, k.call.Endpoint, allowed), "", c.file(p.Place))
			} else {
				add(checklist.Met, fmt.Sprintf("a probe every %d s of %d replicas is %d a minute, within %d", period, n, rate, allowed), "", c.file(p.Place))
			}
			return
		}
	}
	add(checklist.Open, "how often the check is asked is not in the repository", "cache its result, or commit the manifest with the probe")
}

// deadline finds the time limit of a check: the least of a context's and its
// client's.
func (c *context) deadline(k check) (time.Duration, bool) {
	best, known := time.Duration(0), false
	take := func(v ssa.Value) {
		if d, ok := constInt(v); ok && d > 0 && (!known || time.Duration(d) < best) {
			best, known = time.Duration(d), true
		}
	}
	for _, s := range c.sendsOf(k.call) {
		for _, g := range c.Program.Before(s, func(names []string) bool { return slices.Contains(names, "context.WithTimeout") }) {
			args := g.Call.Common().Args
			take(args[len(args)-1])
		}
		for _, v := range c.Program.ClientTimeouts(s) {
			take(v)
		}
	}
	return best, known
}
