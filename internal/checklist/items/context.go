// Package items holds the items of the production checklist, one file each: what
// the subjects of an item are, and how each stands. An item applies policy to what
// other rooms know; it walks no code and reads no file, and it has no words of a
// view.
package items

import (
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/checklist/alertfile"
	"github.com/klaviyolint/klaviyolint/internal/checklist/tables"
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/deploy"
	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/inventory"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/manifests"
	"github.com/klaviyolint/klaviyolint/internal/metrics"
	"github.com/klaviyolint/klaviyolint/internal/paths"
	"github.com/klaviyolint/klaviyolint/internal/report"
	"github.com/klaviyolint/klaviyolint/internal/webhooks"
	"golang.org/x/tools/go/ssa"
)

// An Input is what the items are judged by.
type Input struct {
	Root      string // of the repository, absolute
	Module    string
	GoMod     string // absolute path of the main module's go.mod
	Settings  *config.Settings
	Day       klaviyo.Day
	Doc       *inventory.Document
	Findings  []report.Finding
	Dropped   []config.Dropped
	Disabled  map[string]string // rules that are switched off, and where
	Handlers  []Handlers
	Manifest  []manifests.Dependency
	Files     *deploy.Files
	Alerts    []alertfile.Alert
	Snippets  []Snippet
	Preflight *Preflight // nil: none
	// Program is the module as a whole; nil where nothing calls Klaviyo.
	Program *paths.Program
	// Copies are packages of the module that are the health check which
	// klaviyolint generate writes, unchanged.
	Copies   []string
	Gaps     []checklist.Gap // what keeps every list open
	Scanned  int             // files
	Packages int
}

// Handlers are what one package does with webhooks.
type Handlers struct {
	Package string
	Fset    *token.FileSet
	Result  *webhooks.Result
}

// An Item is one of the checklist.
type Item struct {
	checklist.Doc
	judge func(*context, *checklist.Judgement)
}

// all lists the items in the order of the checklist.
func all() []Item {
	return []Item{a1, a2, a3, a4, a5, b1, b2, b3, b4, b5, b6, c1, c2, c3, c4, c5, d1, d2, d3, d4, e1, e2, e3, e4, e5, e6, e7, e8, f1, r1, r2}
}

// Docs returns the words of every item.
func Docs() []checklist.Doc {
	var out []checklist.Doc
	for _, it := range all() {
		out = append(out, it.Doc)
	}
	return out
}

// Judge judges the items that pick names. failed is told when the check of an item
// itself fails; it may be nil.
func Judge(in *Input, pick func(id string) bool, failed func(id string, cause any)) []checklist.Judged {
	c := newContext(in)
	var out []checklist.Judged
	for _, it := range all() {
		if !pick(it.ID) {
			continue
		}
		out = append(out, checklist.Judged{Doc: it.Doc, Judgement: c.one(&it, failed)})
	}
	return out
}

// Nothing is the judgement of every item where nothing names Klaviyo.
func Nothing(pick func(id string) bool) []checklist.Judged {
	var out []checklist.Judged
	for _, it := range all() {
		if pick(it.ID) {
			out = append(out, checklist.Judged{Doc: it.Doc, Judgement: checklist.Judgement{None: "nothing here calls Klaviyo"}})
		}
	}
	return out
}

func (c *context) one(it *Item, failed func(string, any)) (j checklist.Judgement) {
	defer func() {
		if p := recover(); p != nil {
			if failed != nil {
				failed(it.ID, p)
			}
			j = checklist.Judgement{Broken: true}
		}
	}()
	it.judge(c, &j)
	return j
}

// context is the input with what several items ask of it.
type context struct {
	*Input
	calls []*inventory.Call // without definitions
	api   []*inventory.Call // those to /api/* and /client/*, and the open ones
	lines map[*inventory.Call]map[string]bool
	mod   checklist.Place

	metrics     []*metrics.Metric
	metricsRead bool

	sending     []*ssa.Package // see senders
	sendersRead bool

	tab    *tables.Tables
	sent   map[*inventory.Call][]*paths.Send
	walked map[wayKey][]paths.Way
}

func newContext(in *Input) *context {
	c := &context{Input: in, lines: map[*inventory.Call]map[string]bool{}, tab: tables.New(in.Settings.Checklist.Models),
		sent: map[*inventory.Call][]*paths.Send{}, walked: map[wayKey][]paths.Way{}}
	if in.Files == nil {
		in.Files = &deploy.Files{}
	}
	if in.Program != nil {
		in.Program.Retrying = retrying
	}
	for _, call := range in.Doc.Calls {
		if call.Role == inventory.RoleDefinition {
			continue
		}
		c.calls = append(c.calls, call)
		switch call.Kind {
		case inventory.KindAPI, inventory.KindClient, inventory.KindLegacy:
			c.api = append(c.api, call)
		}
	}
	c.mod = checklist.Place{Path: inventory.Relative(in.Root, in.GoMod), Line: 1, Column: 1}
	return c
}

// at turns the place of a call into one of the report.
func at(l inventory.Location) checklist.Place {
	return checklist.Place{Path: l.Path, Line: l.Line, Column: l.Column, EndLine: l.EndLine, EndColumn: l.EndColumn}
}

// file turns a place of a file beside Go code into one of the report.
func (c *context) file(p deploy.Place) checklist.Place {
	return checklist.Place{Path: inventory.Relative(c.Root, p.File), Line: p.Line, Column: p.Col}
}

// pos turns a position into a place of the report.
func (c *context) pos(fset *token.FileSet, from, to token.Pos) checklist.Place {
	if !from.IsValid() {
		return checklist.Place{}
	}
	p := fset.Position(from)
	out := checklist.Place{Path: inventory.Relative(c.Root, p.Filename), Line: p.Line, Column: p.Column, EndLine: p.Line, EndColumn: p.Column}
	if to.IsValid() {
		if e := fset.Position(to); e.Filename == p.Filename && e.Offset >= p.Offset {
			out.EndLine, out.EndColumn = e.Line, e.Column
		}
	}
	return out
}

// finding turns the place of a finding into one of the report.
func (c *context) finding(f *report.Finding) checklist.Place {
	return checklist.Place{Path: inventory.Relative(c.Root, f.File), Line: f.Line, Column: f.Col, EndLine: f.EndLine, EndColumn: f.EndCol}
}

// open adds what keeps every list open.
func (c *context) open(j *checklist.Judgement) { j.Gaps = append(j.Gaps, c.Gaps...) }

// unresolved adds the calls whose path nobody knows, for items that depend on it.
func (c *context) unresolved(j *checklist.Judgement, what string) {
	for _, call := range c.calls {
		if call.Role == inventory.RoleOpen {
			j.Gap(checklist.Gap{What: "a request whose path is not known may be one that " + what, Place: at(call.Location), Settle: "give the path where klaviyolint can see it, or name its callers"})
		}
	}
}

// looked says how many requests were looked at.
func (c *context) looked() string { return plural(len(c.calls), "request") }

// enabled reports whether a rule runs, and says so where it does not.
func (c *context) enabled(j *checklist.Judgement, rules ...string) {
	for _, r := range rules {
		if where, off := c.Disabled[r]; off {
			j.Gap(checklist.Gap{What: r + " is disabled at " + where, Settle: "enable the rule " + r})
		}
	}
}

// of returns the findings of a rule, of some kinds or of all.
func (c *context) of(rule string, kinds ...string) []*report.Finding {
	var out []*report.Finding
	for i := range c.Findings {
		f := &c.Findings[i]
		if f.Rule == rule && (len(kinds) == 0 || slices.Contains(kinds, f.Kind)) {
			out = append(out, f)
		}
	}
	return out
}

// excused returns the findings of a rule that a person accepted where they stand.
func (c *context) excused(rule string) []config.Dropped {
	var out []config.Dropped
	for _, d := range c.Dropped {
		if d.Rule == rule && !slices.ContainsFunc(out, func(o config.Dropped) bool { return o.Posn == d.Posn && o.Message == d.Message }) {
			out = append(out, d)
		}
	}
	return out
}

// hits reports whether a line, or a function of another package, is one that the
// call passes: its chain of calls, or a literal of its address or headers.
func (c *context) hits(call *inventory.Call, file string, line int, pkg, decl string) bool {
	set := c.lines[call]
	if set == nil {
		set = linesOf(call)
		c.lines[call] = set
	}
	return set[file+":"+strconv.Itoa(line)] || decl != "" && set["func "+pkg+"."+decl]
}

func (c *context) hit(call *inventory.Call, f *report.Finding) bool {
	return c.hits(call, f.File, f.Line, f.Package, f.Decl)
}

func linesOf(call *inventory.Call) map[string]bool {
	set := map[string]bool{}
	for _, s := range append([]*inventory.Seen{{Req: call.Req, Fset: call.Fset}}, call.Same...) {
		note := func(pos token.Pos) {
			if pos.IsValid() {
				p := s.Fset.Position(pos)
				set[p.Filename+":"+strconv.Itoa(p.Line)] = true
			}
		}
		for _, chain := range [][]flow.Link{s.Req.Build, s.Req.Send} {
			for i, l := range chain {
				note(l.Node.Pos)
				note(l.Node.NamePos)
				if i > 0 {
					set["func "+l.Fn.Name] = true
				}
			}
		}
		text := func(t flow.Text) {
			for _, p := range t {
				if !p.Hole && p.Src.Pkg == s.Req.Root.Pkg {
					note(p.Src.Pos)
				}
			}
		}
		for _, u := range s.Req.URLs {
			text(u.Text)
		}
		for _, v := range s.Req.Headers.Set {
			for _, t := range v.Texts() {
				text(t)
			}
		}
		if h := s.Req.Handling; h != nil {
			for _, cmp := range h.Compared {
				note(cmp.At.Pos)
			}
		}
		note(s.Req.Client.Unchecked.Pos)
	}
	return set
}

// ruled judges calls by the findings of a rule: a finding on the way of a call
// speaks against it, a directive with a reason excuses it, and met decides about
// the rest. What belongs to no call stands by itself.
func (c *context) ruled(j *checklist.Judgement, rule string, calls []*inventory.Call, kinds []string, met func(*inventory.Call) checklist.Subject) {
	c.enabled(j, rule)
	findings := c.of(rule, kinds...)
	used := map[*report.Finding]bool{}
	excused := c.excused(rule)
	for _, call := range calls {
		var against *report.Finding
		for _, f := range findings {
			if c.hit(call, f) {
				used[f] = true
				if against == nil {
					against = f
				}
			}
		}
		if against != nil {
			j.Add(checklist.Subject{Mark: checklist.Not, Kind: "request", What: call.What() + ": " + against.Message, Place: c.finding(against), Also: []checklist.Place{at(call.Location)}, Chain: call.Chain, Fingerprint: against.Fingerprint, Rule: rule})
			continue
		}
		if d, ok := c.dropped(call, excused); ok {
			j.Add(checklist.Subject{Mark: checklist.Accepted, Kind: "request", What: call.What(), Place: c.posn(d.Posn), Settle: d.Why, Rule: rule})
			continue
		}
		j.Add(met(call))
	}
	for _, f := range findings {
		// What belongs to a call that this item does not judge is not its affair.
		if !used[f] && !slices.ContainsFunc(c.calls, func(call *inventory.Call) bool { return !slices.Contains(calls, call) && c.hit(call, f) }) {
			j.Add(checklist.Subject{Mark: checklist.Not, Kind: "finding", What: f.Message, Place: c.finding(f), Fingerprint: f.Fingerprint, Rule: rule})
		}
	}
}

func (c *context) dropped(call *inventory.Call, list []config.Dropped) (config.Dropped, bool) {
	for _, d := range list {
		if c.hits(call, d.Posn.Filename, d.Posn.Line, "", "") {
			return d, true
		}
	}
	return config.Dropped{}, false
}

func (c *context) posn(p token.Position) checklist.Place {
	return checklist.Place{Path: inventory.Relative(c.Root, p.Filename), Line: p.Line, Column: p.Column}
}

// request is the subject of a call.
func request(call *inventory.Call, m checklist.Mark, what, settle string) checklist.Subject {
	var also []checklist.Place
	for _, l := range call.Callers {
		also = append(also, at(l))
	}
	if what != "" {
		what = call.What() + ": " + what
	} else {
		what = call.What()
	}
	return checklist.Subject{Mark: m, Kind: "request", What: what, Place: at(call.Location), Also: also, Chain: call.Chain, Settle: settle}
}

// means reports whether a call certainly, or possibly, is one of some operations.
func means(call *inventory.Call, ops ...string) (certain, possible bool) {
	for _, e := range call.Candidates() {
		if slices.Contains(ops, e.Operation) {
			possible = true
		}
	}
	return possible && call.Resolved(), possible
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if strings.HasSuffix(noun, "y") && noun != "day" && noun != "key" {
		return strconv.Itoa(n) + " " + strings.TrimSuffix(noun, "y") + "ies"
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// relative names an absolute path from the root of the repository.
func (c *context) relative(file string) string {
	if !filepath.IsAbs(file) {
		return file
	}
	return inventory.Relative(c.Root, file)
}
