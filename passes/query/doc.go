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
		{Name: "value", Severity: config.Error, Text: "a value of `fields[...]`, `include`, `sort` or `additional-fields[...]` that Klaviyo does not offer"},
		{Name: "filter", Severity: config.Error, Text: "a malformed filter, or a field or operator that the filter does not have"},
		{Name: "page-size", Severity: config.Error, Text: "`page[size]` outside the bounds of the operation"},
		{Name: "revision", Severity: config.Error, Text: "what the revision that answers no longer has, or a page size that it does not take yet"},
		{Name: "missing", Severity: config.Error, Text: "campaigns listed without a filter"},
		{Name: "escape", Severity: config.Error, Text: "an email, phone number or name put into a filter or path unescaped"},
		{Name: "possible", Severity: config.Warning, Text: "what only a later revision has; names inside a field in `fields[...]`; dates without a time", Strict: true},
	},
	Text: "Klaviyo answers 400 to a parameter it does not know, to a value that it does not offer, to a filter that it cannot read, and to a page size over the maximum. A sync then fails on every run.\n\n" +
		"The rule compares each query with Klaviyo's description of the operation. It takes the description of the revision that answers. That is the revision sent, or for a retired one the oldest revision that Klaviyo still serves. If the revision comes from outside, the rule reports only what is wrong at every served revision.\n\n" +
		"The rule reads filters as Klaviyo does: brackets, quotes, operators, fields. It takes the unknown parts of a query to be right, but a value in a filter needs its quotes also if the value is unknown.\n\n" +
		"If a parameter takes its values from a string type, the rule judges the constants of that type too. It stays silent about a type that serves several parameters, unless a constant is one slip away from a known value.\n\n" +
		"The rule also reports an email address, phone number or name that goes into a filter unescaped, and an email address in a path. It knows these values by the names that the code gives them, such as `email` or `phone`. They can contain `+`, `&`, `\"` or `'`. Take an email address with `+`: the `+` arrives as a space, the filter finds no profile, and the program creates the profile a second time.\n\n" +
		"The rule is silent about:\n\n" +
		"- `page[cursor]`\n- `page[size]` on events before revision 2026-01-15, because the server takes it\n- parameters of `/client/*`, except `company_id`\n- values that `url.Values`, `url.QueryEscape` or a client library encodes",
	Bad: `u := base + "/api/profiles?page[size]=500&filter=equals(email,\"" + email + "\")"
req, err := http.NewRequest("GET", u, nil)`,
	Good: `q := url.Values{"page[size]": {"100"}, "filter": {"equals(email,\"" + email + "\")"}}
req, err := http.NewRequest("GET", base+"/api/profiles?"+q.Encode(), nil)`,
	Fix: "`-fix` renames a parameter, value, field or operator if exactly one known name is close to it and no other request uses the literal. Editors offer the maximum page size. `-unsafe-fixes` applies it.",
	Options: []rule.Option{
		{Key: "revision.known", Default: "[]", Text: "revisions that are newer than this version of klaviyolint: the rule does not judge their queries"},
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
