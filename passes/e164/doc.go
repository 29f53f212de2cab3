// Package e164 defines the rule about phone numbers.
package e164

import (
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Doc is what a user reads about the rule.
var Doc = &rule.Document{
	Name:     "e164",
	Title:    "phone number that Klaviyo refuses",
	Severity: config.Error,
	Text: "Klaviyo accepts phone numbers in E.164 only: a plus sign, the country code, and the number, at most fifteen digits in all. Anything else answers 400 `Invalid phone number format`; on events it is refused only when the profile has no valid email, so it goes unnoticed until one has none.\n\n" +
		"Reported is a constant that reaches a phone field of a Klaviyo request (`phone_number` and `$phone_number` in a body, the phone fields and setters of SDKs, filter expressions), with what is wrong with it, and a number put together by a format that cannot give E.164.\n\n" +
		"Left alone: numbers that go to other services or are only printed, empty strings, masks, and everything that comes from outside.",
	Bad:  `map[string]any{"phone_number": "(555) 123-4567"}`,
	Good: `map[string]any{"phone_number": "+15551234567"}`,
	Fix:  "`-fix` writes the number in E.164 when it carries its country code, or when `default_region` says which country it is from.",
	Options: []rule.Option{
		{Key: "default_region", Default: "none", Text: "two-letter region of numbers without a country code, for the fix"},
	},
	Since: "0.1.0",
	Sources: []string{
		"https://developers.klaviyo.com/en/docs/events_api_overview",
		"https://github.com/klaviyo/openapi (phone_number)",
	},
}
