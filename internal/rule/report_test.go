package rule_test

import (
	"fmt"
	"go/ast"
	"slices"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/klaviyolint/klaviyolint/internal/bind"
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// silent lets analysistest look for want comments in vain.
type silent struct{}

func (silent) Errorf(string, ...any) {}

// A finding carries one fix at most, except in an editor, within its own file; a host that
// applies nolint directives by itself gets those findings too.
func TestReport(t *testing.T) {
	var z *ast.File
	edit := func(n ast.Node) analysis.TextEdit {
		return analysis.TextEdit{Pos: n.Pos(), End: n.End(), NewText: []byte("x")}
	}
	a := rule.New(&rule.Document{Name: "upsert", Title: "upsert", Severity: config.Error}, func(pass *analysis.Pass) error {
		z = pass.Files[1]
		for _, d := range pass.Files[0].Decls {
			name := d.(*ast.GenDecl).Specs[0].(*ast.ValueSpec).Names[0]
			here := rule.Fix{Message: "here", Edits: []analysis.TextEdit{edit(name)}, Safe: true}
			unsafe := rule.Fix{Message: "unsafe", Edits: here.Edits}
			again := rule.Fix{Message: "again", Edits: here.Edits, Safe: true}
			there := rule.Fix{Message: "there", Edits: []analysis.TextEdit{edit(name), edit(z.Name)}, Safe: true}
			fixes := map[string][]rule.Fix{"own": {unsafe, here, again}, "other": {there, unsafe}, "both": {there, here}}
			rule.Report(pass, rule.Diagnostic{Pos: name.Pos(), End: name.End(), Message: name.Name, Fixes: fixes[name.Name]})
		}
		return nil
	})
	for _, tt := range []struct {
		host config.Host
		want []string
	}{
		{config.Host{}, []string{"own: here", "other:", "both: here"}},
		{config.Host{UnsafeFixes: true}, []string{"own: unsafe", "other: unsafe", "both: here"}},
		{config.Host{UnsafeFixes: true, Editor: true}, []string{"own: unsafe (changes behaviour) here again", "other: unsafe (changes behaviour)", "both: here"}},
		{config.Host{MarksUnsafe: true}, []string{"own: here", "other: unsafe (changes behaviour)", "both: here"}},
		{config.Host{Nolint: true}, []string{"own: here", "other:", "both: here", "silenced:"}},
	} {
		s := config.Default()
		s.Host = tt.host
		a := bind.Suite(s, a)[0]
		var got []string
		for _, r := range analysistest.Run(silent{}, analysistest.TestData(), a, "a") {
			for _, d := range r.Diagnostics {
				line := d.Message + ":"
				for _, f := range d.SuggestedFixes {
					line += " " + f.Message
				}
				got = append(got, line)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", fmt.Sprintf("%+v", tt.host), got, tt.want)
		}
	}
}
