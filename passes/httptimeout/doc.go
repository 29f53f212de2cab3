// Package httptimeout defines the rule about clients without a time limit.
package httptimeout

import (
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Doc is what a user reads about the rule.
var Doc = &rule.Document{
	Name:     "httptimeout",
	Title:    "client without a time limit",
	Severity: config.Warning,
	Text: "`http.DefaultClient`, `http.Get` and its sisters, an `http.Client` without `Timeout`, and the clients that `resty.New`, `retryablehttp.NewClient`, `cleanhttp.DefaultClient`, `sling.New` and fasthttp make, wait for an answer for ever. One connection that hangs then holds a goroutine, its memory and often a worker or a database transaction until the process is restarted.\n\n" +
		"Reported is the client: `http.DefaultClient`, `http.Get`, the `http.Client` literal, or the constructor of the library, once for each, also when it is only the default for a client that may be injected. A `Transport` whose `ResponseHeaderTimeout` is set counts as a limit; one without it does not, and neither does a limit on dialling alone.\n\n" +
		"Left alone: clients that come from outside; a `Timeout` set later, in an option or a method; requests whose context has a deadline or is that of a served request; transports that are not seen; libraries whose default has a limit. A `ctx` parameter of unknown origin is no deadline.",
	Bad:   `resp, err := http.DefaultClient.Do(req)`,
	Good:  "client := &http.Client{Timeout: 30 * time.Second}\nresp, err := client.Do(req)",
	Fix:   "None: how long an answer may take is a decision.",
	Since: "0.1.0",
	Sources: []string{
		"https://pkg.go.dev/net/http#Client (a Timeout of zero means no timeout)",
		"internal/requests/libraries.csv, with the version and file for each library",
	},
}
