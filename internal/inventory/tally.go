package inventory

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

func itoa(n int) string { return strconv.Itoa(n) }

// steadyOfL is the figure of the documentation for the tier L. The specification
// has had 750 since 2026-01-15; the lower one counts.
// https://developers.klaviyo.com/en/docs/rate_limits_and_error_handling
const steadyOfL = 700

// LimitsOf returns the limits of an endpoint, nil where none are published.
func LimitsOf(e *klaviyo.Endpoint) *Limits {
	if e.BurstPerSecond == 0 && e.SteadyPerMinute == 0 && e.PerDay == 0 {
		return nil
	}
	l := &Limits{Burst: e.BurstPerSecond, Steady: e.SteadyPerMinute, Day: e.PerDay, Tier: e.RateTier()}
	if l.Tier == "L" {
		l.Steady = min(l.Steady, steadyOfL)
	}
	return l
}

// tightest returns the least of the limits of several endpoints.
func tightest(eps []*klaviyo.Endpoint) *Limits {
	var out *Limits
	for _, e := range eps {
		out = Tighter(out, LimitsOf(e))
	}
	return out
}

// Tighter returns the least of both; nil stands for no limit.
func Tighter(a, b *Limits) *Limits {
	if a == nil {
		return b
	}
	if b == nil {
		return a
	}
	least := func(x, y int) int {
		if x == 0 || y != 0 && y < x {
			return y
		}
		return x
	}
	out := &Limits{Burst: least(a.Burst, b.Burst), Steady: least(a.Steady, b.Steady), Day: least(a.Day, b.Day), Tier: a.Tier}
	if b.Burst != 0 && (a.Burst == 0 || b.Burst < a.Burst || b.Burst == a.Burst && b.Steady < a.Steady) {
		out.Tier = b.Tier
	}
	return out
}

// An Endpoint gathers the calls of one operation.
type Endpoint struct {
	Endpoint  string   `json:"endpoint"` // method and template
	Operation string   `json:"operation"`
	Certain   bool     `json:"certain"`
	Calls     []string `json:"calls"` // ids
	Revision  []string `json:"revision"`
	Scopes    []string `json:"scopes"`
	Limits    *Limits  `json:"limits"`
	Kind      Kind     `json:"kind"`
}

func endpoints(calls []*Call) []Endpoint {
	index := map[string]int{}
	out := []Endpoint{}
	for _, c := range calls {
		if c.Role != RoleCall || c.NextPage {
			continue
		}
		key := c.Endpoint + "\x00" + strconv.FormatBool(c.certain)
		i, ok := index[key]
		if !ok {
			i = len(out)
			index[key] = i
			out = append(out, Endpoint{Endpoint: c.Endpoint, Operation: c.Likely, Certain: c.certain, Calls: []string{}, Revision: []string{}, Scopes: []string{}, Limits: c.Limits, Kind: c.Kind})
			if len(c.Operations.Certain) == 1 {
				out[i].Operation = c.Operations.Certain[0]
			}
		}
		e := &out[i]
		e.Calls = append(e.Calls, c.ID)
		e.Revision = sorted(append(e.Revision, c.Revision...))
		e.Scopes = sorted(append(e.Scopes, append(slices.Clone(c.Scopes.Certain), c.Scopes.Possible...)...))
		e.Limits = Tighter(e.Limits, c.Limits)
	}
	slices.SortStableFunc(out, func(a, b Endpoint) int {
		pa, pb := pathOf(a.Endpoint), pathOf(b.Endpoint)
		return cmp.Or(strings.Compare(pa, pb), strings.Compare(a.Endpoint, b.Endpoint), cmp.Compare(len(b.Calls), len(a.Calls)))
	})
	return out
}

func pathOf(endpoint string) string {
	_, p, _ := strings.Cut(endpoint, " ")
	return p
}

// A Scope is one scope and the calls that need it.
type Scope struct {
	Scope   string   `json:"scope"`
	Certain bool     `json:"certain"`
	Calls   []string `json:"calls"` // ids
}

func scopes(calls []*Call) []Scope {
	certain, possible := map[string][]string{}, map[string][]string{}
	for _, c := range calls {
		if c.Role == RoleDefinition {
			continue
		}
		for _, s := range c.Scopes.Certain {
			certain[s] = append(certain[s], c.ID)
		}
		for _, s := range c.Scopes.Possible {
			possible[s] = append(possible[s], c.ID)
		}
	}
	out := []Scope{}
	for s, ids := range certain {
		out = append(out, Scope{s, true, sorted(append(ids, possible[s]...))})
	}
	for s, ids := range possible {
		if certain[s] == nil {
			out = append(out, Scope{s, false, sorted(ids)})
		}
	}
	slices.SortFunc(out, func(a, b Scope) int { return strings.Compare(a.Scope, b.Scope) })
	return out
}

// A Limit is the tightest limit of one client object.
type Limit struct {
	Client   string   `json:"client"`
	Calls    []string `json:"calls"`
	Limits   *Limits  `json:"limits"`
	Endpoint string   `json:"endpoint"` // the one that is the tightest
}

func limits(calls []*Call) []Limit {
	index := map[string]int{}
	out := []Limit{}
	for _, c := range calls {
		if c.Role == RoleDefinition || c.Kind == KindStatus || c.Kind == KindAssets {
			continue
		}
		i, ok := index[c.Group]
		if !ok {
			i = len(out)
			index[c.Group] = i
			out = append(out, Limit{Client: c.Group, Calls: []string{}})
		}
		l := &out[i]
		l.Calls = append(l.Calls, c.ID)
		if t := Tighter(l.Limits, c.Limits); t != nil && (l.Limits == nil || *t != *l.Limits) {
			l.Limits, l.Endpoint = t, c.Endpoint
		}
	}
	slices.SortFunc(out, func(a, b Limit) int { return strings.Compare(a.Client, b.Client) })
	return out
}

// A Summary counts the calls.
type Summary struct {
	Calls       int    `json:"calls"`
	Resolved    int    `json:"resolved"`
	Likely      int    `json:"likely"`
	Open        int    `json:"open"`
	Definitions int    `json:"definitions"`
	Tightest    *Limit `json:"tightest"`
}

func summarize(d *Document) Summary {
	var s Summary
	for _, c := range d.Calls {
		switch {
		case c.Role == RoleDefinition:
			s.Definitions++
			continue
		case c.Role == RoleOpen:
			s.Open++
		case c.certain || c.Kind == KindStatus || c.Kind == KindAssets || c.NextPage:
			s.Resolved++
		case len(c.endpoints) > 0:
			s.Likely++
		default:
			s.Open++
		}
		s.Calls++
	}
	for i := range d.Limits {
		if l := &d.Limits[i]; l.Limits != nil && (s.Tightest == nil || l.Limits.Burst < s.Tightest.Limits.Burst) {
			s.Tightest = l
		}
	}
	return s
}
