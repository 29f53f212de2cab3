// Package clientapi defines the rule about the client API on servers.
package clientapi

import (
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Doc is what a user reads about the rule.
var Doc = &rule.Document{
	Name:     "clientapi",
	Title:    "client API called from server code",
	Severity: config.Warning,
	Text: `The endpoints under ` + "`/client`" + ` are for browsers and apps: they know the account by its public company id alone, so anybody may call them. Klaviyo's specification tells servers to use the endpoints under ` + "`/api`" + ` instead.

They also do less: ` + "`POST /client/profiles`" + ` answers 202 to a change of identifiers and ignores it.

Reported is the literal that names the path, or the method of an SDK that calls it, with the call of the server API that does the same.

Left alone: code for browsers and phones (a build constraint or a run with GOOS set for ` + "`js`, `wasip1`, `android` or `ios`" + `, packages that import ` + "`syscall/js`" + ` or ` + "`golang.org/x/mobile`" + `), ` + "`/client/ip-allowlists`" + `, which is meant for servers, generated clients, and paths under ` + "`/client`" + ` that are not known.`,
	Bad:   `http.NewRequest("POST", "https://a.klaviyo.com/client/events?company_id="+id, body)`,
	Good:  `http.NewRequest("POST", "https://a.klaviyo.com/api/events", body) // with the private key`,
	Fix:   "None: the server API takes another credential, and some bodies differ.",
	Since: "0.1.0",
	Sources: []string{
		"https://github.com/klaviyo/openapi (descriptions of the /client operations)",
	},
}
