package view

import (
	"fmt"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/config"
)

// Init returns a [checklist] table for a code base that has none: every unknown
// item as a commented statement to fill in.
func Init(r *checklist.Report) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# The checklist of %s on %s, for %s.\n", r.Run.Module, r.Run.Day, config.FileName)
	b.WriteString("# A statement needs one of attested, not_applicable and accepted, and by and until.\n\n[checklist]\nblock = [\"A5\", \"B3\", \"B4\", \"D2\"]\nrequire = []\n")
	for i := range r.Items {
		it := &r.Items[i]
		if it.Verdict != checklist.Unknown {
			continue
		}
		fmt.Fprintf(&b, "\n# %s %s: %s\n", it.ID, it.Title, oneLine(it.Reason))
		for _, s := range it.Settle {
			fmt.Fprintf(&b, "# to settle: %s\n", oneLine(s))
		}
		fmt.Fprintf(&b, "#[checklist.%s]\n#attested = \"\"\n#by = \"\"\n#until = %s\n", it.ID, day(r.Run.Day).AddDays(180))
	}
	return b.String()
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
