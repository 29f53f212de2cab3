package driver

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/bind"
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// What is cut short while functions are executed finds nothing rather than
// something else, and a session does not take it for what there is.
func TestCutShort(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod": "module example.com/m\n\ngo 1.25\n",
		"m.go": `package m

import "net/http"

func Send() error {
	req, err := http.NewRequest("GET", "https://a.klaviyo.com/api/profiles", nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}
`,
		"m_test.go": "package m\n\nimport \"testing\"\n\nfunc TestSend(t *testing.T) {}\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	seen := 0
	asks := &rule.Rule{Doc: &rule.Document{Name: "asks", Title: "asks", Severity: config.Error}}
	asks.Analyzer = rule.New(asks.Doc, func(pass *analysis.Pass) error {
		res := pass.ResultOf[requests.Analyzer].(*requests.Result)
		seen = len(res.Requests)
		rule.Report(pass, rule.Diagnostic{Pos: pass.Files[0].Name.Pos(), Message: "seen"})
		return nil
	}, requests.Analyzer)
	session := NewSession()
	run := func(interrupt bool) (*Result, error) {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		return Run(ctx, Options{
			Dir: dir, Patterns: []string{"./..."}, Rules: []*rule.Rule{asks}, Settings: config.Default(), Session: session, Tests: true,
			Helpers: []*analysis.Analyzer{requests.Analyzer},
			Around: func(a *analysis.Analyzer, run bind.Run) bind.Run {
				return func(pass *analysis.Pass) (any, error) {
					if interrupt && a == requests.Analyzer {
						cancel()
					}
					return run(pass)
				}
			},
		})
	}
	r, err := run(true)
	if err == nil || len(r.Findings) != 0 {
		t.Errorf("interrupted: %v, %d findings", err, len(r.Findings))
	}
	for range 2 {
		if r, err = run(false); err != nil || len(r.Findings) != 1 || seen != 1 {
			t.Errorf("afterwards: %v, %d findings, %d requests", err, len(r.Findings), seen)
		}
	}
}
