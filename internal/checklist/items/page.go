package items

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
)

//go:embed page.md
var pageIntro string

// Page returns docs/checklist.md: what the command does, and every item.
func Page() string {
	var b strings.Builder
	b.WriteString(pageIntro)
	for _, g := range checklist.GroupTitles {
		fmt.Fprintf(&b, "\n### %s %s\n", g.ID, g.Title)
		for _, d := range Docs() {
			if d.ID[:1] != g.ID {
				continue
			}
			fmt.Fprintf(&b, "\n#### %s\n\n%s. %s %s\n\n- pass: %s\n- fail: %s\n- unknown: %s\n", d.ID, upperFirst(d.Title), d.Why, d.Fix, d.Pass, d.Fail, d.Open)
		}
	}
	return shortLines(b.String())
}

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// pageWidth is where the lines of a page end, as in all pages of docs/.
const pageWidth = 140

// shortLines breaks the long lines of a page between words. What belongs to a list
// entry is indented under it. Code and tables stay as they are.
func shortLines(page string) string {
	var b strings.Builder
	code := false
	for line := range strings.Lines(page) {
		text := strings.TrimSuffix(line, "\n")
		code = code != strings.HasPrefix(text, "```")
		indent := ""
		if strings.HasPrefix(text, "- ") {
			indent = "  "
		}
		for !code && !strings.HasPrefix(text, "|") && len(text) > pageWidth {
			at := strings.LastIndexByte(text[:pageWidth+1], ' ')
			if at <= len(indent) {
				break
			}
			b.WriteString(text[:at] + "\n")
			text = indent + text[at+1:]
		}
		b.WriteString(text + "\n")
	}
	return b.String()
}
