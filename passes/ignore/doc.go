// Package ignore defines the rule that judges suppression directives themselves.
package ignore

import (
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Doc is what a user reads about the rule.
var Doc = &rule.Document{
	Name:     "ignore",
	Title:    "suppression directive that does not do what it seems to",
	Severity: config.Warning,
	Kinds: []rule.Kind{
		{Name: "no-reason", Severity: config.Warning, Text: "the directive gives no reason, and therefore silences nothing"},
		{Name: "unknown", Severity: config.Warning, Text: "the directive names a rule that does not exist"},
		{Name: "malformed", Severity: config.Warning, Text: "the directive does not exist, or names no rule"},
		{Name: "unused", Severity: config.Info, Text: "no finding is left for the directive to silence"},
	},
	Text: `A directive silences rules on its line, on the line below when it stands alone, or in its file:

    //klaviyolint:ignore RULE[,RULE] reason
    //klaviyolint:file-ignore RULE[,RULE] reason

The reason is mandatory: whoever reads the code next must be able to tell whether it still holds. Without one the directive silences nothing. The same goes for a misspelt rule: the finding that was meant to be silent is reported beside it.

A directive that silences nothing was needed once. It is reported, as info, only where all rules that it names judged the file: not in a package with type errors, not where a rule is switched off or leaves the path out, not in generated files.

Directives go by lines. One above a statement of several lines covers findings on its first line, not those further down: put it on the line of the finding.

golangci-lint's ` + "`//nolint`, `//nolint:all` and `//nolint:klaviyolint`" + ` are honoured with the reach that they have there, and not judged. In go.mod, .env, YAML, shell and Docker files a directive is a comment of that format; those are honoured and not judged either.`,
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
