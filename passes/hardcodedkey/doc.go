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
	Text: "A private key opens the whole account within its scopes: profiles, events, campaigns. Everyone who can read the repository, a build log or the binary has the key. Deleting the line does not help, because the history keeps it. Rotate the key, then read the new one from the environment or a secret manager.\n\n" +
		"The rule knows three shapes of keys:\n\n" +
		"- `pk_` and 34 lower-case hex digits\n- `pk_`, the six characters of the company id, an underscore, and 34 lower-case hex digits\n- `pk_` and 34 letters and digits, but only if the code uses it as a Klaviyo key: after the scheme `Klaviyo-API-Key`, in an SDK, or in a variable, field or environment entry whose name says Klaviyo and key, token or secret\n\n" +
		"It finds keys in literals (also when they are split over constants), in comments, struct tags, tests and embedded files. The command also looks in `.env`, YAML, JSON, TOML, shell, Make and Docker files that git does not ignore. A literal webhook secret or OAuth client secret counts where it is used as one.\n\n" +
		"The rule is silent about:\n\n" +
		"- names that say placeholder, example, sample, mask or pattern, and the test data of secret scanners\n- regular expressions, and keys with fewer than six different characters\n- the `pk_` keys of Stripe, Clerk, ClickUp, Paystack and others\n- the public company id\n- in tests, everything but the first two shapes\n\n" +
		"It cannot see a key that is put together from pieces in a package whose files name neither Klaviyo nor a key.",
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
