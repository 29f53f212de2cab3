// Package endpoint defines the rule about endpoints that do not exist.
package endpoint

import (
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Doc is what a user reads about the rule.
var Doc = &rule.Document{
	Name:     "endpoint",
	Title:    "endpoint that does not exist, or not in the revision sent",
	Severity: config.Error,
	Kinds: []rule.Kind{
		{Name: "unknown", Severity: config.Error, Text: "no revision has the path"},
		{Name: "method", Severity: config.Error, Text: "the path exists, but not with this method"},
		{Name: "revision", Severity: config.Error, Text: "the revision does not have the endpoint yet, or no longer has it"},
		{Name: "beta", Severity: config.Error, Text: "an endpoint of the beta specification, called with a stable revision"},
		{Name: "possible", Severity: config.Warning, Text: "no revision has the path with any method, and the method is not known", Strict: true},
	},
	Text: "Some requests name a method and path that no Klaviyo specification has: a misspelt path, the wrong method, a missing `/api`. Klaviyo answers 404. Code that reads 404 as \"no such profile\" never notices.\n\n" +
		"The rule reports the literal that names the path. The message suggests the endpoint that was probably meant, or lists the methods that the path takes.\n\n" +
		"Endpoints also come and go with revisions. The rule reports an endpoint if every revision that the request may send lacks it. A retired revision counts as the oldest one that is still served, because Klaviyo answers as that one. An endpoint of the beta specification needs a `.pre` revision.\n\n" +
		"The rule is silent about paths with unknown parts that may match, unknown methods, OAuth, and past revisions that are newer than this version of klaviyolint. It leaves the retired API to `legacyapi`.",
	Bad:  `http.NewRequest("POST", "https://a.klaviyo.com/api/profile", body)`,
	Good: `http.NewRequest("POST", "https://a.klaviyo.com/api/profiles", body)`,
	Fix:  "Editors offer the path that was probably meant. `-unsafe-fixes` applies it.",
	Options: []rule.Option{
		{Key: "revision.known", Default: "[]", Text: "revisions that are newer than this version of klaviyolint"},
		{Key: "as_of", Default: "today", Text: "the day on which revisions are judged"},
	},
	Since: "0.1.0",
	Sources: []string{
		"https://github.com/klaviyo/openapi (every revision since 2022-10-17, and the beta)",
		"https://developers.klaviyo.com/en/docs/api_versioning_and_deprecation_policy",
	},
}
