package items

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/go/ssa"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/paths"
)

// healthModule makes checks whose answers are known and tested there: three states,
// three seconds, a cache of a minute; 401 is down, 429 is not.
const healthModule = "github.com/klaviyolint/klaviyolint/health"

// The defaults of health.New, health/health.go, and the longest that a check may
// take.
const (
	healthTTL     = time.Minute
	healthTimeout = 3 * time.Second
	healthLongest = 5 * time.Second
)

// A libraryCheck is a check of the module, or of an unchanged copy of it.
type libraryCheck struct {
	made   ssa.CallInstruction
	pkg    string
	served []ssa.CallInstruction // the calls that are given it, or a method of it
	routes []string
	// options are the calls of its options, by name: WithTTL.
	options map[string]ssa.CallInstruction
}

// by names the package in words.
func (k *libraryCheck) by() string {
	if k.pkg == healthModule {
		return "klaviyolint/health"
	}
	return "klaviyolint/health, copied"
}

// libraryChecks finds the checks of the module that the program makes.
func (c *context) libraryChecks() []libraryCheck {
	if c.Program == nil {
		return nil
	}
	var out []libraryCheck
	var calls []ssa.CallInstruction
	for _, f := range c.Program.Funcs() {
		for _, b := range f.Blocks {
			for _, in := range b.Instrs {
				if call, ok := in.(ssa.CallInstruction); ok {
					calls = append(calls, call)
				}
			}
		}
	}
	for _, made := range calls {
		v, isValue := made.(ssa.Value)
		if !isValue || len(made.Common().Args) != 2 || !c.Program.Reached(made.Parent()) {
			continue
		}
		pkg := c.healthPackage(c.Program.Names(made))
		if pkg == "" {
			continue
		}
		k := libraryCheck{made: made, pkg: pkg, options: map[string]ssa.CallInstruction{}}
		for _, call := range calls {
			if call == made {
				continue
			}
			if f := call.Parent(); f.Pkg != nil && f.Pkg.Pkg.Path() == pkg {
				continue // the copy's own affairs
			}
			for _, n := range c.Program.Names(call) {
				option, ok := strings.CutPrefix(n, pkg+".With")
				if o, isOption := call.(ssa.Value); ok && isOption && c.Program.Depends(made.Common().Args[1], func(x ssa.Value) bool { return x == o }) {
					k.options["With"+option] = call
				}
			}
			route, given := "", false
			for _, a := range call.Common().Args {
				if s, ok := constString(a); ok && strings.Contains(s, "/") && route == "" {
					_, path, cut := strings.Cut(s, " ")
					if !cut {
						path = s
					}
					route = path
				}
				given = given || c.Program.Depends(a, func(x ssa.Value) bool { return x == v })
			}
			if given {
				k.served = append(k.served, call)
				if route != "" {
					k.routes = append(k.routes, route)
				}
			}
		}
		out = append(out, k)
	}
	return out
}

// healthPackage is the package of a function New that makes a check of the module,
// or "".
func (c *context) healthPackage(names []string) string {
	for _, pkg := range append([]string{healthModule}, c.Copies...) {
		if slices.Contains(names, pkg+".New") {
			return pkg
		}
	}
	return ""
}

// libraryHealth is the subject of E1 for a check of the module; nil where there is
// none that is served.
func (c *context) libraryHealth() *checklist.Subject {
	for _, k := range c.libraryChecks() {
		if len(k.served) == 0 {
			continue
		}
		what := "a check of " + k.by() + " is served"
		if len(k.routes) > 0 {
			what = k.routes[0] + " is a check of " + k.by()
		}
		return &checklist.Subject{Mark: checklist.Met, Kind: "server", What: what + "; the result decides its answer", Place: c.ssaPos(paths.Pos(k.served[0])), Also: []checklist.Place{c.ssaPos(paths.Pos(k.made))}}
	}
	return nil
}

// libraryBehaves judges E8 for the checks of the module: what its options change,
// and where it is asked from.
func (c *context) libraryBehaves(j *checklist.Judgement) bool {
	found := false
	for _, k := range c.libraryChecks() {
		if len(k.served) == 0 {
			continue
		}
		found = true
		place := c.ssaPos(paths.Pos(k.made))
		met := c.optioned(j, &k)
		for _, w := range c.Files.Workloads {
			for _, p := range w.Probes {
				if !slices.ContainsFunc(k.routes, func(r string) bool {
					return p.Path != "" && strings.TrimSuffix(p.Path, "/") == strings.TrimSuffix(r, "/")
				}) {
					continue
				}
				switch p.Role {
				case "liveness":
					met = false
					j.Add(checklist.Subject{Mark: checklist.Not, Kind: "part", What: "a liveness probe reaches the check: an outage at Klaviyo restarts every pod", Place: c.file(p.Place), Also: []checklist.Place{place}})
				case "readiness":
					j.Remark("an outage at Klaviyo takes this service out of rotation", c.file(p.Place))
				}
			}
		}
		for _, s := range k.served {
			if slices.ContainsFunc(c.Program.Names(s), func(n string) bool { return strings.HasSuffix(n, "AddLivenessCheck") }) {
				met = false
				j.Add(checklist.Subject{Mark: checklist.Not, Kind: "part", What: "the check is registered as a liveness check", Place: c.ssaPos(paths.Pos(s)), Also: []checklist.Place{place}})
			}
		}
		if met {
			j.Add(checklist.Subject{Mark: checklist.Met, Kind: "part", What: "a check of " + k.by() + ": three states, a deadline, a cached result; no liveness probe reaches it", Place: place})
		}
	}
	return found
}

// optioned judges the options of a check, and reports whether they leave it as it
// should be.
func (c *context) optioned(j *checklist.Judgement, k *libraryCheck) bool {
	met := true
	add := func(m checklist.Mark, call ssa.CallInstruction, what, settle string) {
		met = false
		j.Add(checklist.Subject{Mark: m, Kind: "part", What: what, Place: c.ssaPos(paths.Pos(call)), Also: []checklist.Place{c.ssaPos(paths.Pos(k.made))}, Settle: settle})
	}
	value := func(name string, usual int64) (int64, ssa.CallInstruction, bool) {
		call := k.options[name]
		if call == nil {
			return usual, k.made, true
		}
		n, ok := constInt(call.Common().Args[0])
		return n, call, ok
	}
	if d, call, known := value("WithTimeout", int64(healthTimeout)); !known {
		add(checklist.Open, call, "its time limit is not a constant", "give the check a deadline of at most 5 s in the code")
	} else if d := time.Duration(d); d > healthLongest {
		add(checklist.Not, call, fmt.Sprintf("bounded by %s, more than %s", d, healthLongest), "")
	}
	if status, call, known := value("WithDegraded", 200); !known {
		add(checklist.Open, call, "what degraded is answered with is not a constant", "write the status in the code")
	} else if status >= 500 {
		add(checklist.Not, call, fmt.Sprintf("degraded is answered with %d, as down is: a rate limit takes the service down", status), "")
	}
	copies, where := c.copies()
	if ttl, call, known := value("WithTTL", int64(healthTTL)); !known {
		add(checklist.Open, call, "how long a result is kept is not a constant", "write the TTL in the code")
	} else if rate := int(math.Ceil(float64(copies) * float64(time.Minute) / float64(max(ttl, 1)))); rate > 15 {
		add(checklist.Not, call, fmt.Sprintf("%d replicas that ask every %s are %d a minute, and GET /api/accounts allows 15", copies, time.Duration(ttl), rate), "")
		if where.IsValid() {
			last := &j.Subjects[len(j.Subjects)-1]
			last.Also = append(last.Also, where)
		}
	}
	return met
}
