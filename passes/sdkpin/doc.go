// Package sdkpin defines the rule that Klaviyo SDKs are pinned to one version
// that still works.
package sdkpin

import (
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Doc is what a user reads about the rule.
var Doc = &rule.Document{
	Name:     "sdkpin",
	Title:    "unpinned Klaviyo SDK, or a version of it that no longer works",
	Severity: config.Warning,
	Kinds: []rule.Kind{
		{Name: "unpinned", Severity: config.Warning, Text: "a range, a moving name, a branch, a commit or a folder instead of one released version"},
		{Name: "unlocked", Severity: config.Warning, Text: "one version, but no lock file or no go.sum entry"},
		{Name: "retired", Severity: config.Warning, Text: "a retired package, or a version that sends a retired revision"},
	},
	Text: "Each major version of an SDK sends another revision of the API, and with it other names and shapes. A build that takes whatever is newest changes its behaviour on the day of a release; one that stays on a version whose revision is retired is served by another revision without a word, or gets 410.\n\n" +
		"Reported are, in go.mod: a pseudo-version, a `replace` to a folder or to a commit of a fork, `+incompatible`, a missing go.sum entry. In `package.json`, `requirements*.txt`, `pyproject.toml` (PEP 621, Poetry, PDM, uv), `Pipfile`, `composer.json` and `Gemfile`: Klaviyo's packages with anything but one exact version, or without a lock file. In Dockerfiles, Makefiles, CI files and shell scripts: installing one without an exact version. Retired packages (`klaviyo-sdk`, the gem `klaviyo`, …) and versions that send a retired revision, everywhere but in go.mod, where `revision` judges the import.\n\n" +
		"Left alone: peer dependencies, whose range says what is accepted and not what is installed; versions that a variable or a constraints file sets; vendored modules and modules replaced by a folder need no go.sum entry. In hosts that show only Go files (go vet, golangci-lint, gopls) what go.mod says stands on the import of the SDK; the other files are the command's alone.",
	Bad:   `{"dependencies": {"klaviyo-api": "^22.0.0"}}`,
	Good:  `{"dependencies": {"klaviyo-api": "22.0.1"}}`,
	Fix:   "`-fix` pins package.json to the version in the lock file, when there is one. Other manifests are not edited.",
	Since: "0.1.0",
	Sources: []string{
		"https://developers.klaviyo.com/en/docs/sdk_overview",
		"https://developers.klaviyo.com/en/docs/api_versioning_and_deprecation_policy",
	},
}
