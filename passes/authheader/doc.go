// Package authheader defines the rule about the Authorization header.
package authheader

import (
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Doc is what a user reads about the rule.
var Doc = &rule.Document{
	Name:     "authheader",
	Title:    "credential missing, or not sent as Klaviyo takes it",
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
	Text: `Requests to ` + "`/api/*`" + ` identify themselves by the header ` + "`Authorization: Klaviyo-API-Key <private key>`" + `, or ` + "`Authorization: Bearer <access token>`" + ` for OAuth apps. Everything else is refused (with 401, although the documentation says 400).

Reported are, at the call that sets the header: a private key behind ` + "`Bearer`" + `; a key without a scheme; a scheme that is neither of the two, such as ` + "`Klaviyo-API-Token`" + ` or ` + "`Basic`" + `, or that is not set off by a space; a key in a header of another name; and a public company id in place of the private key. At the call that builds the request: no Authorization header on any path. And a private key sent as ` + "`company_id`" + `, where everybody who sees the URL can read it.

A value that comes from outside is taken for what its scheme says. It counts as a private key where the code itself checks that it starts with ` + "`pk_`" + `, or where its name says so.

Left alone: OAuth tokens, letter case, injected clients (which sign in their transport), requests that unknown code could still add the header to, the endpoints of OAuth and of ` + "`/client`" + `, and the retired API.`,
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
