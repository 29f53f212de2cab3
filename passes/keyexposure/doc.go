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
	Text: "A private key reads and writes a whole Klaviyo account. In a log, an error text, a metric's label or a URL it is copied to places that more people and services can read than should hold the key.\n\n" +
		"The key is followed from where it arrives: an entry of the environment, a setting, a flag, a field or a parameter whose name says Klaviyo and key, or that ends in an `Authorization` header with the scheme `Klaviyo-API-Key` or in an SDK. Reported, at the call that leaks: `log`, `log/slog`, zap, zerolog, logrus, klog, glog, loggers of your own, `fmt.Print` and prints to standard output; texts of errors; labels of metrics; a struct, a header or a request that holds the key and is shown as a whole; `httputil.DumpRequestOut` where the dump is shown; the key in a query string, and the error of such a request in a log, since a `*url.Error` quotes the URL; the key sent to `/client/*`, whose callers are public; the key sent to a host that is not Klaviyo's.\n\n" +
		"Left alone: the key's length, the question whether it is set, parts and masked forms of it, whatever a function called mask, redact or hash gives; types whose `String`, `Format`, `LogValue` or `Marshal...` method says how they are shown; a configuration with such a field that is shown as a whole by a package which neither names the field nor uses a client of Klaviyo; the public key; method and URL of a request whose key is in a header; requests by plain http.",
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
