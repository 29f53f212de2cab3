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
	Text: `A request to Klaviyo is made with a plain HTTP client, outside the place where the code base keeps its Klaviyo client.

Go has no official Klaviyo SDK, so every code base brings its own client. Where calls are scattered, each of them repeats the revision header, the credential, the timeout and the handling of 429, and the day a revision retires each of them has to be found. One client package has all of that once.

The client is

1. the packages named by ` + "`client.packages`" + ` in the configuration, and then nothing else;
2. without that, packages whose path inside the module has an element containing ` + "`klaviyo`" + `, and all packages but ` + "`main`" + ` of a module that is itself named so (` + "`go-klaviyo`" + `);
3. without that, a client type wherever it lives: a method, or a function that takes the type, which builds the request from the base URL or the credential that the type holds and from a path that its callers give.

Left alone: the status page, the script and asset hosts, links that are only printed, the OAuth pages and token endpoint, test files and test servers.`,
	Bad: `func Track(ctx context.Context, body io.Reader) error {
	req, err := http.NewRequestWithContext(ctx, "POST", "https://a.klaviyo.com/api/events", body)
	// ...
}`,
	Good: `func Track(ctx context.Context, k *klaviyo.Client, ev klaviyo.Event) error {
	return k.CreateEvent(ctx, ev) // internal/klaviyo builds and sends the request
}`,
	Fix: "None: moving a call is a design decision.",
	Options: []rule.Option{
		{Key: "client.packages", Default: "[]", Text: "import paths of the packages that may talk to Klaviyo"},
		{Key: "client.hosts", Default: "[]", Text: "further hosts that are Klaviyo's, such as a proxy in front of it"},
	},
	Since:   "0.1.0",
	Sources: []string{"https://developers.klaviyo.com/en/docs/sdk_overview"},
}
