package view

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"regexp"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/inventory"
)

//go:embed page.html
var pageText string

//go:embed page.css
var pageStyle string

// maxListed is how many places of an item the page lists; the rest is counted.
const maxListed = 50

// maxRequests is how many lines the table of requests has.
const maxRequests = 200

// A pair is a colour of text or of a border on a colour of the page. The ratio
// that it must have is that of WCAG 2.2: 4.5 for text, 3 for borders.
type pair struct {
	Name, On, Fore string
	Border         bool
}

// The palette, for light and for dark. The style sheet takes its colours from
// here.
var (
	light = palette{"page": "#ffffff", "panel": "#f5f6f8", "text": "#1c1d21", "soft": "#4d5159", "line": "#767b85", "link": "#0b4fb3",
		"fail": "#b3201b", "unknown": "#7a5200", "attested": "#0b5a78", "pass": "#1c6b2f", "none": "#4d5159"}
	dark = palette{"page": "#16171b", "panel": "#202228", "text": "#eceef2", "soft": "#b4b9c4", "line": "#868c99", "link": "#8ab8ff",
		"fail": "#ff9a92", "unknown": "#f0c05a", "attested": "#7fd0ef", "pass": "#86d99a", "none": "#b4b9c4"}
)

type palette map[string]string

// pairs lists the combinations that the page uses.
func (p palette) pairs() []pair {
	var out []pair
	for _, fore := range []string{"text", "soft", "link", "fail", "unknown", "attested", "pass", "none"} {
		for _, on := range []string{"page", "panel"} {
			out = append(out, pair{Name: fore, On: p[on], Fore: p[fore]})
		}
	}
	for _, fore := range []string{"line", "fail", "unknown", "attested", "pass", "none"} {
		for _, on := range []string{"page", "panel"} {
			out = append(out, pair{Name: fore, On: p[on], Fore: p[fore], Border: true})
		}
	}
	return out
}

// css writes the palette as custom properties.
func (p palette) css() string {
	var b strings.Builder
	for _, name := range []string{"page", "panel", "text", "soft", "line", "link", "fail", "unknown", "attested", "pass", "none"} {
		fmt.Fprintf(&b, " --%s: %s;", name, p[name])
	}
	return b.String()
}

var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"sign":  func(v checklist.Verdict) string { return signs[v] },
	"class": className,
	"place": place,
	"state": state,
	"says":  statement,
	"code":  code,
}).Parse(pageText))

// code escapes text and turns what stands between backquotes into code.
func code(s string) template.HTML {
	parts := strings.Split(s, "`")
	if len(parts)%2 == 0 {
		return template.HTML(template.HTMLEscapeString(s))
	}
	var b strings.Builder
	for i, p := range parts {
		if i%2 == 1 {
			b.WriteString("<code>" + template.HTMLEscapeString(p) + "</code>")
		} else {
			b.WriteString(template.HTMLEscapeString(p))
		}
	}
	return template.HTML(b.String())
}

func className(v checklist.Verdict) string {
	if v == checklist.NotApplicable {
		return "none"
	}
	return string(v)
}

type pageData struct {
	R        *checklist.Report
	Style    template.CSS
	Headline string
	Counts   string
	Tally    []tally
	Fix      []pageItem
	Settle   []pageItem
	Groups   []pageGroup
	Calls    *inventory.Table
	MoreCall int
	Short    string
}

type tally struct {
	Verdict checklist.Verdict
	N       int
}

type pageGroup struct {
	ID, Title string
	Items     []pageItem
}

type pageItem struct {
	*checklist.Item
	First string // place of the first evidence
	Link  string
	Rows  []pageRow
	More  int
	Extra int // rows beyond the first
}

type pageRow struct {
	checklist.Evidence
	At, Link string
}

// HTML prints one page that asks nothing of anybody: no script, no font, no
// picture from elsewhere.
func HTML(w io.Writer, r *checklist.Report, o Options) error {
	d := pageData{R: r, Headline: Headline(r), Counts: Counts(r), Short: short(r.Run.Commit)}
	style := strings.NewReplacer("/*light*/", light.css(), "/*dark*/", dark.css(), "/*header*/", cssString(r.Run.Module+" "+r.Run.Day)).Replace(pageStyle)
	d.Style = template.CSS(style)
	for _, v := range checklist.Verdicts {
		d.Tally = append(d.Tally, tally{v, r.Summary.Of(v)})
	}
	var rest []pageItem
	for _, g := range checklist.GroupTitles {
		group := pageGroup{ID: g.ID, Title: g.Title}
		for _, it := range ordered(r, g.ID) {
			p := newPageItem(r, it)
			group.Items = append(group.Items, p)
			switch {
			case it.Verdict == checklist.Fail && it.Blocking:
				d.Fix = append(d.Fix, p)
			case it.Verdict == checklist.Fail:
				rest = append(rest, p)
			case it.Verdict == checklist.Unknown:
				d.Settle = append(d.Settle, p)
			}
		}
		if len(group.Items) > 0 {
			d.Groups = append(d.Groups, group)
		}
	}
	d.Fix = append(d.Fix, rest...)
	if r.Inventory != nil && len(r.Inventory.Calls) > 0 {
		t := r.Inventory.Tabulate(inventory.Options{By: inventory.ByEndpoint, Limits: true, Day: day(r.Run.Day)})
		if n := len(t.Rows) - maxRequests; n > 0 {
			d.MoreCall, t.Rows = n, t.Rows[:maxRequests]
		}
		d.Calls = &t
	}
	var b bytes.Buffer
	if err := page.Execute(&b, d); err != nil {
		return err
	}
	return masked(w, b.Bytes())
}

func newPageItem(r *checklist.Report, it *checklist.Item) pageItem {
	shadow := *it
	if shadow.Statement == nil {
		shadow.Reason = hideAddresses(shadow.Reason)
	}
	it = &shadow
	p := pageItem{Item: it}
	for i, e := range shown(it, true) {
		if e.Role == checklist.Remarked && !e.IsValid() {
			continue
		}
		if i >= maxListed {
			p.More++
			continue
		}
		e.What = hideAddresses(e.What)
		p.Rows = append(p.Rows, pageRow{e, place(e.Place), link(r, e.Place)})
	}
	for _, row := range p.Rows {
		if row.At != "" {
			p.First, p.Link = row.At, row.Link
			break
		}
	}
	p.Extra = len(p.Rows) + p.More - 1
	return p
}

// address is an e-mail address in evidence: the page goes to people outside the
// team, and only the authors of statements are named in it.
var address = regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}`)

func hideAddresses(s string) string { return address.ReplaceAllString(s, "…@…") }

// cssString quotes text for a content property.
func cssString(s string) string {
	var b strings.Builder
	for _, c := range s {
		if c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' || c < ' ' {
			fmt.Fprintf(&b, "\\%06x", c)
			continue
		}
		b.WriteRune(c)
	}
	return `"` + b.String() + `"`
}
