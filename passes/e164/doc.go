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
	Text: "Klaviyo accepts phone numbers in E.164 form only: a plus sign, the country code and the number, with at most fifteen digits. It answers anything else with 400 `Invalid phone number format`. An event with a bad number is refused only if its profile has no valid email address, so the fault can go unnoticed for long.\n\n" +
		"The rule reports a constant that reaches a phone field of a Klaviyo request, and says what is wrong with it. Phone fields are `phone_number` and `$phone_number` in a body, the phone fields and setters of SDKs, and phone numbers in filters. It also reports a number that is formatted in a way that can never give E.164, and a number whose plus sign the code removes and never puts back, at the call that removes it.\n\n" +
		"The rule is silent about numbers that go to other services or are only printed, empty strings, masks, and values that come from outside.",
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
