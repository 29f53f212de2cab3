// Package hardcodedkey defines the rule that no private Klaviyo key stands in
// source.
package hardcodedkey

import (
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Doc is what a user reads about the rule.
var Doc = &rule.Document{
	Name:     "hardcodedkey",
	Title:    "private Klaviyo key, webhook secret or OAuth client secret in source",
	Severity: config.Error,
	Kinds: []rule.Kind{
		{Name: "privatekey", Severity: config.Error, Text: "a private API key"},
		{Name: "webhooksecret", Severity: config.Error, Text: "the signing secret of a webhook"},
		{Name: "clientsecret", Severity: config.Error, Text: "the secret of an OAuth client"},
	},
	Text: "A private key opens the whole account within its scopes: profiles, events, campaigns. Everyone who can read the repository, a build log or the binary has it, and deleting the line does not take it back, because the history keeps it. Rotate the key; then read the new one from the environment or a secret manager.\n\n" +
		"A key is `pk_` and 34 lower-case hex digits, or `pk_`, the six characters of the company id, an underscore and 34 lower-case hex digits. `pk_` and 34 alphanumerics count only behind the `Klaviyo-API-Key` scheme, where they flow to an Authorization header or an SDK, or where the variable, field, parameter or environment entry that gets them says klaviyo and key, token or secret. Found in literals (also split over constants, in `[]byte` and raw strings), struct tags, comments, tests, embedded files and, by the command alone, in `.env`, YAML, JSON, TOML, shell, Make and Docker files that git does not ignore. A literal signing secret or OAuth client secret counts where it is used as one.\n\n" +
		"Left alone: fields, variables and methods named placeholder, example, sample, mask or pattern, and the true and false positives of scanners (`tps`, `fps`); regular expressions; bodies with fewer than six different characters; the `pk_` keys of Stripe, Clerk, ClickUp, Paystack and others; the public six-character company id; in tests, everything but the two exact shapes. Keys put together from pieces in a package whose files name neither Klaviyo nor a key are not seen.",
	Bad:   `req.Header.Set("Authorization", "Klaviyo-API-Key pk_…")`,
	Good:  `req.Header.Set("Authorization", "Klaviyo-API-Key "+os.Getenv("KLAVIYO_PRIVATE_KEY"))`,
	Fix:   "None by default: a key must be rotated, and no edit does that. Editors offer `os.Getenv(\"KLAVIYO_PRIVATE_KEY\")` in place of the literal, and `-unsafe-fixes` applies it.",
	Since: "0.1.0",
	Sources: []string{
		"https://developers.klaviyo.com/en/docs/retrieve_api_credentials",
		"https://developers.klaviyo.com/en/docs/authenticate_",
		"https://github.com/trufflesecurity/trufflehog (pkg/detectors/klaviyo: the exact shapes)",
	},
}
