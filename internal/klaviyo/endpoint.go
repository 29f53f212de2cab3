package klaviyo

import (
	"slices"
	"strconv"
	"strings"
	"sync"
)

// A Stage says how far along its life an endpoint is.
type Stage int

const (
	StableStage  Stage = iota // in the newest stable specification
	BetaStage                 // in the beta specification only: needs a ".pre" revision
	LegacyStage               // v1 and v2, answers 410
	RemovedStage              // in older stable specifications, gone from the newest
	OAuthStage                // token traffic
)

var stageNames = [...]string{"stable", "beta", "legacy", "removed", "oauth"}

// String returns the stage as one lower-case word.
func (s Stage) String() string {
	if s < 0 || int(s) >= len(stageNames) {
		return "unknown"
	}
	return stageNames[s]
}

// An Endpoint is one operation: a method on a path template.
type Endpoint struct {
	Method    string // GET, POST, ...
	Path      string // template, as in /api/profiles/{id}; no final slash
	Operation string // the specification's operation id, snake case
	Stage     Stage
	Kind      string // create, upsert, bulk or other
	Prefer    string // "METHOD /path" that does the job better or instead, or ""
	// NeedsRevision is yes, no or optional.
	NeedsRevision string
	// FirstRevision and LastRevision bound the specifications that list the
	// operation; LastRevision is "" while it is still listed.
	FirstRevision, LastRevision string
	RetiredOn                   Day // of legacy endpoints
	// Rate limits per account (x-klaviyo-ratelimit): burst window one second,
	// steady window one minute. 0 when none is published.
	BurstPerSecond, SteadyPerMinute, PerDay int
	PageDefault, PageMax                    int // page[size]; 0 when there is none
	Scopes                                  []string
	Success                                 []int // statuses of success
	Notes, Source                           string

	segs   []string // Path, split
	prefix []string // prefix[i]: segs[:i] with every parameter written {}
	order  int      // place in the table
}

type endpointTable struct {
	all []*Endpoint
	// literals holds every prefix and literal segment of a template: where
	// one stands, a parameter of another template does not match that word.
	literals map[string]bool
	words    map[string]bool // every literal segment of a template
}

var endpoints = sync.OnceValue(func() *endpointTable {
	t := &endpointTable{literals: map[string]bool{}, words: map[string]bool{}}
	for i, r := range table("endpoints.csv") {
		e := &Endpoint{
			Method:          r.str("method"),
			Path:            strings.TrimSuffix(r.str("path"), "/"),
			Operation:       r.str("operation"),
			Stage:           Stage(slices.Index(stageNames[:], r.str("stage"))),
			Kind:            r.str("kind"),
			Prefer:          r.str("prefer"),
			NeedsRevision:   r.str("needs_revision"),
			FirstRevision:   r.str("first_revision"),
			LastRevision:    r.str("last_revision"),
			RetiredOn:       r.day("retired_on"),
			BurstPerSecond:  r.num("burst_per_s"),
			SteadyPerMinute: r.num("steady_per_min"),
			PerDay:          r.num("per_day"),
			PageDefault:     r.num("page_default"),
			PageMax:         r.num("page_max"),
			Scopes:          r.list("scopes", " "),
			Notes:           r.str("notes"),
			Source:          r.str("source"),
			order:           i,
		}
		for _, s := range r.list("success", "/") {
			code, err := strconv.Atoi(s)
			if err != nil {
				r.fail(err.Error())
			}
			e.Success = append(e.Success, code)
		}
		if e.Stage < 0 {
			r.fail("unknown stage")
		}
		e.index(t)
		t.all = append(t.all, e)
	}
	return t
})

func (e *Endpoint) index(t *endpointTable) {
	e.segs = strings.Split(strings.Trim(e.Path, "/"), "/")
	prefix := ""
	for _, s := range e.segs {
		e.prefix = append(e.prefix, prefix)
		if isParam(s) {
			prefix += "/{}"
			continue
		}
		prefix += "/" + s
		t.literals[prefix] = true
		t.words[s] = true
	}
}

func isParam(seg string) bool { return strings.HasPrefix(seg, "{") }

// Endpoints returns every known endpoint, in the order of the table: stable,
// then beta, removed, OAuth and legacy ones.
func Endpoints() []Endpoint {
	all := endpoints().all
	out := make([]Endpoint, len(all))
	for i, e := range all {
		out[i] = *e
	}
	return out
}

// Operation returns the endpoint with the given operation id, or nil. Legacy
// endpoints have none of their own.
func Operation(id string) *Endpoint {
	for _, e := range endpoints().all {
		if e.Operation == id && e.Stage != LegacyStage {
			return e
		}
	}
	return nil
}

// String returns the method and the path.
func (e *Endpoint) String() string { return e.Method + " " + e.Path }

// In reports whether the operation exists at a revision, as far as the
// specifications tell. It says yes in doubt: for a malformed revision, for a
// date before the oldest specification, for a stable operation under a beta
// revision, and for operations that take no revision.
func (e *Endpoint) In(revision string) bool {
	date, beta, ok := splitRevision(revision)
	if !ok || e.NeedsRevision == "no" || e.Stage == LegacyStage {
		return true
	}
	first, betaOnly, ok := splitRevision(e.FirstRevision)
	switch {
	case ok && betaOnly && !beta:
		return false
	case beta && !betaOnly || date.Before(revisions().stable[0].Date):
		return true
	case ok && date.Before(first):
		// Of beta operations only the last few specifications were read, so
		// an earlier beta may well have had them.
		return betaOnly
	}
	last, _, ok := splitRevision(e.LastRevision)
	return !ok || !date.After(last)
}

// RateTier returns the documented tier of the endpoint's limits: XS, S, M, L
// or XL, and "" for limits of its own (reports, some client endpoints) or
// none. Source: https://developers.klaviyo.com/en/docs/rate_limits_and_error_handling;
// its steady figure for L is 700, the specification has had 750 since
// 2026-01-15.
func (e *Endpoint) RateTier() string {
	switch [2]int{e.BurstPerSecond, e.SteadyPerMinute} {
	case [2]int{1, 15}:
		return "XS"
	case [2]int{3, 60}:
		return "S"
	case [2]int{10, 150}:
		return "M"
	case [2]int{75, 700}, [2]int{75, 750}:
		return "L"
	case [2]int{350, 3500}:
		return "XL"
	}
	return ""
}
