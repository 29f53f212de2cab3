package ignore

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/ignore"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// New returns the analyzer of the rule. A directive can be called unused only
// after the rules that it names have run, so the analyzer requires all others;
// the suite hands them in, since this package cannot import them all.
func New(others ...*analysis.Analyzer) *analysis.Analyzer {
	return rule.New(Doc, run, others...)
}

// Analyzer judges directives alone, for programs that list analyzers one by one
// (Bazel nogo). No other rule has run there, so none is ever called unused.
var Analyzer = New()

func run(pass *analysis.Pass) error {
	set := pass.ResultOf[ignore.Directives].(*ignore.Set)
	generated := map[string]bool{}
	for _, f := range pass.Files {
		generated[pass.Fset.Position(f.Package).Filename] = ast.IsGenerated(f)
	}
	var unjudged, own []*ignore.Directive
	for _, d := range set.Directives() {
		switch {
		case generated[d.Filename]: // nobody edits it
		case !wellFormed(pass, d):
		case slices.Contains(d.Rules, Doc.Name):
			own = append(own, d)
		default:
			unjudged = append(unjudged, d)
		}
	}
	// Directives that silence this rule come last: what is said about the others
	// can be their use.
	for _, d := range append(unjudged, own...) {
		if judgeable(pass, set, d) && !set.Used(d) {
			report(pass, d, "unused", fmt.Sprintf("no finding of %s is left to silence here; remove the directive", strings.Join(d.Rules, " or ")))
		}
	}
	return nil
}

// wellFormed reports what is wrong with the directive itself, and whether it can
// silence anything.
func wellFormed(pass *analysis.Pass, d *ignore.Directive) bool {
	if !slices.Contains(ignore.Verbs, d.Verb) {
		report(pass, d, "malformed", fmt.Sprintf("directive klaviyolint:%s does not exist and silences nothing%s", d.Verb, nearest(d.Verb, ignore.Verbs)))
		return false
	}
	if len(d.Rules) == 0 {
		report(pass, d, "malformed", fmt.Sprintf("the directive names no rule and silences nothing; write //klaviyolint:%s RULE REASON", d.Verb))
		return false
	}
	known := config.RuleNames()
	ok := true
	for _, name := range d.Rules {
		if known != nil && !slices.Contains(known, name) {
			report(pass, d, "unknown", fmt.Sprintf("rule %q does not exist, so naming it silences nothing%s", name, nearest(name, known)))
			ok = false
		}
	}
	if d.Reason == "" {
		report(pass, d, "no-reason", fmt.Sprintf("the directive gives no reason and silences nothing; write //klaviyolint:%s %s REASON", d.Verb, strings.Join(d.Rules, ",")))
		ok = false
	}
	return ok
}

func nearest(name string, names []string) string {
	if n := config.Nearest(name, names); n != "" {
		return fmt.Sprintf("; did you mean %q?", n)
	}
	return ""
}

// judgeable reports whether all rules that the directive names have looked for
// findings where it stands.
func judgeable(pass *analysis.Pass, set *ignore.Set, d *ignore.Directive) bool {
	if len(pass.TypeErrors) > 0 {
		return false
	}
	settings := rule.Settings(pass)
	return !slices.ContainsFunc(d.Rules, func(name string) bool {
		return !set.HasRun(name) || settings.ExcludedFor(name, d.Filename)
	})
}

func report(pass *analysis.Pass, d *ignore.Directive, kind, message string) {
	rule.Report(pass, rule.Diagnostic{Pos: d.Pos, End: d.End, Kind: kind, Message: message})
}
