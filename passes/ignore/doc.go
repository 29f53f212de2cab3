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
		{Name: "no-reason", Severity: config.Warning, Text: "the directive gives no reason, so it silences nothing"},
		{Name: "unknown", Severity: config.Warning, Text: "the directive names a rule that does not exist"},
		{Name: "malformed", Severity: config.Warning, Text: "klaviyolint has no such directive, or the directive names no rule"},
		{Name: "unused", Severity: config.Info, Text: "no finding is left for the directive to silence"},
	},
	Text: "A directive silences one or more rules. There are two:\n\n" +
		"    //klaviyolint:ignore RULE[,RULE] reason\n    //klaviyolint:file-ignore RULE[,RULE] reason\n\n" +
		"`ignore` silences findings on its own line. If it has a line of its own, it silences findings on the line below. `file-ignore` silences findings in the whole file.\n\n" +
		"- The reason is mandatory: the next reader has to know whether it still holds. Without a reason the directive silences nothing.\n- Each rule needs its name. There is no word for all rules, and a misspelt name silences nothing.\n- A directive is for one line, not for a statement or a function. A finding may be on a later line of a long statement: put the directive on the line of the finding.\n\n" +
		"With `severity = \"info\"` the rule also reports a directive that has nothing to silence. It does so only if all rules that the directive names have judged the file. They have not if the package has type errors, if a rule is off or leaves the path out, or if the file is generated.\n\n" +
		"`//nolint`, `//nolint:all` and `//nolint:klaviyolint` work as they do in golangci-lint. In go.mod, .env, YAML, shell and Docker files, write the directive as a comment of that format. The rule does not check these.",
	Bad: `//klaviyolint:ignore upsert
resp, err := c.post(ctx, "/api/profiles", body)`,
	Good: `//klaviyolint:ignore upsert the import job must fail on duplicates, see docs/import.md
resp, err := c.post(ctx, "/api/profiles", body)`,
	Fix: "None: only a person knows the reason, and a directive that has nothing to silence here may be needed with other build tags.",
	Options: []rule.Option{
		{Key: "rules.ignore.severity", Default: "as in the table above", Text: "one severity for all findings of this rule"},
		{Key: "severity", Default: "`\"warning\"`", Text: "`\"info\"` shows directives that have nothing to silence"},
	},
	Since: "0.1.0",
}
