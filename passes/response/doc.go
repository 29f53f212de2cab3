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
		{Name: "envelope", Severity: config.Warning, Text: "a name such as `data` or `attributes` that is misspelt or on the wrong level of the document"},
		{Name: "kind", Severity: config.Warning, Text: "an array where the answer has an object, a number where it has a string, and the like: the decoding fails"},
		{Name: "revision", Severity: config.Warning, Text: "a name that the revision that answers no longer has"},
		{Name: "near", Severity: config.Warning, Text: "a name or a compared value that no description has, but that is one letter, the case or a plural away from a known one"},
		{Name: "page", Severity: config.Warning, Text: "a list of which only the first page is read"},
		{Name: "possible", Severity: config.Warning, Text: "a name that no description has, or that only a later revision has", Strict: true},
	},
	Text: "`encoding/json` drops what a type has no field for, and leaves a field empty if the answer does not have it. So a misspelt tag, a name that a newer revision moved, or a list whose later pages nobody reads shows as missing data, with no error.\n\n" +
		"The rule compares each type that an answer is decoded into with Klaviyo's description of the operation, at the revision that answers. It follows the decoding through helpers, generic functions and client libraries. The finding is at the field. If the type belongs to another package, the finding is at the call that decodes.\n\n" +
		"The rule reports a list if the code works on every item, counts or searches them, and never looks at `links.next`. It does not report the list if the request has a filter, a sort order or a page size that can make one page enough. A function that says by its name or its parameters that it reads one page, such as `firstPage` or `limit`, does so on purpose.\n\n" +
		"About 3 % of the names in Klaviyo's answers are in no description. So by default the rule reports an unknown name only if it is one letter, the case or a plural away from a known name. It also reports an attribute whose name stands only further in, such as `city` outside of `location`. For a string type with constants, it compares the constants with the values that an answer can have.\n\n" +
		"The rule is silent about:\n\n" +
		"- `null`, status codes and `relationships.*.data`\n- types with fields that the code fills itself\n- `map[string]any`, `json.RawMessage`, and types that decode themselves\n- types for errors",
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
	Fix: "None: it depends on what the code does with the field. `klaviyolint diff` shows what an operation answers at another revision.",
	Options: []rule.Option{
		{Key: "revision.known", Default: "[]", Text: "revisions that are newer than this version of klaviyolint: the rule does not judge their answers"},
		{Key: "as_of", Default: "today", Text: "the day on which revisions are judged"},
	},
	Since: "0.1.0",
	Sources: []string{
		"https://github.com/klaviyo/openapi (every revision since 2022-10-17, and the beta)",
		"https://github.com/nickdnk/klaviyo-php-sdk (answers recorded at 2026-07-15: of 47 names that the description calls removed none is in an answer)",
	},
}
