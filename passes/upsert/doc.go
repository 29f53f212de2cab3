// Package upsert defines the rule that profiles are upserted, not created.
package upsert

import (
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Doc is what a user reads about the rule.
var Doc = &rule.Document{
	Name:     "upsert",
	Title:    "profile created where an upsert exists",
	Severity: config.Warning,
	Text: "`POST /api/profiles` creates a profile. It answers 409 `duplicate_profile` if one with the same email address, phone number or external id exists. In production, most people exist already. `POST /api/profile-import` is an upsert: it creates or updates in one call, and answers 201 or 200.\n\n" +
		"The rule reports the create call at the literal that names the path, and the create methods of known SDKs at the method name. It also reports a lookup by filter that is followed by a create: another request can create the profile between the two calls.\n\n" +
		"The upsert can answer 409 too, if the email address and the phone number belong to two different profiles.\n\n" +
		"The rule is silent about:\n\n" +
		"- code that recognises the duplicate (409, `duplicate_profile`, a typed error), itself or in a function that gets the error, and goes on to update. To ignore the 409 is not enough: the new data of the profile is then lost.\n- creates of lists, tags, catalog items, coupons, segments and templates, which have no upsert\n- reads and updates on the same path\n- the definition of a create in a package that offers the upsert too. Calling it is reported.",
	Bad:   `c.do(ctx, http.MethodPost, "/api/profiles", body)`,
	Good:  `c.do(ctx, http.MethodPost, "/api/profile-import", body)`,
	Fix:   "`-fix` changes nothing, because the behaviour changes: the upsert updates an existing profile where the create answers 409. Editors offer the other path or method, and `-unsafe-fixes` applies it. They do so only if nothing else uses the literal and no code waits for status 201.",
	Since: "0.1.0",
	Sources: []string{
		"https://github.com/klaviyo/openapi (create_profile, create_or_update_profile)",
		"https://developers.klaviyo.com/en/reference/create_or_update_profile",
	},
}
