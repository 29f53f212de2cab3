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
		{Name: "host", Severity: config.Error, Text: "a host such as `api.klaviyo.com`, which is in no document of Klaviyo's"},
		{Name: "sdk", Severity: config.Error, Text: "an import of an SDK that speaks to v1 and v2 only"},
		{Name: "internal", Severity: config.Info, Text: "a path of Klaviyo's own pages, which is not part of the documented API"},
		{Name: "possible", Severity: config.Warning, Text: "a path that looks like track, but is in no list of the old endpoints", Strict: true},
	},
	Text: `The first APIs of Klaviyo (` + "`/api/v1`, `/api/v2`, `/api/track`, `/api/identify`" + `) were retired on 2024-06-30. Every call to them answers 410, whatever it sends.

Reported is the path, at the literal that names it, with the call of the current API that does the same. The literal may be joined to a base URL anywhere: in a helper, in a constructor, in another package. A base URL alone is reported only where no call of the package completes it.

Reported as well: the credentials and bodies of the old API on current paths (` + "`api_key`" + ` in the query, a ` + "`token`" + ` in the body); the host ` + "`api.klaviyo.com`" + `, which code is given by habit and which no document of Klaviyo's names; and, once per package, the import of a Go SDK that knows v1 and v2 only.

The paths of Klaviyo's own pages (` + "`/api/onsite/*`, `/ajax/*`" + `) are reported as info: they are not part of the documented API and may change any day.

Left alone: version numbers in the paths of other vendors, the status page (` + "`status.klaviyo.com/api/v2`" + `), OAuth, comments, and generated code.`,
	Bad:   `http.NewRequest("GET", "https://a.klaviyo.com/api/v1/person/"+id+"?api_key="+key, nil)`,
	Good:  `http.NewRequest("GET", "https://a.klaviyo.com/api/profiles/"+id, nil) // with revision and Authorization headers`,
	Fix:   "None: requests and answers of the current API have another shape. The message names the call to move to.",
	Since: "0.1.0",
	Sources: []string{
		"https://developers.klaviyo.com/en/v2023-12-15/docs/migration_faq_v1v2_api_retirement",
		"https://github.com/klaviyo/openapi",
	},
}
