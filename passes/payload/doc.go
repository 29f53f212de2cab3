// Package payload defines the rule about bodies that Klaviyo refuses.
package payload

import (
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Doc is what a user reads about the rule.
var Doc = &rule.Document{
	Name:     "payload",
	Title:    "body that the endpoint refuses at the revision that answers",
	Severity: config.Error,
	Kinds: []rule.Kind{
		{Name: "envelope", Severity: config.Error, Text: "the document has no `data`"},
		{Name: "member", Severity: config.Error, Text: "a name that no revision of the operation has, or that belongs elsewhere"},
		{Name: "revision", Severity: config.Error, Text: "a name that the revision that answers no longer has"},
		{Name: "missing", Severity: config.Error, Text: "a name that Klaviyo requires, and that is certainly missing"},
		{Name: "type", Severity: config.Error, Text: "a wrong JSON:API `type`"},
		{Name: "kind", Severity: config.Error, Text: "a value of the wrong kind or format"},
		{Name: "items", Severity: config.Error, Text: "more items than one request may carry"},
		{Name: "possible", Severity: config.Warning, Text: "a name of a later revision; a missing name that the description requires, though no refusal is confirmed; a value that the description does not list", Strict: true},
	},
	Text: "Klaviyo's API takes JSON:API documents and refuses every name that it does not know: it answers 400 and stores nothing. Go sends what the struct tags and map keys say. So a misspelt tag, a name on the wrong level or a missing `data` shows only in production.\n\n" +
		"The rule compares each body with Klaviyo's description of the operation. It takes the description of the revision that answers. That is the revision sent, or for a retired one the oldest revision that Klaviyo still serves. If the revision comes from outside, the rule reports only what is wrong at every served revision.\n\n" +
		"The finding is at the key: a map key, a struct field, or a name inside JSON text. If a name is missing, the finding is where the code writes the object, or at the struct type if the object comes from outside. If a struct serves several operations, the finding is at the field around it that only this operation has, or at the call that is wrong.\n\n" +
		"The rule judges the parts of a body that it knows. It never calls a name missing if an unknown part, or other code that adds keys, may hold it.\n\n" +
		"The rule is silent about:\n\n" +
		"- names inside `properties`, `event_properties`, `custom_metadata`, `patch_properties` and other objects that may hold any name\n- `anonymous_id`, and `null`\n- an event's profile without `attributes`\n- types that write their own JSON, such as those with `MarshalJSON`\n- multipart bodies, and generated files",
	Bad: `body := map[string]any{"data": map[string]any{
	"type":       "profile",
	"attributes": map[string]any{"first_nme": name},
}}`,
	Good: `body := map[string]any{"data": map[string]any{
	"type":       "profile",
	"attributes": map[string]any{"first_name": name},
}}`,
	Fix: "`-fix` renames a name if exactly one known name differs from it by one letter or by upper and lower case. The key must be a literal or a struct tag that serves nothing else. `-fix` also corrects a wrong `type` if it is a literal. `klaviyolint diff` shows what an operation takes at another revision.",
	Options: []rule.Option{
		{Key: "revision.known", Default: "[]", Text: "revisions that are newer than this version of klaviyolint: the rule does not judge their bodies"},
		{Key: "as_of", Default: "today", Text: "the day on which revisions are judged"},
	},
	Since: "0.1.0",
	Sources: []string{
		"https://github.com/klaviyo/openapi (every revision since 2022-10-17, and the beta)",
		"https://github.com/klaviyo/klaviyo-api-node/issues/67 (an unknown name is refused)",
		"https://github.com/verbb/formie/issues/1986 (an unknown name is refused)",
	},
}
