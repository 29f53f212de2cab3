package checklist

import (
	"fmt"
	"slices"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// A Doc holds the words of one item. Views and docs/checklist.md are made of it.
type Doc struct {
	ID    string
	Title string
	Why   string // why it matters: one or two sentences
	Fix   string // how it is met
	// Pass, Fail and Open say what makes the verdict, in Markdown.
	Pass, Fail, Open string
}

// A Judged item is a document with what was found.
type Judged struct {
	Doc Doc
	Judgement
}

// Options say how verdicts turn into an exit code.
type Options struct {
	Block, Require, Skip []string // items, groups or all
	Statements           map[string]config.Item
	Day                  klaviyo.Day
	Baseline             *Baseline // nil: none
	ExitZero             bool
	// Line returns the text of a line, for fingerprints. It may be nil.
	Line func(path string, line int) string
}

// expiring is how many days before its end a statement is announced.
const expiring = 30

// Conclude makes the report: verdicts of judgements, statements laid over them,
// and the exit code.
func Conclude(judged []Judged, run Run, tool Tool, o Options) *Report {
	r := &Report{Schema: Schema, Tool: tool, Run: run, Items: []Item{}, Skipped: config.ExpandItems(o.Skip), Notices: []string{}}
	if r.Skipped == nil {
		r.Skipped = []string{}
	}
	if r.Run.Patterns == nil {
		r.Run.Patterns = []string{}
	}
	r.Summary.Skipped, r.Summary.Blocking = len(r.Skipped), []string{}
	block, require := config.ExpandItems(o.Block), config.ExpandItems(o.Require)
	for _, id := range r.Skipped {
		if s, ok := o.Statements[id]; ok && s.Stated() {
			r.Notices = append(r.Notices, fmt.Sprintf("%s is skipped, so what [checklist.%s] states is not looked at", id, id))
		}
	}
	for _, j := range judged {
		it := newItem(&j, o)
		it.Blocks, it.Required = slices.Contains(block, it.ID), slices.Contains(require, it.ID)
		expired := r.state(&it, o)
		accepted := it.Statement != nil && it.Statement.Kind == StatedAccepted && !it.Statement.Expired
		switch {
		case accepted:
		case it.Verdict == Fail && it.Blocks:
			it.Blocking = o.Baseline == nil || slices.ContainsFunc(it.Evidence, func(e Evidence) bool { return e.Role == Against && e.New })
		case it.Verdict == Unknown:
			it.Blocking = it.Required || expired && (it.Blocks || it.Required)
		}
		if it.Blocking {
			r.Summary.Blocking = append(r.Summary.Blocking, it.ID)
		}
		r.Summary.count(it.Verdict)
		r.Items = append(r.Items, it)
	}
	if len(r.Summary.Blocking) > 0 && !o.ExitZero {
		r.Summary.Exit = 1
	}
	return r
}

func newItem(j *Judged, o Options) Item {
	v, reason := verdict(&j.Judgement)
	it := Item{
		ID: j.Doc.ID, Group: j.Doc.ID[:1], Title: j.Doc.Title, Verdict: v, Reason: reason, Why: j.Doc.Why, Fix: j.Doc.Fix,
		Evidence: []Evidence{}, Settle: []string{}, Remarks: []string{},
	}
	n := countMarks(j.Subjects)
	it.Subjects = Counts{Total: len(j.Subjects), Met: n[Met], Not: n[Not], Open: n[Open], Accepted: n[Accepted]}
	prints := newFingerprints(j.Doc.ID, o.Line)
	settle := func(s string) {
		if s != "" && v == Unknown && !slices.Contains(it.Settle, s) {
			it.Settle = append(it.Settle, s)
		}
	}
	for _, s := range j.Subjects {
		e := Evidence{Role: roleOf[s.Mark], Kind: s.Kind, Place: whole(s.Place), What: s.What, Chain: orEmpty(s.Chain), Also: orEmpty(s.Also), Rule: s.Rule, Fingerprint: s.Fingerprint}
		if e.Fingerprint == "" && s.Place.IsValid() {
			e.Fingerprint = prints.of(&s)
		}
		it.Evidence = append(it.Evidence, e)
		if s.Mark == Open {
			settle(s.Settle)
		}
	}
	for _, g := range j.Gaps {
		it.Evidence = append(it.Evidence, Evidence{Role: Unclear, Kind: "list", Place: whole(g.Place), What: g.What, Chain: []string{}, Also: []Place{}})
		settle(g.Settle)
	}
	for _, m := range j.Remarks {
		it.Remarks = append(it.Remarks, m.Text)
		if m.Place.IsValid() {
			it.Evidence = append(it.Evidence, Evidence{Role: Remarked, Kind: "remark", Place: whole(m.Place), What: m.Text, Chain: []string{}, Also: []Place{}})
		}
	}
	if v == Unknown && len(it.Settle) == 0 {
		it.Settle = []string{fmt.Sprintf("attest %s in %s, or change the code so that it can be seen", it.ID, config.FileName)}
	}
	for i := range it.Evidence {
		if e := &it.Evidence[i]; e.Role == Against {
			e.New = o.Baseline.fresh(it.ID, e.Fingerprint)
			if !e.New {
				it.Known++
			}
		}
	}
	it.Gone = o.Baseline.gone(it.ID, it.Evidence)
	return it
}

func whole(p Place) Place {
	if p.Line > 0 {
		p.Column = max(p.Column, 1)
		if p.EndLine < p.Line || p.EndLine == p.Line && p.EndColumn < p.Column {
			p.EndLine, p.EndColumn = p.Line, p.Column
		}
	}
	return p
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// state lays the statement of a person over an item. It reports whether one has
// expired over an item that is not settled.
func (r *Report) state(it *Item, o Options) (expired bool) {
	c, ok := o.Statements[it.ID]
	if !ok || !c.Stated() {
		return false
	}
	s := &Statement{By: c.By, Until: c.Until.String(), Link: c.Link, Days: c.Until.Sub(o.Day)}
	switch {
	case c.Attested != "":
		s.Kind, s.Text = StatedMet, c.Attested
	case c.NotApplicable != "":
		s.Kind, s.Text = StatedNone, c.NotApplicable
	default:
		s.Kind, s.Text = StatedAccepted, c.Accepted
	}
	it.Statement = s
	notice := func(format string, args ...any) { r.Notices = append(r.Notices, fmt.Sprintf(format, args...)) }
	word := map[StatementKind]string{StatedMet: "attested", StatedNone: "stated not to apply", StatedAccepted: "accepted"}[s.Kind]
	if s.Days < 0 {
		s.Expired = true
		text := fmt.Sprintf("%s by %s until %s, expired %s ago", word, s.By, s.Until, number(-s.Days, "day"))
		notice("%s: %s", it.ID, text)
		it.Remarks = append(it.Remarks, text)
		return it.Verdict == Unknown
	}
	if s.Days <= expiring {
		notice("%s: %s by %s until %s, %s left", it.ID, word, s.By, s.Until, number(s.Days, "day"))
	}
	switch {
	case it.Verdict == Pass || it.Verdict == NotApplicable:
		s.Unneeded = true
		text := "the statement is no longer needed"
		notice("%s: %s", it.ID, text)
		it.Remarks = append(it.Remarks, text)
	case it.Verdict == Fail && s.Kind != StatedAccepted:
		s.Contradicted = true
		it.Reason = fmt.Sprintf("%s, although %s by %s", it.Reason, word, s.By)
	case it.Verdict == Fail:
		it.Reason = fmt.Sprintf("%s; accepted until %s by %s", it.Reason, s.Until, s.By)
	case s.Kind == StatedMet:
		it.Verdict, it.Reason = Attested, fmt.Sprintf("%s (%s, until %s)", s.Text, s.By, s.Until)
	case s.Kind == StatedNone:
		it.Verdict, it.Reason = NotApplicable, fmt.Sprintf("stated by %s until %s: %s", s.By, s.Until, s.Text)
	default:
		it.Reason = fmt.Sprintf("%s; accepted until %s by %s", it.Reason, s.Until, s.By)
	}
	return false
}
