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
	Text: "Some clients wait forever for an answer: `http.DefaultClient`, `http.Get` and its siblings, an `http.Client` without `Timeout`, and the clients that `resty.New`, `retryablehttp.NewClient`, `cleanhttp.DefaultClient`, `sling.New` and fasthttp make. One connection that hangs then holds a goroutine, its memory and often a worker or a database transaction, until someone restarts the process.\n\n" +
		"The rule reports the client once: `http.DefaultClient`, `http.Get`, the `http.Client` literal, or the constructor of the library. It reports a default client even if callers may inject another one. A `Transport` with `ResponseHeaderTimeout` counts as limited. A limit on dialling alone does not count.\n\n" +
		"The rule is silent about:\n\n" +
		"- clients that come from outside, and transports that it cannot see\n- a `Timeout` that an option or a method sets later\n- requests whose context has a deadline\n- requests whose context comes from the incoming request of an HTTP server\n- libraries with a default limit\n\n" +
		"A `ctx` parameter is no deadline by itself: the rule has to see where the deadline is set.",
	Bad:   `resp, err := http.DefaultClient.Do(req)`,
	Good:  "client := &http.Client{Timeout: 30 * time.Second}\nresp, err := client.Do(req)",
	Fix:   "None: only a person can decide how long an answer may take.",
	Since: "0.1.0",
	Sources: []string{
		"https://pkg.go.dev/net/http#Client (a Timeout of zero means no timeout)",
		"internal/httpcalls/libraries.csv, with the version and file for each library",
	},
}
