// Package analyzers is the suite: every rule of klaviyolint, in the order in
// which a user meets them.
package analyzers

import (
	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/rule"
	"github.com/klaviyolint/klaviyolint/passes/e164"
	"github.com/klaviyolint/klaviyolint/passes/rawhttp"
	"github.com/klaviyolint/klaviyolint/passes/revision"
	"github.com/klaviyolint/klaviyolint/passes/upsert"
)

// All returns every rule. The order is that of the documentation; a test
// checks that each directory under passes/ stands in it.
func All() []*rule.Rule {
	return []*rule.Rule{
		{Doc: rawhttp.Doc, Analyzer: rawhttp.Analyzer},
		{Doc: revision.Doc, Analyzer: revision.Analyzer},
		{Doc: upsert.Doc, Analyzer: upsert.Analyzer},
		{Doc: e164.Doc, Analyzer: e164.Analyzer},
	}
}

// Analyzers returns the analyzers of every rule, for hosts that take
// golang.org/x/tools/go/analysis passes.
func Analyzers() []*analysis.Analyzer {
	var as []*analysis.Analyzer
	for _, r := range All() {
		as = append(as, r.Analyzer)
	}
	return as
}
