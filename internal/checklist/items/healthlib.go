package items

import (
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/paths"
)

// healthNew makes a check of the module klaviyolint/health. What it does with
// each answer is known and tested there: three states, three seconds, a cache of a
// minute; 401 is down, 429 is not.
const healthNew = "github.com/klaviyolint/klaviyolint/health.New"

// A libraryCheck is one such check of the program.
type libraryCheck struct {
	made   ssa.CallInstruction
	served []ssa.CallInstruction // the calls that are given it, or a method of it
	routes []string
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
		if !isValue || !slices.Contains(c.Program.Names(made), healthNew) || !c.Program.Reached(made.Parent()) {
			continue
		}
		k := libraryCheck{made: made}
		for _, call := range calls {
			if call == made {
				continue
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

// libraryHealth is the subject of E1 for a check of the module; nil where there is
// none that is served.
func (c *context) libraryHealth() *checklist.Subject {
	for _, k := range c.libraryChecks() {
		if len(k.served) == 0 {
			continue
		}
		what := "a check of klaviyolint/health is served"
		if len(k.routes) > 0 {
			what = k.routes[0] + " is a check of klaviyolint/health"
		}
		return &checklist.Subject{Mark: checklist.Met, Kind: "server", What: what + "; the result decides its answer", Place: c.ssaPos(paths.Pos(k.served[0])), Also: []checklist.Place{c.ssaPos(paths.Pos(k.made))}}
	}
	return nil
}

// libraryBehaves judges E8 for the checks of the module: all that is open is where
// they are asked from.
func (c *context) libraryBehaves(j *checklist.Judgement) bool {
	found := false
	for _, k := range c.libraryChecks() {
		if len(k.served) == 0 {
			continue
		}
		found = true
		place := c.ssaPos(paths.Pos(k.made))
		liveness := false
		for _, w := range c.Files.Workloads {
			for _, p := range w.Probes {
				if !slices.ContainsFunc(k.routes, func(r string) bool {
					return p.Path != "" && strings.TrimSuffix(p.Path, "/") == strings.TrimSuffix(r, "/")
				}) {
					continue
				}
				switch p.Role {
				case "liveness":
					liveness = true
					j.Add(checklist.Subject{Mark: checklist.Not, Kind: "part", What: "a liveness probe reaches the check: an outage at Klaviyo restarts every pod", Place: c.file(p.Place), Also: []checklist.Place{place}})
				case "readiness":
					j.Remark("an outage at Klaviyo takes this service out of rotation", c.file(p.Place))
				}
			}
		}
		for _, s := range k.served {
			if slices.ContainsFunc(c.Program.Names(s), func(n string) bool { return strings.HasSuffix(n, "AddLivenessCheck") }) {
				liveness = true
				j.Add(checklist.Subject{Mark: checklist.Not, Kind: "part", What: "the check is registered as a liveness check", Place: c.ssaPos(paths.Pos(s)), Also: []checklist.Place{place}})
			}
		}
		if !liveness {
			j.Add(checklist.Subject{Mark: checklist.Met, Kind: "part", What: "a check of klaviyolint/health: three states, a deadline, a cached result; no liveness probe reaches it", Place: place})
		}
	}
	return found
}
