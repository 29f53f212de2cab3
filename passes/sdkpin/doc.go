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
	Text: "Each major version of a Klaviyo SDK sends another API revision, with other names and shapes. A build that takes the newest version changes its behaviour on the day of a release. If a build stays on a version with a retired revision, Klaviyo answers with another revision and gives no warning.\n\n" +
		"The rule reports:\n\n" +
		"- in go.mod: a pseudo-version, a `replace` to a folder or to a commit of a fork, `+incompatible`, a missing go.sum entry\n- in `package.json`, `requirements*.txt`, `pyproject.toml` (PEP 621, Poetry, PDM, uv), `Pipfile`, `composer.json` and `Gemfile`: anything but one exact version, and a missing lock file\n- in Dockerfiles, Makefiles, CI files and shell scripts: an install without an exact version\n- retired packages: `klaviyo-sdk`, `klaviyo-sdk-beta` and `klaviyo-node` of npm, and the gem `klaviyo`\n- versions that send a retired revision. For Go SDKs, `revision` reports these at the import.\n\n" +
		"The rule also reports a range beside a lock file. The lock file fixes one version only until someone runs an update or installs without it.\n\n" +
		"The rule is silent about peer dependencies, versions that a variable or a constraints file sets, and missing go.sum entries of vendored modules and folders.\n\n" +
		"Some hosts show only Go files: go vet, golangci-lint and gopls. They report what is wrong in go.mod at the import of the SDK, and nothing about the other files. The command and `klaviyolint lsp` report all files.",
	Bad:   `{"dependencies": {"klaviyo-api": "^22.0.0"}}`,
	Good:  `{"dependencies": {"klaviyo-api": "22.0.1"}}`,
	Fix:   "`-fix` pins package.json to the version in the lock file, when there is one. Other manifests are not edited.",
	Since: "0.1.0",
	Sources: []string{
		"https://developers.klaviyo.com/en/docs/sdk_overview",
		"https://developers.klaviyo.com/en/docs/api_versioning_and_deprecation_policy",
	},
}
