// Package rawhttp defines the rule that calls to Klaviyo live in one place.
package rawhttp

import (
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Doc is what a user reads about the rule.
var Doc = &rule.Document{
	Name:     "rawhttp",
	Title:    "request to Klaviyo made outside the Klaviyo client",
	Severity: config.Warning,
	Text: "The rule reports a request to Klaviyo that is made outside the place where the code base keeps its Klaviyo client.\n\n" +
		"Go has no official Klaviyo SDK, so every code base has a client of its own. If calls are scattered, each of them repeats the revision header, the credential, the timeout and the handling of 429. The day a revision retires, someone has to find them all. With one client package, all of that is in one place.\n\n" +
		"The client is:\n\n" +
		"1. If the configuration sets `client.packages`: these packages, and nothing else.\n2. Otherwise, packages whose path inside the module has an element with `klaviyo` in it, such as `internal/klaviyo`. In a module that is named so itself (`go-klaviyo`), these are all packages except `main`.\n3. Without that setting, also a client type in any package: it holds the base URL or the credential, and its methods take the path from their callers.\n\n" +
		"The rule is silent about the status page, script and asset hosts, links that are only printed, the OAuth pages and token endpoint, tests and test servers.",
	Bad: `func Track(ctx context.Context, body io.Reader) error {
	req, err := http.NewRequestWithContext(ctx, "POST", "https://a.klaviyo.com/api/events", body)
	// ...
}`,
	Good: `func Track(ctx context.Context, k *klaviyo.Client, ev klaviyo.Event) error {
	return k.CreateEvent(ctx, ev) // internal/klaviyo builds and sends the request
}`,
	Fix: "None: where a call belongs is a design decision.",
	Options: []rule.Option{
		{Key: "client.packages", Default: "[]", Text: "import paths of the packages that may call Klaviyo"},
		{Key: "client.hosts", Default: "[]", Text: "further hosts that are Klaviyo's, such as a proxy in front of it"},
	},
	Since:   "0.1.0",
	Sources: []string{"https://developers.klaviyo.com/en/docs/sdk_overview"},
}
