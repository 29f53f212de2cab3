// Package analyzers is the suite: every rule of klaviyolint, in the order in
// which a user meets them.
package analyzers

import (
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
	"github.com/klaviyolint/klaviyolint/passes/authheader"
	"github.com/klaviyolint/klaviyolint/passes/bulk"
	"github.com/klaviyolint/klaviyolint/passes/clientapi"
	"github.com/klaviyolint/klaviyolint/passes/e164"
	"github.com/klaviyolint/klaviyolint/passes/endpoint"
	"github.com/klaviyolint/klaviyolint/passes/eventid"
	"github.com/klaviyolint/klaviyolint/passes/hardcodedkey"
	"github.com/klaviyolint/klaviyolint/passes/httptimeout"
	"github.com/klaviyolint/klaviyolint/passes/ignore"
	"github.com/klaviyolint/klaviyolint/passes/keyexposure"
	"github.com/klaviyolint/klaviyolint/passes/legacyapi"
	"github.com/klaviyolint/klaviyolint/passes/payload"
	"github.com/klaviyolint/klaviyolint/passes/plainhttp"
	"github.com/klaviyolint/klaviyolint/passes/query"
	"github.com/klaviyolint/klaviyolint/passes/rawhttp"
	"github.com/klaviyolint/klaviyolint/passes/response"
	"github.com/klaviyolint/klaviyolint/passes/retryafter"
	"github.com/klaviyolint/klaviyolint/passes/revision"
	"github.com/klaviyolint/klaviyolint/passes/sdkpin"
	"github.com/klaviyolint/klaviyolint/passes/statuscheck"
	"github.com/klaviyolint/klaviyolint/passes/upsert"
	"github.com/klaviyolint/klaviyolint/passes/webhooksig"
)

// rules lists every rule but ignore, which needs the others. The order is that
// of the documentation; a test checks that each directory under passes/ stands
// in it.
func rules() []*rule.Rule {
	return []*rule.Rule{
		{Doc: hardcodedkey.Doc, Analyzer: hardcodedkey.Analyzer, Files: hardcodedkey.Files},
		{Doc: rawhttp.Doc, Analyzer: rawhttp.Analyzer},
		{Doc: revision.Doc, Analyzer: revision.Analyzer},
		{Doc: upsert.Doc, Analyzer: upsert.Analyzer},
		{Doc: e164.Doc, Analyzer: e164.Analyzer},
		{Doc: eventid.Doc, Analyzer: eventid.Analyzer},
		{Doc: legacyapi.Doc, Analyzer: legacyapi.Analyzer},
		{Doc: endpoint.Doc, Analyzer: endpoint.Analyzer},
		{Doc: payload.Doc, Analyzer: payload.Analyzer},
		{Doc: query.Doc, Analyzer: query.Analyzer},
		{Doc: response.Doc, Analyzer: response.Analyzer},
		{Doc: authheader.Doc, Analyzer: authheader.Analyzer},
		{Doc: plainhttp.Doc, Analyzer: plainhttp.Analyzer},
		{Doc: clientapi.Doc, Analyzer: clientapi.Analyzer},
		{Doc: bulk.Doc, Analyzer: bulk.Analyzer},
		{Doc: sdkpin.Doc, Analyzer: sdkpin.Analyzer, Files: sdkpin.Files},
		{Doc: httptimeout.Doc, Analyzer: httptimeout.Analyzer},
		{Doc: retryafter.Doc, Analyzer: retryafter.Analyzer},
		{Doc: statuscheck.Doc, Analyzer: statuscheck.Analyzer},
		{Doc: keyexposure.Doc, Analyzer: keyexposure.Analyzer},
		{Doc: webhooksig.Doc, Analyzer: webhooksig.Analyzer},
	}
}

// suite is every rule, made once: the directives of a package can be judged only
// after all rules that they may name, so that rule's analyzer is made of the
// others.
var suite = func() []*rule.Rule {
	all := rules()
	var others []*analysis.Analyzer
	for _, r := range all {
		others = append(others, r.Analyzer)
	}
	return append(all, &rule.Rule{Doc: ignore.Doc, Analyzer: ignore.New(others...)})
}()

// The configuration and the directives name rules, and cannot import them.
func init() {
	var names []string
	for _, r := range suite {
		names = append(names, r.Doc.Name)
	}
	config.SetRuleNames(names)
}

// All returns every rule in the order of the documentation.
func All() []*rule.Rule { return slices.Clone(suite) }

// Analyzers returns the analyzers of every rule, for hosts that take
// golang.org/x/tools/go/analysis passes.
func Analyzers() []*analysis.Analyzer {
	var as []*analysis.Analyzer
	for _, r := range suite {
		as = append(as, r.Analyzer)
	}
	return as
}
