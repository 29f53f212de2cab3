// Package authheader defines the rule about the Authorization header.
package authheader

import (
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Doc is what a user reads about the rule.
var Doc = &rule.Document{
	Name:     "authheader",
	Title:    "credential missing or sent in a form that Klaviyo refuses",
	Severity: config.Error,
	Kinds: []rule.Kind{
		{Name: "bearer", Severity: config.Error, Text: "a private key sent as an OAuth token"},
		{Name: "scheme", Severity: config.Error, Text: "no scheme before the key, or a misspelt one"},
		{Name: "header", Severity: config.Error, Text: "a key sent in a header that Klaviyo does not read"},
		{Name: "missing", Severity: config.Error, Text: "no Authorization header on any path to the request"},
		{Name: "public", Severity: config.Error, Text: "a company id sent as a private key"},
		{Name: "private", Severity: config.Error, Text: "a private key sent as `company_id`"},
		{Name: "possible", Severity: config.Warning, Text: "a header that may be missing", Strict: true},
	},
	Text: "A request to `/api/*` identifies itself with the header `Authorization: Klaviyo-API-Key <private key>`. OAuth apps send `Authorization: Bearer <access token>` instead. Klaviyo refuses everything else with 401 (its documentation says 400).\n\n" +
		"The rule reports, at the call that sets the header:\n\n" +
		"- a private key after `Bearer`\n- a key without a scheme, or with a scheme that Klaviyo does not know, such as `Klaviyo-API-Token` or `Basic`\n- a scheme with no space after it\n- a key in a header of another name\n- a public company id in place of the private key\n\n" +
		"It reports a request that lacks the header on every path at the call that builds it. It also reports a private key sent as `company_id`: everyone who sees the URL can read it.\n\n" +
		"A value that comes from outside is taken for what its scheme says. It counts as a private key only if the code checks that it starts with `pk_`, or if its name says so. A name says so if it has Klaviyo and key, token or secret, and none of public, company, site, OAuth, access and refresh.\n\n" +
		"The rule is silent about OAuth tokens, letter case, the OAuth and `/client` endpoints, and the retired API. It is silent about injected clients, which may sign in their transport, and about requests to which code out of sight may still add the header.",
	Bad:  `req.Header.Set("Authorization", "Bearer pk_...")`,
	Good: `req.Header.Set("Authorization", "Klaviyo-API-Key "+key)`,
	Fix:  "Editors offer the right scheme in place of a wrong one; `-unsafe-fixes` applies that.",
	Options: []rule.Option{
		{Key: "client.transport_sets", Default: "[]", Text: "headers that an injected transport sets"},
	},
	Since: "0.1.0",
	Sources: []string{
		"https://developers.klaviyo.com/en/docs/authenticate_",
		"https://developers.klaviyo.com/en/docs/retrieve_api_credentials",
	},
}
