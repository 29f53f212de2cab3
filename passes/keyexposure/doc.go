// Package keyexposure defines the rule that the private key stays where it is
// needed.
package keyexposure

import (
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Doc is what a user reads about the rule.
var Doc = &rule.Document{
	Name:     "keyexposure",
	Title:    "private key that reaches a log, an error, a metric or a URL",
	Severity: config.Error,
	Text: "A private key reads and writes a whole Klaviyo account. A log, an error text, a metric label or a URL copies it to places that more people and services can read than should hold the key.\n\n" +
		"The rule follows the key from where it arrives: an environment variable, a setting, a flag, a field or a parameter whose name says Klaviyo and key, or a value that ends up in an `Authorization` header or an SDK. It reports the call that leaks:\n\n" +
		"- a log: `log`, `log/slog`, zap, zerolog, logrus, klog, glog, or a logger of your own\n- `fmt.Print` and other output\n- the text of an error, or a metric label\n- a struct, a header or a request that holds the key and is written as a whole, and a shown dump of `httputil.DumpRequestOut`\n- the query of a URL, and the logged error of such a request, because a `*url.Error` quotes the URL\n- `/client/*`, and hosts that are not Klaviyo's\n\n" +
		"Access and refresh tokens of OAuth count too, if they are sent to Klaviyo as `Bearer` or come from its token endpoint.\n\n" +
		"The rule is silent about:\n\n" +
		"- the key's length, whether it is set, and masked or hashed forms of it\n- types whose `String`, `Format`, `LogValue` or `Marshal...` method decides what is shown\n- a configuration that is written as a whole by a package that neither names the field nor uses a Klaviyo client\n- the public key, and plain http, which is `plainhttp`'s",
	Bad:   `log.Printf("klaviyo: using key %s", cfg.KlaviyoAPIKey)`,
	Good:  `log.Printf("klaviyo: key is set: %t", cfg.KlaviyoAPIKey != "")`,
	Fix:   "None: what a log should say instead is for a person to decide.",
	Since: "0.1.0",
	Sources: []string{
		"https://developers.klaviyo.com/en/docs/authenticate_",
		"https://developers.klaviyo.com/en/docs/retrieve_api_credentials",
		"https://github.com/klaviyo/openapi (client endpoints take no private key)",
	},
}
