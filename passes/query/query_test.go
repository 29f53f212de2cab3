package query

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo/schema"
	"github.com/klaviyolint/klaviyolint/internal/ruletest"
)

func TestQueries(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer)
	analysistest.Run(t, analysistest.TestData(), a, "catalog", "conditions", "constants", "goodclient", "helpers", "joined", "lookups", "numbers", "options", "params", "queries", "sizes")
}

func TestFixes(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer, func(s *config.Settings) { s.Host.UnsafeFixes = true })
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), a, "fixes")
}

const head = `package table

import "net/http"

func send(revision, u string) {
	req, err := http.NewRequest("GET", u, nil)
	if err != nil {
		return
	}
	req.Header.Set("revision", revision)
	req.Header.Set("Authorization", "Klaviyo-API-Key "+key)
	http.DefaultClient.Do(req)
}

var key string

`

var param = regexp.MustCompile(`\{[^}]*\}`)

// Every operation that reads is called with every parameter it has, then with
// one that it has not, a value that it does not offer, and a page that is too
// large.
func TestWholeTable(t *testing.T) {
	t.Parallel()
	a := ruletest.Bind(t, Analyzer)
	const rev = "2026-07-15"
	b := &strings.Builder{}
	b.WriteString(head)
	n := 0
	st := schema.Stable()
	i, _ := st.Index(rev)
	for _, o := range st.Operations() {
		if o.Method() != "GET" || !o.In(i) || strings.HasPrefix(o.Path(), "/client") {
			continue
		}
		call := func(query, want string) {
			n++
			if o.Path() == "/api/campaigns" && query != "" && !strings.Contains(query, "filter") {
				query += "&filter=equals(messages.channel,'email')"
			}
			fmt.Fprintf(b, "func f%d() {\n\tsend(%q, %q)", n, rev, "https://a.klaviyo.com"+param.ReplaceAllString(o.Path(), "abc")+"?"+query)
			if want != "" {
				fmt.Fprintf(b, " // want %q", want)
			}
			b.WriteString("\n}\n\n")
		}
		call("nothing[like]=it", `no parameter of`)
		for _, p := range o.Params(i) {
			vals := p.Values()
			switch {
			case p.Name == "page[size]":
				max, _ := p.Node.Scalar().MaxInt()
				call(fmt.Sprintf("page[size]=%d", max), "")
				call(fmt.Sprintf("page[size]=%d", max+1), "takes at most")
			case p.Name == "filter":
				for _, f := range o.FilterFields(i) {
					for _, op := range f.Operators {
						arg := `,"x"`
						switch op.Name {
						case "has":
							arg = ""
						case "any":
							arg = `,["x"]`
						}
						call("filter="+op.Name+"("+f.Name+arg+")", "")
					}
				}
				call(`filter=equals(nothing-like-it,"x")`, `no field of the filter`)
			case len(vals) > 0:
				call(p.Name+"="+strings.Join(vals[:min(3, len(vals))], ","), "")
				if !slices.Contains([]string{"timezone"}, p.Name) {
					call(p.Name+"=nothinglikeit", `"nothinglikeit" is no value of`)
				}
			}
		}
	}
	dir, clean, err := analysistest.WriteFiles(map[string]string{"table/table.go": b.String()})
	if err != nil {
		t.Fatal(err)
	}
	defer clean()
	t.Logf("%d calls", n)
	analysistest.Run(t, dir, a, "table")
}
