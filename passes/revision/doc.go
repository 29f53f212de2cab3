// Package revision defines the rule about the revision header.
package revision

import (
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Doc is what a user reads about the rule.
var Doc = &rule.Document{
	Name:     "revision",
	Title:    "revision header missing, retired, deprecated or wrong",
	Severity: config.Error,
	Kinds: []rule.Kind{
		{Name: "missing", Severity: config.Error, Text: "no revision header on any path to the request"},
		{Name: "retired", Severity: config.Error, Text: "a revision that Klaviyo no longer serves"},
		{Name: "malformed", Severity: config.Error, Text: "not a date of the form YYYY-MM-DD"},
		{Name: "future", Severity: config.Error, Text: "a date in the future"},
		{Name: "latest", Severity: config.Error, Text: "the word `latest`, which is not a revision"},
		{Name: "deprecated", Severity: config.Warning, Text: "a revision in its second and last year"},
		{Name: "beta", Severity: config.Warning, Text: "a `.pre` revision for an endpoint that is stable"},
		{Name: "sdk", Severity: config.Warning, Text: "an SDK that pins a deprecated revision"},
		{Name: "sdk-retired", Severity: config.Error, Text: "an SDK that pins a retired revision"},
		{Name: "unlisted", Severity: config.Warning, Text: "a past date that is in no list of revisions", Strict: true},
		{Name: "possible", Severity: config.Warning, Text: "a header that may be missing", Strict: true},
	},
	Text: "Every request to `/api/*` and `/client/*` names the API revision it was written for, in the header `revision`. A revision is stable for one year, deprecated for another, and then retired.\n\n" +
		"Klaviyo still answers a request with a retired revision, but as the oldest revision that is not retired. Fields move or vanish under a status of 200, and endpoints that are gone answer 410. With the header `X-Klaviyo-Revision-Fall-Forward-Opt-Out` every such call answers 410.\n\n" +
		"The rule reports:\n\n" +
		"- a request that lacks the header on every path, at the call that builds it\n- a value that is retired, deprecated, malformed, in the future, `latest` or a beta, at the literal\n- the day of the call, as in `time.Now().Format(\"2006-01-02\")`, at the call that sets the header\n- an SDK that sends a retired or deprecated revision, at its import\n\n" +
		"If the literal is in a package that does not call Klaviyo itself, such as a package of settings, the finding is where the value goes to the client.\n\n" +
		"The header may be set in the same function, a helper, a loop over a map, a transport or another package. An injected `*http.Client` is not expected to set it, unless a transport that the rule sees does so, or `client.transport_sets` says so.\n\n" +
		"The rule is silent about:\n\n" +
		"- OAuth, `/client/ip-allowlists/{id}`, the status page, assets, and the v1 and v2 paths\n- a missing header where code out of sight may still add it\n- values that come from outside\n- past dates that are newer than this version of klaviyolint",
	Bad:  `req.Header.Set("revision", "2023-02-22")`,
	Good: `req.Header.Set("revision", "2026-07-15")`,
	Fix:  "`-fix` inserts a missing header with the target revision (the newest stable one). It replaces a retired value by the oldest revision that Klaviyo still serves, because Klaviyo answers with that one anyway. Editors also offer the target revision in place of a deprecated, malformed or beta one. `-unsafe-fixes` applies that.",
	Options: []rule.Option{
		{Key: "revision.target", Default: "the newest stable revision", Text: "what fixes insert"},
		{Key: "revision.known", Default: "[]", Text: "revisions that are newer than this version of klaviyolint"},
		{Key: "revision.warn_before", Default: "the whole deprecated year", Text: "how long before its retirement a deprecated revision is reported"},
		{Key: "client.transport_sets", Default: "[]", Text: "headers that an injected transport sets"},
		{Key: "as_of", Default: "today", Text: "the day on which revisions are judged"},
	},
	Since: "0.1.0",
	Sources: []string{
		"https://developers.klaviyo.com/en/docs/api_versioning_and_deprecation_policy",
		"https://github.com/klaviyo/openapi",
	},
}
