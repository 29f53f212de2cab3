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
	Title:    "webhook signature not verified, or verified in the wrong way",
	Severity: config.Error,
	Text: "Klaviyo signs each delivery of a system webhook. `Klaviyo-Signature` is the lower-case hex of an HMAC-SHA256 with the webhook's secret. Klaviyo signs the body as it was sent, followed by the value of `Klaviyo-Timestamp`. A handler that does not verify the signature takes events from anyone. A handler that verifies something else refuses what Klaviyo sends.\n\n" +
		"The rule reports at the comparison:\n\n" +
		"- `==`, `!=`, `bytes.Equal`, `strings.EqualFold`, `strings.Compare` and similar, because their timing tells how much of a guess is right\n- an HMAC that leaves out the timestamp, puts it first, puts something in between, or includes the webhook id\n- another hash, or a hash without a key\n- base64, a prefix, or raw bytes in place of plain hex\n- a body that was decoded and encoded again\n- a result that nothing uses\n\n" +
		"The rule reports where the header is read:\n\n" +
		"- a handler that reads `Klaviyo-Signature` and verifies nothing\n- a handler that reads only `Klaviyo-Timestamp` or `Klaviyo-Webhook-Id` and verifies nothing, if its package registers it with a router and without middleware\n- headers that Klaviyo does not send, such as `X-Klaviyo-Signature` and `webhook-signature`\n\n" +
		"The rule follows the bytes through helpers, methods, closures and middleware, also into other packages of the module.\n\n" +
		"The rule is silent about:\n\n" +
		"- signatures of other vendors\n- flow webhooks, which carry no signature\n- handlers behind a middleware that verifies\n- signatures that the code passes to code out of sight\n- the age of the timestamp: the rule does not ask for a replay window, because the timestamps in Klaviyo's own example are hours apart",
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
	Fix:   "`-fix` replaces `==`, `!=` and `bytes.Equal` by `hmac.Equal`, and adds the import. Change what is signed by hand.",
	Since: "0.1.0",
	Sources: []string{
		"https://developers.klaviyo.com/en/docs/working_with_system_webhooks",
		"https://developers.klaviyo.com/en/docs/webhooks_api_overview",
	},
}
