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
		"The rule looks at the phone fields of Klaviyo requests: `phone_number` and `$phone_number` in a body, the phone fields and setters of SDKs, and phone numbers in filters. It reports:\n\n" +
		"- a constant that is not E.164, with what is wrong with it\n- a format that can never give E.164, such as `fmt.Sprintf(\"(%s) %s\", area, number)`\n- a number whose plus sign the code removes and never puts back, at the call that removes it\n\n" +
		"The rule is silent about numbers that go to other services or are only printed, empty strings, masked numbers such as `+1XXXXXXXXXX`, and values that come from outside.",
	Bad:  `map[string]any{"phone_number": "(555) 123-4567"}`,
	Good: `map[string]any{"phone_number": "+15551234567"}`,
	Fix:  "`-fix` writes a number in E.164 if it has its country code, or if `default_region` says which country it is from.",
	Options: []rule.Option{
		{Key: "default_region", Default: "none", Text: "two-letter region of numbers without a country code, for the fix"},
	},
	Since: "0.1.0",
	Sources: []string{
		"https://developers.klaviyo.com/en/docs/events_api_overview",
		"https://github.com/klaviyo/openapi (phone_number)",
	},
}
