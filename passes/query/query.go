package query

import (
	"fmt"
	"go/token"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/contract"
	"github.com/klaviyolint/klaviyolint/internal/edit"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/place"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Analyzer reports query parameters that Klaviyo refuses.
var Analyzer = rule.New(Doc, run, requests.Analyzer)

type judge struct {
	pass *analysis.Pass
	s    *config.Settings
	res  *requests.Result
	said map[said]bool
	// offered are the constants of types whose values reach a parameter; taken
	// are those that some operation takes, and the parameters it has.
	offered []offer
	serves  map[string]map[string]bool // type, and the parameters it is for
	taken   map[token.Pos]bool
	found   []finding
}

// said is a finding that stands: several views of one request lead to it.
type said struct {
	at   token.Pos
	what string
}

func run(pass *analysis.Pass) error {
	j := &judge{pass: pass, s: rule.Settings(pass), res: pass.ResultOf[requests.Analyzer].(*requests.Result), said: map[said]bool{}, taken: map[token.Pos]bool{}, serves: map[string]map[string]bool{}}
	for _, r := range j.res.Requests {
		if r.Via.SDK == "" && r.Calls() {
			j.request(r)
		}
	}
	for _, x := range j.found {
		if !j.choice(x.u.QueryValue(), x.f) {
			j.report(x.r, x.u, x.f)
		}
	}
	j.constants()
	return nil
}

// A finding is a fault of one address of a request.
type finding struct {
	r *requests.Request
	u requests.URL
	f contract.Fault
}

// An alternative is one address of a request, judged.
type alternative struct {
	u      requests.URL
	q      contract.Query
	faults []contract.Fault
}

func (j *judge) request(r *requests.Request) {
	var all []alternative
	for _, u := range r.Hosted() {
		targets := r.Targets(u, j.s)
		if len(targets) == 0 {
			continue
		}
		q := u.QueryValue()
		faults := requests.Faults(targets, func(t contract.Target) []contract.Fault { return t.Query(q) })
		all = append(all, alternative{u, q, faults})
		j.offers(targets, q)
		j.unescaped(r, u)
		j.unquoted(r, u)
	}
	for i, a := range all {
		for _, f := range a.faults {
			if !doubtful(all, i, f) {
				j.found = append(j.found, finding{r, a.u, f})
			}
		}
		j.note(a)
	}
}

// note marks the parameters that are right where they may be sent.
func (j *judge) note(a alternative) {
	for _, p := range a.q.Params {
		src, _ := p.At.(ir.Source)
		if p.Maybe && !slices.ContainsFunc(a.faults, func(f contract.Fault) bool { return f.Code == "parameter" && f.Name == p.Name }) {
			j.taken[src.Pos] = true
		}
	}
}

// choice reports whether a parameter that an operation does not have is one
// that code for several operations adds when it is asked to: the caller's
// choice.
func (j *judge) choice(q contract.Query, f contract.Fault) bool {
	if f.Code != "parameter" {
		return false
	}
	for _, p := range q.Params {
		if src, _ := p.At.(ir.Source); p.Name == f.Name && p.Maybe && j.taken[src.Pos] {
			return true
		}
	}
	return false
}

// manyValues is how many alternatives a request has whose values come out of a
// table.
const manyValues = 6

// doubtful reports whether another address of the request is right where this
// one is wrong. Addresses are put together from their parts, all with all: a
// part that is right in one of them may never meet the others.
//
// So are the entries of a table: of many values that are stored in one field, it
// is not known which of them reach the query.
func doubtful(all []alternative, i int, f contract.Fault) bool {
	src, _ := f.At.(ir.Source)
	right := 0
	for _, other := range all {
		if !slices.ContainsFunc(other.faults, func(g contract.Fault) bool { return g.Path == f.Path }) {
			right++
		}
	}
	if len(all) > manyValues && right > 0 {
		return true
	}
	for k, other := range all {
		if k == i {
			continue
		}
		wrong := false
		for _, g := range other.faults {
			at, _ := g.At.(ir.Source)
			wrong = wrong || at.Pos == src.Pos && g.Code == f.Code
		}
		if wrong {
			continue
		}
		if !src.Pos.IsValid() {
			return true // missing here, not there
		}
		for _, p := range other.u.Query {
			if p.Src.Pos == src.Pos {
				return true
			}
		}
	}
	return false
}

func (j *judge) report(r *requests.Request, u requests.URL, f contract.Fault) {
	kind := kinds[f.Code]
	if f.Revised {
		kind = "revision"
	}
	if f.Strict {
		if !j.s.Strict {
			return
		}
		kind = "possible"
	}
	src, known := f.At.(ir.Source)
	at, own := j.place(r, u, src, known)
	if !at.IsValid() {
		return
	}
	var fixes []rule.Fix
	if own && f.Instead != "" {
		fixes = j.fix(src, f)
	}
	j.say(at, kind, f.Code+f.Path+f.Name, klaviyo.MaskKeys(f.Message), fixes...)
}

func (j *judge) say(at place.Place, kind, what, message string, fixes ...rule.Fix) {
	k := said{at.Pos, what}
	if j.said[k] {
		return
	}
	j.said[k] = true
	rule.Report(j.pass, rule.Diagnostic{Pos: at.Pos, End: at.End, Kind: kind, Message: message, Fixes: fixes})
}

// place returns the literal that is wrong, or the one that names the path where
// something is missing. Another package's literals are its own business.
func (j *judge) place(r *requests.Request, u requests.URL, src ir.Source, known bool) (at place.Place, literal bool) {
	if known && src.Pos.IsValid() && src.Pkg == j.res.Package() {
		f := edit.FileOf(j.pass, src.Pos)
		if src.Gen || f != nil && ir.Generated(f) {
			return place.Place{}, false
		}
		return edit.PartPlace(j.pass, src), src.DeclPkg == ""
	}
	if known && src.Pkg != "" && src.Pkg != j.res.Package() {
		return place.Place{}, false
	}
	site, ok := j.res.PathSite(r, u, func(q *requests.Request, _ requests.URL) requests.Verdict {
		if q == r {
			return requests.Wrong
		}
		return requests.Undecided
	})
	if !ok {
		return place.Place{}, false
	}
	return site.Place, false
}

// unquoted reports what is text by its name, and stands in a filter as it is.
func (j *judge) unquoted(r *requests.Request, u requests.URL) {
	for _, x := range u.Unquoted() {
		at, _ := j.place(r, u, x.Src, x.Src.Pkg != "")
		if at.IsValid() {
			j.say(at, "filter", "unquoted"+x.Name, fmt.Sprintf("malformed filter: %q stands without quotes: Klaviyo answers 400 \"Invalid filter provided\"; put quotes around it", x.Name))
		}
	}
}

// unescaped reports what people type freely, put into a filter as it is.
func (j *judge) unescaped(r *requests.Request, u requests.URL) {
	for _, x := range u.Unescaped() {
		at, _ := j.place(r, u, x.Src, x.Src.Pkg != "")
		if !at.IsValid() {
			continue
		}
		message := fmt.Sprintf("%q is put into the filter unescaped: a \"+\" in it arrives as a space, and the filter finds nobody; use url.QueryEscape", x.Name)
		if x.Path {
			message = fmt.Sprintf("%q is put into the path unescaped: \"/\", \"?\" or \"%%\" in it changes the request; use url.PathEscape", x.Name)
		}
		j.say(at, "escape", "escape"+x.Name, message)
	}
}

// kinds names the sorts of findings.
var kinds = map[string]string{
	"parameter": "parameter", "size": "page-size", "value": "value", "missing": "missing",
	"filter": "filter", "filter field": "filter", "filter operator": "filter",
}
