// Package eventid defines the rule that events carry a unique id.
package eventid

import (
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Doc is what a user reads about the rule.
var Doc = &rule.Document{
	Name:     "eventid",
	Title:    "event sent without unique_id",
	Severity: config.Warning,
	Text: "An event without `unique_id` is told from others by its time alone, and to the second: Klaviyo keeps one event for each profile and metric in each second and drops the rest, although the answer to each is 202. A retry that comes a second later counts twice. With `unique_id` (1 to 255 characters; an order, message or line id) both are right.\n\n" +
		"Reported is `POST /api/events`, its bulk form and the event calls of known SDKs, where the event certainly has no `attributes.unique_id`: a struct without the field, or that leaves it empty; a map without the key; JSON written as text. The finding stands at the call that passes the event: where a function takes the event from its callers, each caller that leaves the id out is told. An SDK that cannot send the id at all is reported once in a package, at the first call.\n\n" +
		"Left alone: an event whose id is set on some path or by code out of sight, or that is decoded or handed in from elsewhere; `/client/events` and the legacy track call, which other rules report.",
	Bad: `c.post(ctx, "/api/events", map[string]any{"data": map[string]any{
	"type":       "event",
	"attributes": map[string]any{"properties": props, "metric": metric, "profile": profile},
}})`,
	Good: `c.post(ctx, "/api/events", map[string]any{"data": map[string]any{
	"type":       "event",
	"attributes": map[string]any{"unique_id": order.ID, "properties": props, "metric": metric, "profile": profile},
}})`,
	Fix:   "None: only the program knows which id tells two events apart. A random one made at each attempt would make a retry count twice.",
	Since: "0.1.0",
	Sources: []string{
		"https://developers.klaviyo.com/en/docs/events_api_overview",
		"https://github.com/klaviyo/openapi (create_event, bulk_create_events)",
	},
}
