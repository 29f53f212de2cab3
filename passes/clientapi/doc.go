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
	Text: "The endpoints under `/client` are made for browsers and apps. A caller needs only the public company id of the account, so anyone can call them. Klaviyo's specification tells servers to call the endpoints under `/api`.\n\n" +
		"The client endpoints also do less. For example, `POST /client/profiles` answers 202 to a change of identifiers, and ignores it.\n\n" +
		"The rule reports the literal that names the path, or the SDK method that calls it. The message names the server endpoint that does the same.\n\n" +
		"The rule is silent about:\n\n" +
		"- code for browsers and phones: a build constraint or GOOS of `js`, `wasip1`, `android` or `ios`, or an import of `syscall/js` or `golang.org/x/mobile`\n- `/client/ip-allowlists`, which is meant for servers\n- generated clients\n- paths under `/client` that no specification has",
	Bad:   `http.NewRequest("POST", "https://a.klaviyo.com/client/events?company_id="+id, body)`,
	Good:  `http.NewRequest("POST", "https://a.klaviyo.com/api/events", body) // with the private key`,
	Fix:   "None: the server API needs the private key instead of the company id, and some bodies differ.",
	Since: "0.1.0",
	Sources: []string{
		"https://github.com/klaviyo/openapi (descriptions of the /client operations)",
	},
}
