// Package webhooksig defines the rule that the signature of a Klaviyo webhook
// is verified, and verified rightly.
package webhooksig

import (
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Doc is what a user reads about the rule.
var Doc = &rule.Document{
	Name:     "webhooksig",
	Title:    "webhook signature that is not verified, or wrongly",
	Severity: config.Error,
	Text: "Klaviyo signs each delivery of a system webhook: `Klaviyo-Signature` is the lower-case hex of HMAC-SHA256, with the webhook's secret, over the bytes of the body followed at once by the value of `Klaviyo-Timestamp`. A handler that does not verify it takes events from anybody; one that verifies something else refuses what Klaviyo sends.\n\n" +
		"Reported at the comparison: `==`, `!=`, `bytes.Equal`, `strings.EqualFold`, `strings.Compare` and the like, whose time tells how much of a guess is right; an HMAC that leaves out the timestamp, puts it first or puts something in between, or signs the webhook id too; another hash, or one without a key; base64, a prefix, or raw bytes where the header is bare hex; a body that was decoded and encoded again; a result that is thrown away. Reported where the header is read: a handler that reads one of Klaviyo's headers and verifies nothing, and headers that Klaviyo does not send (`X-Klaviyo-Signature`, `webhook-signature`).\n\n" +
		"The bytes are followed through helpers, methods, closures and middleware, of this package and of others in the module. Left alone: signatures of other vendors; flow webhooks, which carry no signature; handlers behind a middleware that verifies; a signature that is handed to code out of sight. No replay window is asked for: the timestamps in Klaviyo's own example lie hours apart.",
	Bad: `expected := hex.EncodeToString(mac.Sum(nil))
if r.Header.Get("Klaviyo-Signature") == expected {`,
	Good: `mac := hmac.New(sha256.New, secret)
mac.Write(body)
mac.Write([]byte(r.Header.Get("Klaviyo-Timestamp")))
sent, err := hex.DecodeString(r.Header.Get("Klaviyo-Signature"))
if err != nil || !hmac.Equal(sent, mac.Sum(nil)) {
	http.Error(w, "bad signature", http.StatusUnauthorized)
	return
}`,
	Fix:   "`==`, `!=` and `bytes.Equal` become `hmac.Equal`, with the import. What is signed has to be mended by hand.",
	Since: "0.1.0",
	Sources: []string{
		"https://developers.klaviyo.com/en/docs/working_with_system_webhooks",
		"https://developers.klaviyo.com/en/docs/webhooks_api_overview",
	},
}
