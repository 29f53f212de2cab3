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
		"- a private key after `Bearer`\n- a key without a scheme\n- a scheme that Klaviyo does not know, such as `Klaviyo-API-Token` or `Basic`\n- a scheme with no space after it\n- a key in a header of another name\n- a public company id in place of the private key\n\n" +
		"If the header is missing on every path, the rule reports the call that builds the request. It also reports a private key sent as `company_id`: everyone who sees the URL can read it.\n\n" +
		"The rule cannot see a value that comes from outside, such as an environment variable or a parameter. After a scheme, it takes such a value for a private key in two cases:\n\n" +
		"- The code checks that the value starts with `pk_`.\n- The name of the value says so. It contains Klaviyo, and one of key, token and secret. It contains none of public, company, site, OAuth, access and refresh.\n\n" +
		"If the whole header value comes from outside, the scheme may be part of it. The rule then reports it only if the code checks that it starts with `pk_`.\n\n" +
		"The rule is silent about:\n\n" +
		"- OAuth tokens after `Bearer`, and upper and lower case in the scheme\n- the OAuth and `/client` endpoints, and the retired API\n- a missing header on an injected client, because such a client may sign requests in its transport\n- a missing header where code out of sight may still add it",
	Bad:  `req.Header.Set("Authorization", "Bearer pk_...")`,
	Good: `req.Header.Set("Authorization", "Klaviyo-API-Key "+key)`,
	Fix:  "Editors offer the right scheme in place of a wrong one. `-unsafe-fixes` applies it.",
	Options: []rule.Option{
		{Key: "client.transport_sets", Default: "[]", Text: "headers that an injected transport sets"},
	},
	Since: "0.1.0",
	Sources: []string{
		"https://developers.klaviyo.com/en/docs/authenticate_",
		"https://developers.klaviyo.com/en/docs/retrieve_api_credentials",
	},
}
