// Package statuscheck defines the rule about the status of answers.
package statuscheck

import (
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Doc is what a user reads about the rule.
var Doc = &rule.Document{
	Name:     "statuscheck",
	Title:    "response status never checked, or 401 and 403 swallowed",
	Severity: config.Warning,
	Kinds: []rule.Kind{
		{Name: "ignored", Severity: config.Warning, Text: "the code uses or drops the response, and never looks at its status"},
		{Name: "swallowed", Severity: config.Warning, Text: "a refused key or a missing scope leaves no error and no log line"},
	},
	Text: "`net/http` and most clients return no error for a status of 400 or more. Code that ignores the status takes a refused key (401), a missing scope (403), a rate limit (429) or an outage (503) for a success. Profiles are lost without a trace, and the body of an error is decoded as if it were data.\n\n" +
		"The rule reports, at the call that sends:\n\n" +
		"- a request whose status nothing checks, whether the code reads the body or drops the response\n- code that checks the status, but goes on after 401 or 403 without an error, a log line, a result that says so, or any other effect\n\n" +
		"The rule is silent about:\n\n" +
		"- a status that a helper, a wrapper, a transport, a caller or a hook of the library checks\n- a response that the code stores, sends on a channel, returns to unknown callers or passes to code out of sight",
	Bad:   "resp, err := client.Do(req)\nif err != nil {\n\treturn err\n}\ndefer resp.Body.Close()\nreturn json.NewDecoder(resp.Body).Decode(&out)",
	Good:  "resp, err := client.Do(req)\nif err != nil {\n\treturn err\n}\ndefer resp.Body.Close()\nif resp.StatusCode >= 300 {\n\treturn fmt.Errorf(\"klaviyo: status %d\", resp.StatusCode)\n}\nreturn json.NewDecoder(resp.Body).Decode(&out)",
	Fix:   "None: only a person can decide what an error means to the caller.",
	Since: "0.1.0",
	Sources: []string{
		"https://developers.klaviyo.com/en/docs/rate_limits_and_error_handling (statuses 400, 401, 403, 404, 405, 409, 410, 415, 429, 500, 503)",
		"https://pkg.go.dev/net/http#Client.Do (a status that is not 2xx is no error)",
	},
}
