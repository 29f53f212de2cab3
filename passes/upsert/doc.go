// Package upsert defines the rule that profiles are upserted, not created.
package upsert

import (
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Doc is what a user reads about the rule.
var Doc = &rule.Document{
	Name:     "upsert",
	Title:    "profile created where the upsert would do",
	Severity: config.Warning,
	Text: "`POST /api/profiles` creates a profile and answers 409 `duplicate_profile` when one with the same email, phone number or external id exists. In production most people exist already. `POST /api/profile-import` creates or updates in one call, and answers 201 or 200.\n\n" +
		"Reported are the create call, at the literal that names the path, and the create methods of known SDKs, at the method name. A lookup by filter followed by a create is the same fault with a race between the two calls.\n\n" +
		"Left alone: code that recognises the duplicate (409, `duplicate_profile`, a typed error) and goes on to update; creates of lists, tags, catalog items, coupons, segments and templates, which have no upsert; reads and updates on the same path. In a package that offers the upsert beside the create, the definition of the create is no fault; calling it is.",
	Bad:   `c.do(ctx, http.MethodPost, "/api/profiles", body)`,
	Good:  `c.do(ctx, http.MethodPost, "/api/profile-import", body)`,
	Fix:   "By choice, since an existing profile is then updated where the create answered 409: editors offer the other path or method, and `-unsafe-fixes` applies it, where nothing else uses the literal and no code waits for status 201.",
	Since: "0.1.0",
	Sources: []string{
		"https://github.com/klaviyo/openapi (create_profile, create_or_update_profile)",
		"https://developers.klaviyo.com/en/reference/create_or_update_profile",
	},
}
