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
	Text: "Klaviyo tells an event without `unique_id` from others by its time, and only to the second. Of several events with the same profile and metric in one second it keeps one. It answers 202 to all of them. A retry one second later counts twice. An event with a `unique_id` (1 to 255 characters, such as an order or message id) counts once, however often it is sent.\n\n" +
		"The rule reports `POST /api/events`, its bulk form and the event calls of known SDKs if the event certainly has no `attributes.unique_id`: a struct that lacks the field or leaves it empty, a map without the key, or JSON text without it. The finding is at the call that passes the event. If a function takes the event from its callers, the rule reports each caller that leaves the id out. If an SDK cannot send the id, the rule reports its first call in each package.\n\n" +
		"The rule also reports two kinds of ids that do not work:\n\n" +
		"- a constant, because Klaviyo keeps only the first event\n- an id made inside the loop that sends the event again, because Klaviyo then counts each attempt\n\n" +
		"The rule is silent about an event whose id is set on some path or by code out of sight, and about events that are decoded or passed in from elsewhere. Other rules report `/client/events` (`clientapi`) and the old track call (`legacyapi`).",
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
