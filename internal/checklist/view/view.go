// Package view shows a report of the checklist: for a terminal, as Markdown, as
// one page of HTML, as JSON, SARIF, JUnit and workflow commands. Every view is
// made of the report alone; none computes a verdict.
package view

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// Options say how a report is shown.
type Options struct {
	Verbose bool // every subject that complies, too
	// Terminal is set where a person reads along: signs stand for words.
	Terminal, Color bool
	// Column turns a byte column into UTF-16 code units, as SARIF counts. It may
	// be nil.
	Column func(path string, line, col int) int
	// OwnOnly leaves the findings of rules out of SARIF.
	OwnOnly bool
	// Summary is where the step summary of GitHub goes; nil for none.
	Summary io.Writer
}

// A Format is one way to show a report.
type Format func(io.Writer, *checklist.Report, Options) error

// Formats lists the names of the formats, the default first.
func Formats() []string {
	return []string{"text", "markdown", "html", "json", "sarif", "junit", "github"}
}

// Named returns the format of a name.
func Named(name string) (Format, error) {
	switch name {
	case "text":
		return Text, nil
	case "markdown":
		return Markdown, nil
	case "html":
		return HTML, nil
	case "json":
		return JSON, nil
	case "sarif":
		return SARIF, nil
	case "junit":
		return JUnit, nil
	case "github":
		return GitHub, nil
	}
	return nil, fmt.Errorf("unknown format %q: want %s", name, strings.Join(Formats(), ", "))
}

// JSON prints the report itself.
func JSON(w io.Writer, r *checklist.Report, _ Options) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(r); err != nil {
		return err
	}
	return masked(w, b.Bytes())
}

// masked writes a document without keys in it.
func masked(w io.Writer, data []byte) error {
	_, err := io.WriteString(w, klaviyo.MaskKeys(string(data)))
	return err
}

// signs stand for verdicts, always beside the word or a border.
var signs = map[checklist.Verdict]string{
	checklist.Pass: "✓", checklist.Fail: "✗", checklist.NotApplicable: "–", checklist.Attested: "✎", checklist.Unknown: "?",
}

// Headline says in one sentence what the report came to.
func Headline(r *checklist.Report) string {
	switch {
	case r.Run.Silent:
		return "Nothing here calls Klaviyo."
	case len(r.Summary.Blocking) == 1:
		return "Not ready: 1 item blocks (" + r.Summary.Blocking[0] + ")."
	case len(r.Summary.Blocking) > 1:
		return fmt.Sprintf("Not ready: %d items block (%s).", len(r.Summary.Blocking), strings.Join(r.Summary.Blocking, ", "))
	case r.Summary.Fail+r.Summary.Unknown > 0:
		return "Nothing blocks; not every item is met or settled."
	}
	return "Ready: every item is met, attested or does not apply."
}

// Counts says how many items have which verdict: counts, and no score.
func Counts(r *checklist.Report) string {
	var parts []string
	for _, v := range []checklist.Verdict{checklist.Pass, checklist.Fail, checklist.NotApplicable, checklist.Attested, checklist.Unknown} {
		parts = append(parts, fmt.Sprintf("%d %s", r.Summary.Of(v), v))
	}
	text := strings.Join(parts, ", ") + " of " + strconv.Itoa(r.Summary.Total())
	if r.Summary.Skipped > 0 {
		text += fmt.Sprintf("; %d skipped (%s)", r.Summary.Skipped, strings.Join(r.Skipped, ", "))
	}
	return text
}

// place writes a place as compilers do.
func place(p checklist.Place) string {
	if !p.IsValid() {
		return ""
	}
	return p.Path + ":" + strconv.Itoa(p.Line)
}

// link returns the address of a place, "" where there is no template.
func link(r *checklist.Report, p checklist.Place) string {
	if r.Run.Link == "" || !p.IsValid() || strings.HasPrefix(p.Path, "/") {
		return ""
	}
	commit := r.Run.Commit
	if commit == "" && strings.Contains(r.Run.Link, "{commit}") {
		return ""
	}
	var path []string
	for s := range strings.SplitSeq(p.Path, "/") {
		path = append(path, url.PathEscape(s))
	}
	u := strings.NewReplacer("{commit}", commit, "{path}", strings.Join(path, "/"), "{line}", strconv.Itoa(p.Line)).Replace(r.Run.Link)
	if parsed, err := url.Parse(u); err != nil || parsed.Scheme != "http" && parsed.Scheme != "https" {
		return ""
	}
	return u
}

// shown returns the evidence that a view lists for an item, in order: what speaks
// against it, what is open, what is accepted, what complies, remarks.
func shown(it *checklist.Item, verbose bool) []checklist.Evidence {
	var out []checklist.Evidence
	for _, role := range checklist.Roles {
		if role == checklist.For && !verbose && it.Verdict != checklist.Pass {
			continue
		}
		out = append(out, it.Places(role)...)
	}
	return out
}

// state says what stands beside the title: blocks, known places, statements.
func state(it *checklist.Item) string {
	var words []string
	switch {
	case it.Blocking && it.Verdict == checklist.Unknown:
		words = append(words, "blocks: required")
	case it.Blocking:
		words = append(words, "blocks")
	}
	if it.Known > 0 {
		words = append(words, fmt.Sprintf("%d known", it.Known))
	}
	if it.Gone > 0 {
		words = append(words, fmt.Sprintf("%d of %d of the baseline are gone; write the baseline again", it.Gone, it.Gone+it.Known))
	}
	return strings.Join(words, "; ")
}

// statement says in words what a person stated.
func statement(it *checklist.Item) string {
	s := it.Statement
	if s == nil {
		return ""
	}
	word := map[checklist.StatementKind]string{checklist.StatedMet: "attested", checklist.StatedNone: "stated not to apply", checklist.StatedAccepted: "accepted"}[s.Kind]
	text := fmt.Sprintf("%s by %s until %s: %s", word, s.By, s.Until, s.Text)
	switch {
	case s.Expired:
		text += fmt.Sprintf(" (expired %d days ago)", -s.Days)
	case s.Contradicted:
		text += " (contradicted by the evidence)"
	case s.Unneeded:
		text += " (no longer needed)"
	}
	return text
}

// ordered returns the items of a group as views list them: fail, unknown,
// attested, pass, n/a, and by id.
func ordered(r *checklist.Report, group string) []*checklist.Item {
	var out []*checklist.Item
	for _, v := range checklist.Verdicts {
		for i := range r.Items {
			if it := &r.Items[i]; it.Group == group && it.Verdict == v {
				out = append(out, it)
			}
		}
	}
	return out
}

func short(commit string) string {
	if len(commit) > 7 {
		return commit[:7]
	}
	return commit
}

// day reads the day of a run; a report always holds one.
func day(s string) klaviyo.Day {
	d, err := klaviyo.ParseDay(s)
	if err != nil {
		return klaviyo.Today()
	}
	return d
}
