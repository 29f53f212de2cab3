// Package plainhttp defines the rule about unprotected connections.
package plainhttp

import (
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Doc is what a user reads about the rule.
var Doc = &rule.Document{
	Name:     "plainhttp",
	Title:    "connection that others can read or take over",
	Severity: config.Error,
	Kinds: []rule.Kind{
		{Name: "scheme", Severity: config.Error, Text: "a request to Klaviyo by `http://`"},
		{Name: "certificate", Severity: config.Error, Text: "a client for Klaviyo that does not check the server's certificate"},
		{Name: "webhook", Severity: config.Error, Text: "a webhook whose `endpoint_url` is not `https://`"},
	},
	Text: "A private key gives full access to an account, and profiles are personal data. The rule reports what sends them unprotected:\n\n" +
		"- a request to `http://a.klaviyo.com`. The key has left the machine before any redirect to https arrives.\n- `InsecureSkipVerify` on a client that calls Klaviyo, in any HTTP library. Anyone can then answer in Klaviyo's name.\n- a webhook whose `endpoint_url` starts with `http://`. The specification requires https.\n\n" +
		"The rule is silent about tests and test servers, loopback addresses, other hosts, clients that only talk to other hosts, values that come from outside, and generated code.",
	Bad:   `http.NewRequest("GET", "http://a.klaviyo.com/api/profiles", nil)`,
	Good:  `http.NewRequest("GET", "https://a.klaviyo.com/api/profiles", nil)`,
	Fix:   "`-fix` writes `https` if scheme and host are in one literal. It never changes a client that checks no certificates: first find out why someone switched the check off.",
	Since: "0.1.0",
	Sources: []string{
		"https://developers.klaviyo.com/en/docs/authenticate_",
		"https://github.com/klaviyo/openapi (servers, endpoint_url)",
	},
}
