package klaviyo

import "strings"

// The headers of a system webhook's request, as net/http writes their names.
// The signature is the lower-case hex of HMAC-SHA256 over the body's bytes
// followed at once by the timestamp header's value as it was sent. The webhook
// id is not signed. Flow webhooks, an action of a flow, carry none of them.
//
// Source: https://developers.klaviyo.com/en/docs/working_with_system_webhooks
const (
	WebhookSignature = "Klaviyo-Signature"
	WebhookTimestamp = "Klaviyo-Timestamp"
	WebhookID        = "Klaviyo-Webhook-Id"
)

// SignatureLength is the length of the signature header: SHA-256 in hex.
const SignatureLength = 64

// A HeaderKind says what the name of a webhook's header is.
type HeaderKind uint8

// The kinds of header names.
const (
	HeaderOther    HeaderKind = iota // nothing to do with Klaviyo's webhooks
	HeaderSent                       // Klaviyo sends it
	HeaderInvented                   // it looks like Klaviyo's, and is never sent
	HeaderGeneric                    // invented where Klaviyo's webhook is meant; other vendors send it
)

// KindOfHeader judges the name of a header that a handler reads, in any case.
// Invented names were seen in public code for Klaviyo's webhooks; those of the
// API's own answers (X-Klaviyo-Api-Revision, X-Klaviyo-Req-Id) are none.
func KindOfHeader(name string) HeaderKind {
	low := strings.ToLower(name)
	switch low {
	case strings.ToLower(WebhookSignature), strings.ToLower(WebhookTimestamp), strings.ToLower(WebhookID):
		return HeaderSent
	case "webhook-signature", "x-webhook-signature":
		return HeaderGeneric
	}
	// Every word must be one that such a header is made of: names of settings
	// (klaviyo-webhook-secret) look much the same.
	words := strings.Split(low, "-")
	klaviyo, tells := false, strings.HasSuffix(low, "klaviyo-webhook-id")
	for _, w := range words {
		switch w {
		case "klaviyo":
			klaviyo = true
		case "signature", "hmac", "timestamp":
			tells = true
		case "x", "webhook", "hook", "webhooks", "event", "request", "sha256", "256", "v1", "id":
		default:
			return HeaderOther
		}
	}
	if klaviyo && tells {
		return HeaderInvented
	}
	return HeaderOther
}
