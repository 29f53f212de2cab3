package ignore_test

import (
	"flag"
	"go/ast"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/bind"
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
	"github.com/klaviyolint/klaviyolint/passes/ignore"
)

// Two stand-ins for real rules: each reports calls of the function that bears its
// name.
func standIn(name string) *analysis.Analyzer {
	doc := &rule.Document{Name: name, Title: "calls of " + name, Severity: config.Warning}
	return rule.New(doc, func(pass *analysis.Pass) error {
		for _, f := range pass.Files {
			ast.Inspect(f, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok {
					if id, ok := call.Fun.(*ast.Ident); ok && id.Name == name {
						rule.Report(pass, rule.Diagnostic{Pos: id.Pos(), End: id.End(), Message: "call of " + name})
					}
				}
				return true
			})
		}
		return nil
	})
}

var (
	alpha, beta = standIn("alpha"), standIn("beta")
	both        = ignore.New(alpha, beta)
)

func init() { config.SetRuleNames([]string{"alpha", "beta", "ignore"}) }

func setUp(t *testing.T, inline string) (*analysis.Analyzer, *analysis.Analyzer, *analysis.Analyzer) {
	t.Helper()
	fs := flag.NewFlagSet("x", flag.ContinueOnError)
	src := new(config.Source)
	src.BindFlags(fs)
	if err := fs.Set("config-inline", "severity = 'info'\n"+inline); err != nil {
		t.Fatal(err)
	}
	b := bind.Binding{Settings: src}
	as := b.Analyzers([]*analysis.Analyzer{alpha, beta, both, ignore.Analyzer})
	return as[0], as[2], as[3]
}

func TestIgnore(t *testing.T) {
	t.Parallel()
	_, a, _ := setUp(t, "")
	analysistest.Run(t, analysistest.TestData(), a, "a")
}

// What the directives leave of the stand-ins' findings.
func TestSuppression(t *testing.T) {
	t.Parallel()
	alpha, _, _ := setUp(t, "")
	analysistest.Run(t, analysistest.TestData(), alpha, "reach")
}

// Byte-order marks and CRLF, which gofmt would take out of a fixture.
func TestLineEnds(t *testing.T) {
	t.Parallel()
	alpha, _, _ := setUp(t, "")
	dir, clean, err := analysistest.WriteFiles(map[string]string{
		"dos/crlf.go": strings.ReplaceAll(`package dos

func alpha() {}

func crlf() {
	//klaviyolint:ignore alpha above
	alpha()
	alpha() //klaviyolint:ignore alpha behind
	alpha() // want "call of alpha"
	//klaviyolint:ignore alpha
	alpha() // want "call of alpha"
	//nolint:klaviyolint
	alpha()
}
`, "\n", "\r\n"),
		"dos/bom.go": "\ufeff//klaviyolint:file-ignore alpha behind a byte-order mark\r\npackage dos\r\n\r\nfunc bom() { alpha() }\r\n",
		"dos/top.go": "\ufeff//klaviyolint:ignore alpha alone on its line\r\npackage dos; var _ = func() { alpha() }\r\n",
	})
	if err != nil {
		t.Fatal(err)
	}
	defer clean()
	analysistest.Run(t, dir, alpha, "dos")
}

// A directive for a rule that did not run may well be needed.
func TestNotJudged(t *testing.T) {
	t.Parallel()
	_, a, _ := setUp(t, `disable = ["beta"]`+"\n[rules.alpha]\nexclude = [\"excluded.go\"]")
	analysistest.Run(t, analysistest.TestData(), a, "off")
}

func TestIllTyped(t *testing.T) {
	t.Parallel()
	_, a, _ := setUp(t, "")
	for _, r := range analysistest.Run(illTyped{t}, analysistest.TestData(), a, "broken") {
		if r.Err != nil {
			t.Error(r.Err)
		}
		if len(r.Diagnostics) != 1 || r.Diagnostics[0].Category != "no-reason" {
			t.Errorf("got %v, want one finding without a reason", r.Diagnostics)
		}
	}
}

// illTyped lets analysistest complain about the type errors of the fixture.
type illTyped struct{ t *testing.T }

func (i illTyped) Errorf(format string, args ...any) { i.t.Logf(format, args...) }

func TestAlone(t *testing.T) {
	t.Parallel()
	_, _, alone := setUp(t, "")
	analysistest.Run(t, analysistest.TestData(), alone, "nogo")
}
