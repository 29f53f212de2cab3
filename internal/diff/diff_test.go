package diff

import (
	"strings"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo/schema"
)

// Every operation between every two neighbours is told, in every format, and
// only an operation without a change says so.
func TestEveryOperation(t *testing.T) {
	for _, table := range []*schema.Table{schema.Stable(), schema.Beta()} {
		for i := 1; i <= table.Newest(); i++ {
			for _, o := range table.Operations() {
				r, err := Of(o.String(), table.Name(i-1), table.Name(i))
				if err != nil {
					t.Fatal(err)
				}
				if told := len(r.Sections) > 0; told != (r.State == "changed") {
					t.Errorf("%s %s: %s with %d sections", o, r.To, r.State, len(r.Sections))
				}
				for _, text := range []string{r.Text(), r.Markdown()} {
					if !strings.Contains(text, o.String()) || strings.Contains(text, "  \n") {
						t.Errorf("%s %s:\n%s", o, r.To, text)
					}
				}
			}
		}
	}
}

func TestIDs(t *testing.T) {
	for _, o := range schema.Stable().Operations() {
		id := o.ID(o.Last())
		r, err := Of(id, "2022-10-17", "2026-07-15")
		if err != nil {
			t.Fatal(err)
		}
		// An id that went on under another path names either of them.
		if r.Operation != o.String() && o.Successor() == "" && !strings.Contains(r.Operation, "relationships") {
			t.Errorf("%s is found as %s", id, r.Operation)
		}
	}
}
