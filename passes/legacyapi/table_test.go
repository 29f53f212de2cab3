package legacyapi

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

const head = `package table

import "net/http"

const base = "https://a.klaviyo.com"

`

var param = regexp.MustCompile(`\{[^}]*\}`)

// Every call of the old API that the table knows is reported with the call that
// the table puts in its place; what stands in the way of a mistake in the table
// is the test that each of those exists.
func TestWholeTable(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer)
	b := &strings.Builder{}
	b.WriteString(head)
	for i, e := range klaviyo.Endpoints() {
		if e.Stage != klaviyo.LegacyStage {
			continue
		}
		way := fmt.Sprintf("answers 410; use %q", e.Prefer)
		if e.Prefer == "" {
			way = "answers 410; use the endpoints"
		}
		path := `"` + param.ReplaceAllString(e.Path, `"+id+"`) + `"`
		fmt.Fprintf(b, "func f%d(id string) {\n\treq, _ := http.NewRequest(%q, base+%s, nil) // want %q\n\thttp.DefaultClient.Do(req)\n}\n\n",
			i, e.Method, path, regexp.QuoteMeta(way))
	}
	dir, clean, err := analysistest.WriteFiles(map[string]string{"table/table.go": b.String()})
	if err != nil {
		t.Fatal(err)
	}
	defer clean()
	analysistest.Run(t, dir, a, "table")
}
