package inventory

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// A By says what the rows of a table are.
type By string

// The groupings.
const (
	ByCall     By = "call"
	ByEndpoint By = "endpoint"
	ByPackage  By = "package"
	ByClient   By = "client"
)

// Groupings lists them.
func Groupings() []string {
	return []string{string(ByCall), string(ByEndpoint), string(ByPackage), string(ByClient)}
}

// A Table is a view of the inventory, as rows of words.
type Table struct {
	Title string
	Head  []string
	Rows  [][]string
	Foot  string
}

// Options say what a table shows.
type Options struct {
	By By
	// Verbose shows definitions, chains and what keeps rules silent.
	Verbose bool
	// Limits adds the limits per day.
	Limits bool
	// Day is the one on which revisions are judged.
	Day klaviyo.Day
}

// Tabulate makes the table.
func (d *Document) Tabulate(o Options) Table {
	var t Table
	switch o.By {
	case ByEndpoint:
		t = d.byEndpoint(o)
	case ByPackage:
		t = d.byGroup(o, "Klaviyo calls by package", "PACKAGE", func(c *Call) string { return c.Package })
	case ByClient:
		t = d.byClient(o)
	default:
		t = d.byCall(o)
	}
	t.Foot = d.foot()
	return t
}

func (d *Document) foot() string {
	s := d.Summary
	text := fmt.Sprintf("%s, %d resolved", plural(s.Calls, "call"), s.Resolved)
	if s.Likely > 0 {
		text += fmt.Sprintf(", %d likely", s.Likely)
	}
	if s.Open > 0 {
		var at []string
		for _, c := range d.Calls {
			if c.Role == RoleOpen {
				at = append(at, c.Location.String())
			}
		}
		text += fmt.Sprintf(", %d open", s.Open)
		if len(at) > 0 {
			text += " (" + strings.Join(at, ", ") + ")"
		}
	}
	text += "."
	if t := s.Tightest; t != nil {
		text += fmt.Sprintf(" Tightest limit: %s, %d/s and %d/min.", t.Endpoint, t.Limits.Burst, t.Limits.Steady)
	}
	return text
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

func (d *Document) byCall(o Options) Table {
	t := Table{Title: "Klaviyo calls", Head: []string{"PLACE", "CALL", "OPERATION", "REVISION", "SCOPES", "TIER", "BURST", "STEADY"}}
	if o.Limits {
		t.Head = append(t.Head, "DAY")
	}
	if o.Verbose {
		t.Head = append(t.Head, "ROLE", "AUTH", "CLIENT", "THROUGH", "CALLERS", "OPEN", "EVIDENCE")
	}
	for _, c := range d.Calls {
		if c.Role == RoleDefinition && !o.Verbose {
			continue
		}
		row := []string{c.Location.Full(), c.title(), c.operation(), revisions(c.Revision, o.Day), scopeWords(c.Scopes.Certain, c.Scopes.Possible)}
		row = append(row, limitWords(c.Limits, o.Limits)...)
		if o.Verbose {
			var callers []string
			for _, l := range c.Callers {
				callers = append(callers, l.String())
			}
			row = append(row, string(c.Role), c.Auth, c.Client, strings.Join(c.Chain, " > "), strings.Join(callers, ", "), c.Open, c.Evidence)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// title names a call and says what it is where it is not one of the API's.
func (c *Call) title() string {
	what := c.What()
	switch {
	case c.NextPage:
		return "next page of " + what
	case c.Kind == KindAPI:
		return what
	}
	return what + " (" + string(c.Kind) + ")"
}

func (c *Call) operation() string {
	switch {
	case len(c.Operations.Certain) > 0:
		return strings.Join(c.Operations.Certain, " | ")
	case c.Likely != "":
		return c.Likely + " (likely)"
	}
	return "-"
}

func (d *Document) byEndpoint(o Options) Table {
	t := Table{Title: "Klaviyo calls by endpoint", Head: []string{"ENDPOINT", "CALLS", "REVISION", "SCOPES", "TIER", "BURST", "STEADY"}}
	if o.Limits {
		t.Head = append(t.Head, "DAY")
	}
	for _, e := range d.Endpoints {
		name := e.Endpoint
		switch {
		case e.Kind != KindAPI:
			name += " (" + string(e.Kind) + ")"
		case !e.Certain && e.Operation != "":
			name += " (likely)"
		}
		var certain, possible []string
		possible = append(possible, e.Scopes...)
		if e.Certain {
			certain, possible = possible, nil
		}
		t.Rows = append(t.Rows, append([]string{name, strconv.Itoa(len(e.Calls)), revisions(e.Revision, o.Day), scopeWords(certain, possible)}, limitWords(e.Limits, o.Limits)...))
	}
	return t
}

func (d *Document) byGroup(o Options, title, head string, of func(*Call) string) Table {
	t := Table{Title: title, Head: []string{head, "CALLS", "ENDPOINTS", "REVISION", "SCOPES"}}
	groups := map[string][]*Call{}
	var names []string
	for _, c := range d.Calls {
		if c.Role == RoleDefinition {
			continue
		}
		g := of(c)
		if groups[g] == nil {
			names = append(names, g)
		}
		groups[g] = append(groups[g], c)
	}
	slices.Sort(names)
	for _, g := range names {
		var eps, revs, certain, possible []string
		for _, c := range groups[g] {
			eps = append(eps, c.Endpoint)
			revs = append(revs, c.Revision...)
			certain = append(certain, c.Scopes.Certain...)
			possible = append(possible, c.Scopes.Possible...)
		}
		t.Rows = append(t.Rows, []string{g, strconv.Itoa(len(groups[g])), strings.Join(sorted(eps), ", "), revisions(sorted(revs), o.Day), scopeWords(sorted(certain), without(sorted(possible), certain))})
	}
	return t
}

func (d *Document) byClient(o Options) Table {
	t := Table{Title: "Klaviyo calls by client", Head: []string{"CLIENT", "CALLS", "TIGHTEST ENDPOINT", "TIER", "BURST", "STEADY"}}
	if o.Limits {
		t.Head = append(t.Head, "DAY")
	}
	for _, l := range d.Limits {
		t.Rows = append(t.Rows, append([]string{l.Client, strconv.Itoa(len(l.Calls)), orDash(l.Endpoint)}, limitWords(l.Limits, o.Limits)...))
	}
	return t
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

func without(list, drop []string) []string {
	var out []string
	for _, s := range list {
		if !slices.Contains(drop, s) {
			out = append(out, s)
		}
	}
	return out
}

// scopeWords writes scopes, the possible ones in brackets.
func scopeWords(certain, possible []string) string {
	words := slices.Clone(certain)
	for _, s := range possible {
		words = append(words, "["+s+"]")
	}
	return orDash(strings.Join(words, " "))
}

func limitWords(l *Limits, day bool) []string {
	out := []string{"-", "-", "-"}
	if l != nil {
		out = []string{orDash(l.Tier), rate(l.Burst, "s"), rate(l.Steady, "m")}
	}
	if day {
		if l != nil && l.Day > 0 {
			return append(out, rate(l.Day, "d"))
		}
		return append(out, "-")
	}
	return out
}

func rate(n int, per string) string {
	if n == 0 {
		return "-"
	}
	return strconv.Itoa(n) + "/" + per
}

// revisions writes the values of the header, the worst first, with their state on
// the day.
func revisions(list []string, day klaviyo.Day) string {
	if len(list) == 0 {
		return "-"
	}
	shown := ""
	worst := -1
	for _, v := range list {
		text, w := v, 0
		switch {
		case v == "":
			text, w = "none", 2
		case strings.Contains(v, "{?}"):
			text, w = "{?}", 1
		default:
			switch s, _ := klaviyo.RevisionAt(v, day); s.String() {
			case "stable", "newer":
			default:
				text, w = v+" ("+s.String()+")", 3
			}
		}
		if w > worst {
			shown, worst = text, w
		}
	}
	if n := len(list) - 1; n > 0 {
		shown += fmt.Sprintf(" +%d", n)
	}
	return shown
}
