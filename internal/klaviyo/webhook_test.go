package klaviyo

import "testing"

func TestKindOfHeader(t *testing.T) {
	for name, want := range map[string]HeaderKind{
		"Klaviyo-Signature":               HeaderSent,
		"klaviyo-timestamp":               HeaderSent,
		"KLAVIYO-WEBHOOK-ID":              HeaderSent,
		"X-Klaviyo-Signature":             HeaderInvented,
		"x-klaviyo-hmac-sha256":           HeaderInvented,
		"Klaviyo-Webhook-Signature":       HeaderInvented,
		"webhook-signature":               HeaderGeneric,
		"X-Klaviyo-Api-Revision":          HeaderOther,
		"X-Klaviyo-Req-Id":                HeaderOther,
		"X-Shopify-Hmac-Sha256":           HeaderOther,
		"Stripe-Signature":                HeaderOther,
		"missing klaviyo signature":       HeaderOther,
		"https://a.klaviyo.com/webhooks":  HeaderOther,
		"/hooks/klaviyo-webhook":          HeaderOther,
		"klaviyo.webhook":                 HeaderOther,
		"X-Klaviyo-Webhook-Id":            HeaderInvented,
		"klaviyo-webhook-secret":          HeaderOther,
		"klaviyo-webhook":                 HeaderOther,
		"klaviyo_webhook_signature":       HeaderOther,
		"X-Klaviyo-Revision-Fall-Forward": HeaderOther,
	} {
		if got := KindOfHeader(name); got != want {
			t.Errorf("%s: %d, want %d", name, got, want)
		}
	}
}
