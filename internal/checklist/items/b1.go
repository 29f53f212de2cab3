package items

import (
	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/inventory"
)

var b1 = Item{checklist.Doc{
	ID: "B1", Title: "all calls through the client",
	Why:  "Retries, limits, the revision and the key are right everywhere only when one client package sends everything.",
	Fix:  "Move the call into the package that holds the Klaviyo client, or name that package in `[client] packages`.",
	Pass: "every request is sent by the client package, by a client type, or by an SDK", Fail: "the rule `rawhttp` finds a plain HTTP call elsewhere", Open: "the rule is disabled, or only a part of the module was looked at",
}, func(c *context, j *checklist.Judgement) {
	j.Looked = c.looked()
	c.open(j)
	c.ruled(j, "rawhttp", c.api, nil, func(call *inventory.Call) checklist.Subject {
		what := "sent by " + call.Group
		return request(call, checklist.Met, what, "")
	})
}}
