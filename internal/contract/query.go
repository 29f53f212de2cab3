package contract

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo/schema"
)

// A Query is the query of a request, as far as it is known.
type Query struct {
	Params []Param
	Open   bool // it may have other parameters
}

// A Param is one parameter, unescaped.
type Param struct {
	Name   string
	At     any    // where the name is written
	Values []Text // what it may be; none when that is not known
	Maybe  bool   // it is there on some ways through the code
	// Types are the types of the code whose constants are values: type Field
	// string.
	Types []string
}

// A Text is text that may hold parts which are not known: [klaviyo.Hole].
type Text struct {
	S string
	// At returns where a stretch of it is written; nil where that is not known.
	At func(from, to int) any
}

func (t Text) at(from, to int) any {
	if t.At == nil {
		return nil
	}
	return t.At(from, to)
}

func (t Text) constant() (string, bool) { return t.S, !strings.Contains(t.S, klaviyo.Hole) }

// Query judges the parameters of a request.
//
// Certain are: parameters and values that no revision of the operation has, or
// that left (Klaviyo answers 400 "is not a valid field"); a page size outside
// the bounds, or on lists, segments, campaigns, templates and metrics before
// they took one (seen on each of them: PostHog/posthog pull request 65387,
// amp-labs/connectors); malformed filters; campaigns without a filter. What only
// a later revision has is possible.
func (t Target) Query(q Query) []Fault {
	return t.atEach(func(rev int) []Fault {
		j := &queryJudge{t: t, rev: rev}
		for _, p := range q.Params {
			j.param(p)
		}
		if !q.Open {
			j.required(q)
		}
		return j.faults
	})
}

type queryJudge struct {
	t      Target
	rev    int
	faults []Fault
}

func (j *queryJudge) add(f Fault) { j.faults = append(j.faults, f) }

func (j *queryJudge) since(change int) string { return j.t.since(change, j.rev) }

func (j *queryJudge) newest() int { return j.t.Op.Table().Newest() }

// lenient are parameters that are never judged: the cursor is only sent where a
// link had one, and pages of events take a size at every revision, described or
// not (seen 2026-08-18 at 2024-10-15).
func (j *queryJudge) lenient(name string) bool {
	op := j.t.Op
	switch {
	case name == "page[cursor]":
		return true
	case name == "page[size]" && op.Method() == "GET" && op.Path() == "/api/events":
		_, ok := op.Param(j.rev, name)
		return !ok
	case strings.HasPrefix(op.Path(), "/client/"):
		return name != "company_id"
	}
	return false
}

// sizeless are the operations that were seen to refuse a page size before the
// revision that brought it.
var sizeless = []string{"/api/lists", "/api/segments", "/api/campaigns", "/api/templates", "/api/metrics"}

func (j *queryJudge) param(p Param) {
	if j.lenient(p.Name) || strings.Contains(p.Name, klaviyo.Hole) || p.Name == "" {
		return
	}
	have, ok := j.t.Op.Param(j.rev, p.Name)
	if !ok {
		j.unknown(p)
		return
	}
	for _, v := range p.Values {
		switch {
		case p.Name == "page[size]":
			j.size(p, v, have)
		case p.Name == "filter":
			j.filter(v)
		default:
			j.values(p, v, have)
		}
	}
}

func (j *queryJudge) unknown(p Param) {
	f := Fault{Code: "parameter", Path: p.Name, Name: p.Name, At: p.At}
	op := j.t.Op.String()
	switch st, since := stand(j.rev, j.newest(), func(i int) bool { _, ok := j.t.Op.Param(i, p.Name); return ok }); st {
	case flap:
		return
	case gone:
		f.Revised = true
		f.Message = fmt.Sprintf("%q is gone since %s (%s): Klaviyo answers 400; leave it out", p.Name, j.since(since), op)
	case later:
		f.Revised = true
		f.Strict = !(p.Name == "page[size]" && slices.Contains(sizeless, j.t.Op.Path()))
		may := "answers 400"
		if f.Strict {
			may = "may answer 400"
		}
		f.Message = fmt.Sprintf("%s takes no %q at %s: Klaviyo %s; it comes with revision %s", op, p.Name, j.t.served(j.rev), may, j.t.Op.Table().Name(since))
	default:
		var names []string
		for _, x := range j.t.Op.Params(j.rev) {
			names = append(names, x.Name)
		}
		way := "leave it out"
		if near := nearParam(p.Name, names); near != "" {
			f.Instead, way = near, fmt.Sprintf("%q is one", near)
		}
		f.Message = fmt.Sprintf("%q is no parameter of %s at any revision: Klaviyo answers 400; %s", p.Name, op, way)
	}
	j.add(f)
}

// nearParam finds the parameter that was meant: page_size and pageSize too.
func nearParam(name string, names []string) string {
	flat := func(s string) string {
		return strings.NewReplacer("[", "", "]", "", "_", "", "-", "", ".", "").Replace(strings.ToLower(s))
	}
	for _, n := range names {
		if flat(n) == flat(name) {
			return n
		}
	}
	return schema.Near(name, names)
}

// size judges a constant page size.
func (j *queryJudge) size(p Param, v Text, have schema.Param) {
	s, ok := v.constant()
	n, err := strconv.Atoi(s)
	if !ok || err != nil {
		return
	}
	sc := have.Node.Scalar()
	lo, _ := sc.MinInt()
	hi, bounded := sc.MaxInt()
	if !bounded || n <= hi && n >= lo {
		return
	}
	f := Fault{Code: "size", Path: p.Name, Name: s, At: v.at(0, len(s)), Instead: strconv.Itoa(hi)}
	if n > hi {
		f.Message = fmt.Sprintf("\"page[size]\" is %d, and %q takes at most %d at %s: Klaviyo answers 400; ask for %d and follow \"links.next\"",
			n, j.t.Op.String(), hi, j.t.served(j.rev), hi)
	} else {
		f.Message = fmt.Sprintf("\"page[size]\" is %d, and %q takes %d to %d: Klaviyo answers 400", n, j.t.Op.String(), lo, hi)
	}
	j.add(f)
}

// values judges a list of values, separated by commas.
func (j *queryJudge) values(p Param, v Text, have schema.Param) {
	known := have.Values()
	if len(known) == 0 {
		return
	}
	from := 0
	for part := range strings.SplitSeq(v.S, ",") {
		at, end := from, from+len(part)
		from = end + 1
		item := strings.TrimSpace(part)
		if item == "" || strings.Contains(item, klaviyo.Hole) || slices.Contains(known, item) {
			continue
		}
		if f, ok := j.item(p.Name, item, known); ok {
			f.At = v.at(at, end)
			j.add(f)
		}
	}
}

// item judges one value that the revision does not list.
func (j *queryJudge) item(param, item string, known []string) (Fault, bool) {
	f := Fault{Code: "value", Path: param, Name: item}
	holds := func(name string) func(int) bool {
		return func(i int) bool {
			p, ok := j.t.Op.Param(i, param)
			return ok && slices.Contains(p.Values(), name)
		}
	}
	what := "value of " + strconv.Quote(param)
	op := j.t.Op.String()
	switch st, since := stand(j.rev, j.newest(), holds(item)); st {
	case flap:
		return f, false
	case gone:
		f.Revised = true
		way := "leave it out"
		if near := schema.Near(item, known); near != "" {
			f.Instead, way = near, fmt.Sprintf("%q is", near)
		}
		f.Message = fmt.Sprintf("%q is no %s since %s (%s): Klaviyo answers 400; %s", item, what, j.since(since), op, way)
		f.Strict = nested(param, item)
	case later:
		f.Strict, f.Revised = true, true
		f.Message = fmt.Sprintf("%q is a %s from revision %s on, and %s answers (%s): Klaviyo may answer 400", item, what, j.t.Op.Table().Name(since), j.t.served(j.rev), op)
	default:
		way := "it takes " + oneOf(known)
		if near := schema.Near(item, known); near != "" {
			f.Instead, way = near, fmt.Sprintf("%q is", near)
		}
		f.Message = fmt.Sprintf("%q is no %s of %s at %s: Klaviyo answers 400; %s", item, what, op, j.t.served(j.rev), way)
		// The members of a field may be more than the description lists; a
		// field that is not there has none.
		f.Strict = nested(param, item)
		if top, _, ok := strings.Cut(item, "."); ok && f.Strict {
			if st, _ := stand(j.rev, j.newest(), holds(top)); st == never {
				f.Strict = false
			}
		}
		if f.Strict && j.misspelt(param, item) {
			f.Strict = false
		}
	}
	return f, true
}

// misspelt reports whether a value is near one that some revision lists.
func (j *queryJudge) misspelt(param, item string) bool {
	for rev := j.newest(); rev >= 0; rev-- {
		if p, ok := j.t.Op.Param(rev, param); ok && slices.ContainsFunc(p.Values(), func(v string) bool { return schema.Similar(item, v) }) {
			return true
		}
	}
	return false
}

// nested reports whether a value of fields[x] names a member of a field.
func nested(param, item string) bool {
	return strings.HasPrefix(param, "fields[") && strings.Contains(item, ".")
}

// required reports parameters that must be there. Seen is only that campaigns
// want a filter ("A channel filter is required to list campaigns").
func (j *queryJudge) required(q Query) {
	for _, p := range j.t.Op.Params(j.rev) {
		if !p.Required || slices.ContainsFunc(q.Params, func(x Param) bool { return x.Name == p.Name }) {
			continue
		}
		f := Fault{
			Code: "missing", Path: p.Name, Name: p.Name, Strict: true,
			Message: fmt.Sprintf("no %q, which %s requires (%s): Klaviyo answers 400; add it", p.Name, j.t.served(j.rev), j.t.Op.String()),
		}
		if p.Name == "filter" && j.t.Op.Path() == "/api/campaigns" {
			f.Strict = false
			f.Message = "campaigns are listed by channel (GET /api/campaigns): Klaviyo answers 400 without filter=equals(messages.channel,'email') or the like"
		}
		j.add(f)
	}
}
