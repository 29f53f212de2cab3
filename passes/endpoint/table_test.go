package endpoint

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

const head = `package %s

import (
	"net/http"
	"os"
)

func send(revision, method, url string) {
	req, err := http.NewRequest(method, url, nil)
	if err != nil {
		return
	}
	req.Header.Set("revision", revision)
	req.Header.Set("Authorization", "Klaviyo-API-Key "+os.Getenv("KLAVIYO_API_KEY"))
	http.DefaultClient.Do(req)
}

`

var param = regexp.MustCompile(`\{[^}]*\}`)

// Every endpoint of the table is called at a revision that has it, and at one
// that has not.
func TestWholeTable(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer)
	const newest, oldest = "2026-07-15", "2025-01-15"
	b := &strings.Builder{}
	fmt.Fprintf(b, head, "table")
	n, stable := 0, map[string]bool{}
	call := func(revision string, e *klaviyo.Endpoint, query, want string) {
		n++
		fmt.Fprintf(b, "func f%d() {\n\tsend(%q, %q, %q)", n, revision, e.Method, "https://a.klaviyo.com"+param.ReplaceAllString(e.Path, "abc")+query)
		if want != "" {
			fmt.Fprintf(b, " // want %q", regexp.QuoteMeta(want))
		}
		b.WriteString("\n}\n\n")
	}
	for _, e := range klaviyo.Endpoints() {
		switch e.Stage {
		case klaviyo.StableStage: // these come first
			stable[e.String()] = true
			call(newest, &e, "", "")
			if e.FirstRevision > oldest {
				call(oldest, &e, "", fmt.Sprintf("does not have %q yet; it came with revision %q", e.String(), e.FirstRevision))
			}
		case klaviyo.BetaStage:
			call(e.FirstRevision, &e, "", "")
			if !stable[e.String()] {
				call(newest, &e, "", fmt.Sprintf("%q exists only in the beta", e.String()))
			}
		case klaviyo.RemovedStage:
			call(newest, &e, "", fmt.Sprintf("which ended with revision %q (answer 404); use %q", e.LastRevision, e.Prefer))
			call("2023-02-22", &e, "", fmt.Sprintf("which ended with revision %q (answer 410); use %q", e.LastRevision, e.Prefer))
		default:
			call(newest, &e, "", "") // not a matter of this rule
		}
	}
	dir, clean, err := analysistest.WriteFiles(map[string]string{"table/table.go": b.String()})
	if err != nil {
		t.Fatal(err)
	}
	defer clean()
	analysistest.Run(t, dir, a, "table")
}
