// Package endpoint defines the rule about endpoints that do not exist.
package endpoint

import (
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Doc is what a user reads about the rule.
var Doc = &rule.Document{
	Name:     "endpoint",
	Title:    "endpoint that does not exist, or not at the revision that is sent",
	Severity: config.Error,
	Kinds: []rule.Kind{
		{Name: "unknown", Severity: config.Error, Text: "no revision has the path"},
		{Name: "method", Severity: config.Error, Text: "the path exists, but not with this method"},
		{Name: "revision", Severity: config.Error, Text: "the revision that is sent does not have the endpoint yet, or no more"},
		{Name: "beta", Severity: config.Error, Text: "an endpoint of the beta, called with a stable revision"},
		{Name: "page-size", Severity: config.Error, Text: "`page[size]` over the endpoint's maximum"},
		{Name: "possible", Severity: config.Warning, Text: "no revision has the path, whatever the method that is not known", Strict: true},
	},
	Text: `A request to Klaviyo names a method and path that no specification has: a misspelt path, the wrong method, ` + "`/api`" + ` left out. Klaviyo answers 404. Code that takes 404 for "no such profile" never notices.

Reported is the literal that names the path, with the endpoint that was probably meant, or the methods that the path has.

Endpoints also come and go with revisions. Reported are those that the revision which the request sends does not have yet, or has no more, when every revision it may send lacks them; a retired revision counts as the oldest one still served, since that is what Klaviyo answers as. An endpoint of the beta specification needs a ` + "`.pre`" + ` revision.

A constant ` + "`page[size]`" + ` over the endpoint's maximum is reported as well.

Left alone: paths with unknown parts that could match, requests whose method is not known, revisions that are newer than the tables of this build, OAuth, paths outside the API that resemble none, and the retired API, which is the business of ` + "`legacyapi`" + `.`,
	Bad:  `http.NewRequest("POST", "https://a.klaviyo.com/api/profile", body)`,
	Good: `http.NewRequest("POST", "https://a.klaviyo.com/api/profiles", body)`,
	Fix:  "Editors offer the path that was probably meant, and the maximum page size; `-unsafe-fixes` applies that.",
	Options: []rule.Option{
		{Key: "revision.known", Default: "[]", Text: "revisions that are newer than this build"},
		{Key: "as_of", Default: "today", Text: "the day on which revisions are judged"},
	},
	Since: "0.1.0",
	Sources: []string{
		"https://github.com/klaviyo/openapi (every revision since 2022-10-17, and the beta)",
		"https://developers.klaviyo.com/en/docs/api_versioning_and_deprecation_policy",
	},
}
