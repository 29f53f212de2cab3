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
		{Name: "revision", Severity: config.Error, Text: "a name that is gone by the revision that answers"},
		{Name: "missing", Severity: config.Error, Text: "a name that Klaviyo requires is certainly not there"},
		{Name: "type", Severity: config.Error, Text: "a wrong JSON:API `type`"},
		{Name: "kind", Severity: config.Error, Text: "a value of the wrong kind or format"},
		{Name: "items", Severity: config.Error, Text: "more items than one request may carry"},
		{Name: "possible", Severity: config.Warning, Text: "a name of a later revision, a required mark that nobody was seen to stumble over, a value that is not listed", Strict: true},
	},
	Text: `Klaviyo's API takes JSON:API documents and refuses every name that it does not know: it answers 400, and nothing is stored. Go sends what the struct tags and map keys say, so a misspelt tag, a name on the wrong level or a missing ` + "`data`" + ` shows in production first.

Each body is compared with Klaviyo's description of the operation, at the revision that answers: the one that is sent, or for a retired one the oldest that is still served. Where the revision comes from outside, only what holds at every served revision counts. The finding is at the key: a map key, a struct field, a name inside JSON text. What is missing is reported where the object is written. A struct that serves several operations is reported at the call that is wrong.

A body is judged as far as it is known. A part that is not known makes nothing missing, and an object to which other code may add keys lacks nothing.

Left alone: names inside ` + "`properties`, `event_properties`, `custom_metadata`, `patch_properties`" + ` and other free objects, ` + "`anonymous_id`" + `, an event's profile without ` + "`attributes`" + `, ` + "`null`" + `, types that write their JSON themselves, multipart bodies, generated files.`,
	Bad: `body := map[string]any{"data": map[string]any{
	"type":       "profile",
	"attributes": map[string]any{"first_nme": name},
}}`,
	Good: `body := map[string]any{"data": map[string]any{
	"type":       "profile",
	"attributes": map[string]any{"first_name": name},
}}`,
	Fix: "A name is renamed where exactly one described name is one letter or the case away, and the key is a literal or a struct tag that serves nothing else. `klaviyolint diff` shows what an operation takes at another revision.",
	Options: []rule.Option{
		{Key: "revision.known", Default: "[]", Text: "revisions that are newer than this build: their bodies are not judged"},
		{Key: "as_of", Default: "today", Text: "the day on which revisions are judged"},
	},
	Since: "0.1.0",
	Sources: []string{
		"https://github.com/klaviyo/openapi (every revision since 2022-10-17, and the beta)",
		"https://github.com/klaviyo/klaviyo-api-node/issues/67 (an unknown name is refused)",
		"https://github.com/verbb/formie/issues/1986 (an unknown name is refused)",
	},
}
