// Package response defines the rule about answers that are decoded into types
// which cannot hold them.
package response

import (
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Doc is what a user reads about the rule.
var Doc = &rule.Document{
	Name:     "response",
	Title:    "answer decoded into a type that cannot hold it, or only its first page read",
	Severity: config.Warning,
	Kinds: []rule.Kind{
		{Name: "envelope", Severity: config.Warning, Text: "a name of the document that JSON:API does not have, or has on another level"},
		{Name: "kind", Severity: config.Warning, Text: "an array where the answer has an object, a number where it has a string, and the like: the decoding fails"},
		{Name: "revision", Severity: config.Warning, Text: "a name that no answer has any more at the revision that answers"},
		{Name: "near", Severity: config.Warning, Text: "a name that no description has, one letter, the case or a plural away from one that the type lacks"},
		{Name: "page", Severity: config.Warning, Text: "a list whose items are all worked on, without a look at `links.next`"},
		{Name: "possible", Severity: config.Warning, Text: "a name that no description has, or only a later revision", Strict: true},
	},
	Text: `encoding/json drops what a type has no place for, and leaves a field empty that the answer does not have. A misspelt tag, a name that a newer revision moved, or a list read without its following pages shows as missing data, with no error.

Each type that an answer is decoded into is compared with Klaviyo's description of the operation, at the revision that answers. The decoding is followed through helpers, generic functions and client libraries. The finding is at the field, or at the call that decodes where the type belongs to another package.

A list is reported where the code works on every item, never looks at ` + "`links.next`" + `, and asks without a filter, a sort order or a page size that could make one page enough.

Left alone: names of which one answer in thirty has some that no description knows, unless a described name is one slip away; ` + "`null`" + ` into values, statuses, ` + "`relationships.*.data`" + `, types with fields that the code fills itself, ` + "`map[string]any`, `json.RawMessage`" + `, types that decode themselves, types for errors.`,
	Bad: `var out struct {
	Data []struct {
		Attribute struct{ Email string } ` + "`json:\"attribute\"`" + `
	} ` + "`json:\"data\"`" + `
}
err := json.NewDecoder(resp.Body).Decode(&out)`,
	Good: `var out struct {
	Data []struct {
		Attributes struct{ Email string } ` + "`json:\"attributes\"`" + `
	} ` + "`json:\"data\"`" + `
	Links struct{ Next string } ` + "`json:\"links\"`" + `
}
err := json.NewDecoder(resp.Body).Decode(&out)`,
	Fix: "None: what the code does with the field decides. `klaviyolint diff` shows what an operation answers at another revision.",
	Options: []rule.Option{
		{Key: "revision.known", Default: "[]", Text: "revisions that are newer than this build: their answers are not judged"},
		{Key: "as_of", Default: "today", Text: "the day on which revisions are judged"},
	},
	Since: "0.1.0",
	Sources: []string{
		"https://github.com/klaviyo/openapi (every revision since 2022-10-17, and the beta)",
		"https://github.com/nickdnk/klaviyo-php-sdk (answers recorded at 2026-07-15: of 47 names that the description calls removed none is in an answer)",
	},
}
