// Package plainhttp defines the rule about unprotected connections.
package plainhttp

import (
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Doc is what a user reads about the rule.
var Doc = &rule.Document{
	Name:     "plainhttp",
	Title:    "connection that anybody on the way can read",
	Severity: config.Error,
	Kinds: []rule.Kind{
		{Name: "scheme", Severity: config.Error, Text: "a request to Klaviyo by `http://`"},
		{Name: "certificate", Severity: config.Error, Text: "a client for Klaviyo that does not check the server's certificate"},
		{Name: "webhook", Severity: config.Error, Text: "a webhook whose `endpoint_url` is not `https://`"},
	},
	Text: `A private key gives full access to an account, and profiles are personal data. Reported is what sends them in the clear:

- a request to ` + "`http://a.klaviyo.com`" + `, at the literal. The key has left the machine before any redirect to https is answered;
- ` + "`InsecureSkipVerify`" + ` on a client that calls Klaviyo, whatever the HTTP library: anybody can then answer in Klaviyo's name;
- a webhook registered with an ` + "`endpoint_url`" + ` of ` + "`http://`" + `: the specification says that it must be https.

Left alone: test files and test servers, loopback addresses, other hosts, clients that only talk to others, settings whose value comes from outside, and generated code.`,
	Bad:   `http.NewRequest("GET", "http://a.klaviyo.com/api/profiles", nil)`,
	Good:  `http.NewRequest("GET", "https://a.klaviyo.com/api/profiles", nil)`,
	Fix:   "`-fix` writes `https` where the scheme stands in a literal with the host. A client that checks no certificates is not mended by itself: what it was meant for has to be found first.",
	Since: "0.1.0",
	Sources: []string{
		"https://developers.klaviyo.com/en/docs/authenticate_",
		"https://github.com/klaviyo/openapi (servers, endpoint_url)",
	},
}
