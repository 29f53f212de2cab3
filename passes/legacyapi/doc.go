// Package legacyapi defines the rule about Klaviyo's retired API.
package legacyapi

import (
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Doc is what a user reads about the rule.
var Doc = &rule.Document{
	Name:     "legacyapi",
	Title:    "call to the retired v1 and v2 API, or to a host that does not exist",
	Severity: config.Error,
	Kinds: []rule.Kind{
		{Name: "path", Severity: config.Error, Text: "a path of v1, v2, track or identify"},
		{Name: "credential", Severity: config.Error, Text: "`api_key` in the query, the credential of v1 and v2, on a current path"},
		{Name: "body", Severity: config.Error, Text: "a body of track or identify, with its `token`, on a current path"},
		{Name: "host", Severity: config.Error, Text: "a host such as `api.klaviyo.com`, which Klaviyo documents nowhere"},
		{Name: "sdk", Severity: config.Error, Text: "an import of an SDK that speaks to v1 and v2 only"},
		{Name: "internal", Severity: config.Info, Text: "a path of Klaviyo's own pages, which is not part of the documented API"},
		{Name: "possible", Severity: config.Warning, Text: "a path that looks like track, but is in no list of the old endpoints", Strict: true},
	},
	Text: "Klaviyo retired its first APIs (`/api/v1`, `/api/v2`, `/api/track`, `/api/identify`) on 2024-06-30. Every call to them answers 410.\n\n" +
		"The rule reports the literal that names the path, and names the call of the current API that does the same. A helper, a constructor or another package may join the literal to a base URL. The rule reports the base URL itself only if requests use it and no call of the package adds a known path.\n\n" +
		"It also reports:\n\n" +
		"- the credential of the old API on a current path: `api_key` in the query\n- a body of the old API on a current path: it has a `token`\n- the host `api.klaviyo.com`, which people guess and which does not exist in Klaviyo's documentation\n- once per package, the import of a Go SDK that knows only v1 and v2\n- as info, the paths of Klaviyo's own pages (`/api/onsite/*`, `/ajax/*`), which are undocumented and may change any day\n\n" +
		"The rule is silent about other vendors' version numbers, the status page (`status.klaviyo.com/api/v2`), OAuth, comments and generated code.",
	Bad:   `http.NewRequest("GET", "https://a.klaviyo.com/api/v1/person/"+id+"?api_key="+key, nil)`,
	Good:  `http.NewRequest("GET", "https://a.klaviyo.com/api/profiles/"+id, nil) // with revision and Authorization headers`,
	Fix:   "None: requests and answers of the current API have another shape. The message names the new call.",
	Since: "0.1.0",
	Sources: []string{
		"https://developers.klaviyo.com/en/v2023-12-15/docs/migration_faq_v1v2_api_retirement",
		"https://github.com/klaviyo/openapi",
	},
}
