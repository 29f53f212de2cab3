package preflight

import (
	"fmt"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// scopes is P5: does the key have the read scopes that the code needs?
func (n *runner) scopes() Check {
	c := Check{ID: "P5", Name: "scopes", State: Skip, Text: "the code was not looked at"}
	if n.o.Needs == nil && !n.o.Surplus && n.o.Second == nil {
		return c
	}
	p := &prober{runner: n, c: &c, out: &Scopes{Granted: []string{}, Refused: []string{}, Untested: []string{}, Unknown: []string{}, Possible: []string{}}, state: map[string]State{}}
	c.Scopes = p.out
	c.State, c.Text = OK, ""
	needed := map[string]ScopeUse{}
	if n.o.Needs != nil {
		for _, s := range n.o.Needs.Scopes {
			needed[s.Scope] = s
		}
	}
	if n.o.Second != nil && p.list(needed) {
		return c
	}
	if n.o.Needs != nil {
		for _, s := range n.o.Needs.Scopes {
			p.need(s)
		}
	}
	if n.o.Surplus {
		p.surplus(needed)
	}
	p.conclude()
	return c
}

// A prober asks for scopes one after the other.
type prober struct {
	*runner
	c       *Check
	out     *Scopes
	state   map[string]State // of those that were asked for
	lines   []string
	problem []string
}

// need asks for one scope of the code.
func (p *prober) need(s ScopeUse) {
	st, text := p.try(s.Scope)
	at := places(s.At)
	if !s.Certain {
		if st != OK {
			p.out.Possible = append(p.out.Possible, s.Scope)
		} else {
			p.out.Granted = append(p.out.Granted, s.Scope)
		}
		p.lines = append(p.lines, fmt.Sprintf("perhaps needed: %s, %s%s", s.Scope, text, at))
		return
	}
	switch st {
	case OK:
		p.out.Granted = append(p.out.Granted, s.Scope)
	case Fail:
		p.out.Refused = append(p.out.Refused, s.Scope)
		where := ""
		if len(s.At) > 0 {
			where = "; needed by " + strings.TrimPrefix(at, "; ")
		}
		p.problem = append(p.problem, fmt.Sprintf("%s is %s%s", s.Scope, text, where))
	case Skip:
		p.out.Untested = append(p.out.Untested, s.Scope)
	default:
		p.out.Unknown = append(p.out.Unknown, s.Scope)
		p.lines = append(p.lines, fmt.Sprintf("unknown: %s: %s", s.Scope, text))
	}
}

// try asks for a scope: OK granted, Fail refused, Skip not testable, Unknown
// without a clear answer.
func (p *prober) try(scope string) (State, string) {
	if scope == accountsRead {
		return p.accounts()
	}
	pr, ok := probes()[scope]
	if !ok {
		return Skip, "not testable"
	}
	if st, done := p.state[scope]; done {
		return st, "asked before"
	}
	if pr.also != "" {
		// A refusal speaks of this scope only where the other one is granted.
		if st, _ := p.try(pr.also); st != OK {
			return Unknown, "shown only together with " + pr.also
		}
	}
	st, text := p.ask(pr)
	p.state[scope] = st
	return st, text
}

func (p *prober) accounts() (State, string) {
	if p.acct == nil {
		return Unknown, "not asked: " + p.s.stopped
	}
	switch p.acct.m {
	case granted:
		return OK, "granted"
	case refused:
		return Fail, p.s.words(p.acct.a, refused, p.acct.e)
	}
	return Unknown, p.s.words(p.acct.a, p.acct.m, p.acct.e)
}

// ask sends a probe at the code's revision, or at the newest stable one where
// the endpoint is younger than that.
func (p *prober) ask(pr probe) (State, string) {
	if p.s.stopped != "" {
		return Unknown, "not asked: " + p.s.stopped
	}
	revision := p.o.Needs.revision(p.today)
	if e := endpoint(pr.path); e != nil && !e.In(revision) {
		newest := klaviyo.NewestStable(p.today).Value
		if p.out.Probes == nil {
			p.out.Probes = map[string]string{}
		}
		p.out.Probes[pr.scope] = newest
		p.lines = append(p.lines, fmt.Sprintf("%s was asked for at %s: GET %s is younger than %s", pr.scope, newest, pr.path, revision))
		revision = newest
	}
	a, m, e := p.askWith(p.s, question{path: pr.path, query: encode(pr.query), revision: revision, pace: pace(pr.path), anyBody: true})
	p.c.Requests = append(p.c.Requests, a.req)
	p.c.LatencyMS = max(p.c.LatencyMS, a.req.MS)
	text := p.s.words(a, m, e)
	switch m {
	case granted:
		if p.acct != nil && p.acct.m == refused && p.r.Health != Healthy {
			p.r.Health = Healthy
		}
		return OK, text
	case refused:
		text = fmt.Sprintf("refused (%d)", a.req.Status)
		if e.Code != "" {
			text = fmt.Sprintf("refused (%d %s)", a.req.Status, e.Code)
		}
		if e.Detail != "" {
			p.c.verbose = append(p.c.verbose, pr.scope+": "+e.Detail)
		}
		return Fail, text
	case keyRefused, redirected:
		p.problem = append(p.problem, fmt.Sprintf("GET %s: %s", pr.path, text))
	}
	return Unknown, text
}

// surplus asks for the read scopes that the code does not need.
func (p *prober) surplus(needed map[string]ScopeUse) {
	p.out.Surplus = []string{}
	var all []string
	for scope := range probes() {
		all = append(all, scope)
	}
	slices.Sort(all)
	for _, scope := range all {
		if _, ok := needed[scope]; ok {
			continue
		}
		if st, _ := p.try(scope); st == OK && (probes()[scope].also == "" || p.state[scope] == OK) {
			p.out.Surplus = append(p.out.Surplus, scope)
		}
	}
}

// conclude makes one state and one line of what was asked.
func (p *prober) conclude() {
	c, o := p.c, p.out
	for _, list := range []*[]string{&o.Granted, &o.Refused, &o.Untested, &o.Unknown, &o.Possible} {
		slices.Sort(*list)
	}
	if len(o.Unknown) > 0 {
		c.State = Unknown
	}
	if len(o.Untested) > 0 {
		c.State = worse(c.State, Warn)
	}
	if len(o.Surplus) > 0 {
		c.State = worse(c.State, Warn)
		p.lines = append(p.lines, "granted, and not needed by this code: "+strings.Join(o.Surplus, " "))
	}
	if len(p.problem) > 0 {
		c.State = Fail
	}
	switch {
	case len(p.problem) > 0:
		c.Text = p.problem[0]
		c.Details = append(c.Details, p.problem[1:]...)
	case len(o.Granted) > 0:
		c.Text = "granted: " + strings.Join(o.Granted, " ")
	case len(o.Unknown) > 0:
		c.Text = fmt.Sprintf("%s without a clear answer", plural(len(o.Unknown), "scope"))
	case len(o.Untested) > 0:
		c.Text = "no read scope is needed"
	default:
		c.Text = "no scope is needed"
	}
	c.Details = append(c.Details, p.lines...)
	if len(o.Untested) > 0 {
		c.Details = append(c.Details, "not testable: "+strings.Join(o.Untested, " "))
	}
	if len(o.Refused) > 0 {
		c.next = "give the key " + strings.Join(o.Refused, " ")
	}
}
