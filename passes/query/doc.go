// Package query defines the rule about query parameters that Klaviyo refuses.
package query

import (
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Doc is what a user reads about the rule.
var Doc = &rule.Document{
	Name:     "query",
	Title:    "query parameter, filter or page size that the endpoint refuses",
	Severity: config.Error,
	Kinds: []rule.Kind{
		{Name: "parameter", Severity: config.Error, Text: "a parameter that no revision of the operation has"},
		{Name: "value", Severity: config.Error, Text: "a value of `fields[...]`, `include`, `sort` or `additional-fields[...]` that no revision has"},
		{Name: "filter", Severity: config.Error, Text: "a malformed filter, or a field or operator that the filter does not have"},
		{Name: "page-size", Severity: config.Error, Text: "`page[size]` outside the bounds of the operation"},
		{Name: "revision", Severity: config.Error, Text: "gone by the revision that answers, or a page size that the revision does not take yet"},
		{Name: "missing", Severity: config.Error, Text: "campaigns listed without a filter"},
		{Name: "escape", Severity: config.Error, Text: "an email, phone number or name put into a filter or path unescaped"},
		{Name: "possible", Severity: config.Warning, Text: "what only a later revision has, members of fields, dates without a time", Strict: true},
	},
	Text: `Klaviyo answers 400 to a parameter it does not know, to a value that is not offered, to a filter that it cannot read, and to a page size over the maximum. A sync then fails on every run.

Each query is compared with Klaviyo's description of the operation, at the revision that answers: the one that is sent, or for a retired one the oldest that is still served. Where the revision comes from outside, only what holds at every served revision counts. Filters are parsed: brackets, quotes, operators, fields. Parts of a query that are not known are taken to be right.

The rule reports a value that goes into a filter unescaped if it can hold ` + "`+`, `&`, `\"` or `'`" + `: in an email, ` + "`+`" + ` arrives as a space, the filter finds nobody, and the profile is created a second time.

The rule is silent about ` + "`page[cursor]`" + `, ` + "`page[size]`" + ` on events before 2026-01-15 (the server takes it), parameters of ` + "`/client/*`" + ` but ` + "`company_id`" + `, values that ` + "`url.Values`, `url.QueryEscape`" + ` or a client library encodes.`,
	Bad: `u := base + "/api/profiles?page[size]=500&filter=equals(email,\"" + email + "\")"
req, err := http.NewRequest("GET", u, nil)`,
	Good: `q := url.Values{"page[size]": {"100"}, "filter": {"equals(email,\"" + email + "\")"}}
req, err := http.NewRequest("GET", base+"/api/profiles?"+q.Encode(), nil)`,
	Fix: "A parameter, value, field or operator is renamed where exactly one is near and the literal is its own. Editors offer the maximum page size; `-unsafe-fixes` applies that.",
	Options: []rule.Option{
		{Key: "revision.known", Default: "[]", Text: "revisions that are newer than this build: their queries are not judged"},
		{Key: "as_of", Default: "today", Text: "the day on which revisions are judged"},
	},
	Since: "0.1.0",
	Sources: []string{
		"https://github.com/klaviyo/openapi (every revision since 2022-10-17, and the beta)",
		"https://developers.klaviyo.com/en/docs/filtering_",
		"https://github.com/PostHog/posthog/pull/65387 (a page size over the maximum fails every sync)",
		"https://github.com/klaviyo/klaviyo-api-ruby/issues/3 (a filter without quotes is refused)",
	},
}
