package checklist

import (
	"github.com/klaviyolint/klaviyolint/internal/inventory"
)

// Schema names the form of the JSON. Fields are only added within a version.
const Schema = "klaviyolint.checklist/1"

// A Report is what a run came to. Every view is made of it.
type Report struct {
	Schema    string              `json:"schema"`
	Tool      Tool                `json:"tool"`
	Run       Run                 `json:"run"`
	Summary   Summary             `json:"summary"`
	Items     []Item              `json:"items"`
	Skipped   []string            `json:"skipped_items"`
	Notices   []string            `json:"notices"`
	Changes   *Changes            `json:"changes"`
	Inventory *inventory.Document `json:"inventory"`
}

// Tool says which klaviyolint it was, and the day of its facts about Klaviyo.
type Tool struct {
	Version string `json:"version"`
	Facts   string `json:"facts"`
}

// Run says what was looked at, and when.
type Run struct {
	Day      string   `json:"day"`
	Module   string   `json:"module"`
	Commit   string   `json:"commit"`
	Dirty    bool     `json:"dirty"`
	Patterns []string `json:"patterns"`
	Complete bool     `json:"complete"`
	Looked   Looked   `json:"looked"`
	// Silent is set when nothing names Klaviyo.
	Silent bool   `json:"nothing_calls_klaviyo"`
	Link   string `json:"link_template"`
}

// Looked counts what was looked at.
type Looked struct {
	Packages int `json:"packages"`
	Requests int `json:"requests"`
	Handlers int `json:"handlers"`
	Files    int `json:"files"`
}

// Summary counts verdicts.
type Summary struct {
	Pass          int      `json:"pass"`
	Fail          int      `json:"fail"`
	NotApplicable int      `json:"n/a"`
	Attested      int      `json:"attested"`
	Unknown       int      `json:"unknown"`
	Skipped       int      `json:"skipped"`
	Blocking      []string `json:"blocking"`
	Exit          int      `json:"exit"`
}

// Of returns the count of a verdict.
func (s *Summary) Of(v Verdict) int {
	return map[Verdict]int{Pass: s.Pass, Fail: s.Fail, NotApplicable: s.NotApplicable, Attested: s.Attested, Unknown: s.Unknown}[v]
}

func (s *Summary) count(v Verdict) {
	*map[Verdict]*int{Pass: &s.Pass, Fail: &s.Fail, NotApplicable: &s.NotApplicable, Attested: &s.Attested, Unknown: &s.Unknown}[v]++
}

// Total is the number of items that were judged.
func (s *Summary) Total() int {
	return s.Pass + s.Fail + s.NotApplicable + s.Attested + s.Unknown
}

// An Item is one item with its verdict.
type Item struct {
	ID       string  `json:"id"`
	Group    string  `json:"group"`
	Title    string  `json:"title"`
	Verdict  Verdict `json:"verdict"`
	Blocks   bool    `json:"blocks"`
	Required bool    `json:"required"`
	// Blocking is set when the item makes the exit code 1.
	Blocking  bool       `json:"blocking"`
	Reason    string     `json:"reason"`
	Subjects  Counts     `json:"subjects"`
	Evidence  []Evidence `json:"evidence"`
	Settle    []string   `json:"settle"`
	Remarks   []string   `json:"remarks"`
	Statement *Statement `json:"statement"`
	// Known counts the places that the baseline lists, Gone those that it lists
	// and that are no more.
	Known int `json:"known"`
	Gone  int `json:"gone"`

	Why string `json:"why"` // why the item matters
	Fix string `json:"how"` // how it is met
}

// Counts counts subjects by their marks.
type Counts struct {
	Total    int `json:"total"`
	Met      int `json:"met"`
	Not      int `json:"not"`
	Open     int `json:"open"`
	Accepted int `json:"accepted"`
}

// A Role says what a piece of evidence speaks for.
type Role string

// The roles.
const (
	For      Role = "for"
	Against  Role = "against"
	Unclear  Role = "open"
	Excused  Role = "accepted"
	Remarked Role = "remark"
)

// Roles lists them.
var Roles = []Role{Against, Unclear, Excused, For, Remarked}

var roleOf = map[Mark]Role{Met: For, Not: Against, Open: Unclear, Accepted: Excused}

// Evidence is one place and what is there.
type Evidence struct {
	Role Role   `json:"role"`
	Kind string `json:"kind"`
	Place
	What        string   `json:"what"`
	Chain       []string `json:"chain"`
	Also        []Place  `json:"also"`
	Rule        string   `json:"rule"`
	Fingerprint string   `json:"fingerprint"`
	New         bool     `json:"new"` // not in the baseline
}

// StatementKind is one of the three things a person can say.
type StatementKind string

// The kinds of statements.
const (
	StatedMet      StatementKind = "attested"
	StatedNone     StatementKind = "not_applicable"
	StatedAccepted StatementKind = "accepted"
)

// A Statement is what a person says about an item.
type Statement struct {
	Kind         StatementKind `json:"kind"`
	Text         string        `json:"text"`
	By           string        `json:"by"`
	Until        string        `json:"until"`
	Link         string        `json:"link"`
	Expired      bool          `json:"expired"`
	Contradicted bool          `json:"contradicted"`
	Unneeded     bool          `json:"unneeded"`
	// Days are those that are left; negative when it is expired.
	Days int `json:"days"`
}

// Places returns the evidence of one role.
func (i *Item) Places(r Role) []Evidence {
	var out []Evidence
	for _, e := range i.Evidence {
		if e.Role == r {
			out = append(out, e)
		}
	}
	return out
}

// GroupTitles are the groups of items, in order.
var GroupTitles = []struct{ ID, Title string }{
	{"A", "Authentication & secrets"},
	{"B", "API integration"},
	{"C", "Errors & resilience"},
	{"D", "Webhooks"},
	{"E", "Monitoring"},
	{"F", "Before launch"},
	{"R", "Rollback"},
}
