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
	return b.String()
}

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
