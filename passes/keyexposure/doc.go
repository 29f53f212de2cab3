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
	Text: "A private key reads and writes a whole Klaviyo account. Many people and services can read a log, an error text, a metric label or a URL. Most of them must not have the key.\n\n" +
		"The rule knows the key by its name or by its use. The name of an environment variable, setting, flag, field or parameter contains Klaviyo, and one of key, token and secret. Or the value goes into an `Authorization` header or an SDK. The rule follows the key and reports the call that leaks it to:\n\n" +
		"- a log: `log`, `log/slog`, zap, zerolog, logrus, klog, glog, or a logger of your own\n- `fmt.Print` and other output\n- the text of an error, or a metric label\n- the query of a URL. The error of such a request must not be logged either, because a `*url.Error` quotes the URL.\n- `/client/*`, or a host that is not Klaviyo's\n\n" +
		"The key also leaks inside something larger: a struct, a header or a request that is logged as a whole, or a dump of `httputil.DumpRequestOut` that is shown.\n\n" +
		"Access and refresh tokens of OAuth count too, if they are sent to Klaviyo as `Bearer` or come from its token endpoint.\n\n" +
		"The rule is silent about:\n\n" +
		"- the key's length, whether it is set, and masked or hashed forms of it\n- types whose `String`, `Format`, `LogValue` or `Marshal...` method decides what is shown\n- a package that logs a whole configuration, but does not name the field with the key and does not use a Klaviyo client\n- the public key\n- the key sent over `http://`, which `plainhttp` reports",
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
