// Package ignore defines the rule that judges suppression directives themselves.
package ignore

import (
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Doc is what a user reads about the rule.
var Doc = &rule.Document{
	Name:     "ignore",
	Title:    "suppression directive that does not work",
	Severity: config.Warning,
	Kinds: []rule.Kind{
		{Name: "no-reason", Severity: config.Warning, Text: "the directive gives no reason, and therefore silences nothing"},
		{Name: "unknown", Severity: config.Warning, Text: "the directive names a rule that does not exist"},
		{Name: "malformed", Severity: config.Warning, Text: "the directive does not exist, or names no rule"},
		{Name: "unused", Severity: config.Info, Text: "no finding is left for the directive to silence"},
	},
	Text: "A directive silences rules on its line, on the line below if it has a line of its own, or in the whole file:\n\n" +
		"    //klaviyolint:ignore RULE[,RULE] reason\n    //klaviyolint:file-ignore RULE[,RULE] reason\n\n" +
		"The reason is mandatory: the next reader has to know whether it still holds. A directive without a reason silences nothing. A directive with a misspelt rule name silences nothing either.\n\n" +
		"A directive that silences nothing is reported as info. That happens only if all rules it names have judged the file: not in a package with type errors, not if a rule is off or leaves the path out, and not in generated files.\n\n" +
		"A directive counts for a line. Above a statement of several lines it covers the first line only. Put it on the line of the finding.\n\n" +
		"`//nolint`, `//nolint:all` and `//nolint:klaviyolint` work as they do in golangci-lint. In go.mod, .env, YAML, shell and Docker files, write the directive as a comment of that format. The rule does not judge these.",
	Bad: `//klaviyolint:ignore upsert
resp, err := c.post(ctx, "/api/profiles", body)`,
	Good: `//klaviyolint:ignore upsert the import job must fail on duplicates, see docs/import.md
resp, err := c.post(ctx, "/api/profiles", body)`,
	Fix: "None: only a person knows the reason, and a directive that is not needed in this build may be needed with other build tags.",
	Options: []rule.Option{
		{Key: "rules.ignore.severity", Text: "severity of all its findings"},
		{Key: "severity", Default: "`\"warning\"`", Text: "`\"info\"` shows directives that silence nothing"},
	},
	Since: "0.1.0",
}
