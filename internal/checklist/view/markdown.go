package view

import (
	"fmt"
	"io"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/inventory"
)

// maxMarkdown is how many characters a comment may have: GitHub takes 65,536.
const maxMarkdown = 60_000

// Markdown prints the report for a pull request or a step summary. The first line
// lets a bot find and update its comment.
func Markdown(w io.Writer, r *checklist.Report, o Options) error {
	// What does not fit is left out and counted: evidence first, then n/a.
	text := ""
	for _, cut := range []cuts{{50, 20, true}, {10, 5, true}, {3, 1, true}, {1, 0, true}, {1, 0, false}} {
		if text = markdown(r, cut); len([]rune(text)) <= maxMarkdown {
			break
		}
	}
	return masked(w, []byte(text))
}

// cuts say how much evidence is shown for an item in the table and in the
// details, and whether n/a is listed.
type cuts struct {
	table, details int
	none           bool
}

func markdown(r *checklist.Report, cut cuts) string {
	esc := inventory.EscapeMarkdown
	at := func(p checklist.Place) string {
		s := place(p)
		if s == "" {
			return ""
		}
		if u := link(r, p); u != "" {
			return "[" + esc(s) + "](" + strings.NewReplacer("(", "%28", ")", "%29", " ", "%20").Replace(u) + ")"
		}
		return esc(s)
	}
	var b strings.Builder
	b.WriteString("<!-- klaviyolint-checklist -->\n")
	fmt.Fprintf(&b, "**Klaviyo production checklist:** %s %s.\n", esc(Headline(r)), esc(Counts(r)))
	if r.Changes != nil {
		var words []string
		for _, c := range r.Changes.Items {
			words = append(words, c.String())
		}
		if words == nil {
			words = []string{"nothing changed"}
		}
		fmt.Fprintf(&b, "\nSince %s: %s.\n", r.Changes.Since, esc(strings.Join(words, ", ")))
	}
	var open []*checklist.Item
	for _, g := range checklist.GroupTitles {
		for _, it := range ordered(r, g.ID) {
			if it.Verdict == checklist.Fail || it.Verdict == checklist.Unknown {
				open = append(open, it)
			}
		}
	}
	if len(open) > 0 {
		b.WriteString("\n| | item | what | place |\n|---|---|---|---|\n")
	}
	for _, it := range open {
		what := esc(it.Reason)
		for _, s := range it.Settle {
			what += "<br>to settle: " + esc(s)
		}
		var places []string
		list := append(it.Places(checklist.Against), it.Places(checklist.Unclear)...)
		for i, e := range list {
			if i >= cut.table {
				places = append(places, fmt.Sprintf("%d more", len(list)-i))
				break
			}
			if s := at(e.Place); s != "" {
				places = append(places, s)
			}
		}
		word := string(it.Verdict)
		if s := state(it); s != "" {
			word += " (" + s + ")"
		}
		fmt.Fprintf(&b, "| %s %s | %s %s | %s | %s |\n", signs[it.Verdict], esc(word), it.ID, esc(it.Title), what, strings.Join(places, "<br>"))
	}
	b.WriteString("\n<details>\n<summary>All items</summary>\n")
	hidden := 0
	for _, g := range checklist.GroupTitles {
		items := ordered(r, g.ID)
		if len(items) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n#### %s\n\n", esc(g.Title))
		for _, it := range items {
			if it.Verdict == checklist.NotApplicable && !cut.none {
				hidden++
				continue
			}
			fmt.Fprintf(&b, "- %s **%s** %s %s: %s\n", signs[it.Verdict], it.Verdict, it.ID, esc(it.Title), esc(it.Reason))
			list := shown(it, it.Verdict == checklist.Fail)
			for i, e := range list {
				if i >= cut.details {
					fmt.Fprintf(&b, "  - %d more\n", len(list)-i)
					break
				}
				fmt.Fprintf(&b, "  - %s: %s %s\n", e.Role, at(e.Place), esc(e.What))
			}
			for _, m := range it.Remarks {
				fmt.Fprintf(&b, "  - note: %s\n", esc(m))
			}
			if s := statement(it); s != "" {
				fmt.Fprintf(&b, "  - %s\n", esc(s))
			}
		}
	}
	if hidden > 0 {
		fmt.Fprintf(&b, "\n%d items that do not apply are left out.\n", hidden)
	}
	fmt.Fprintf(&b, "\n</details>\n\n%s %s, klaviyolint %s, facts of %s.\n", esc(r.Run.Module), esc(short(r.Run.Commit)), esc(r.Tool.Version), esc(r.Tool.Facts))
	return b.String()
}
