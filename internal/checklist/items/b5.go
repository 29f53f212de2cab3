package items

import (
	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/inventory"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

var b5 = Item{checklist.Doc{
	ID: "B5", Title: "events carry `unique_id`",
	Why:  "Of two events of one profile and metric within a second Klaviyo keeps one, and a retry counts twice. The answer is 202 each time.",
	Fix:  "Set `attributes.unique_id` to an id that the event alone has, such as an order's.",
	Pass: "every event has a `unique_id` that differs from event to event and stays the same when the event is sent again", Fail: "the rule `eventid` finds an event without one, with a constant one, or with a new one for each attempt", Open: "the body is not seen whole",
}, func(c *context, j *checklist.Judgement) {
	j.Looked, j.None = c.looked(), "no request sends an event"
	c.open(j)
	c.unresolved(j, "sends an event")
	ops := []string{"create_event", "bulk_create_events", "create_client_event", "bulk_create_client_events"}
	var calls []*inventory.Call
	for _, call := range c.api {
		if _, may := means(call, ops...); may {
			calls = append(calls, call)
		}
	}
	c.ruled(j, "eventid", calls, nil, func(call *inventory.Call) checklist.Subject {
		if sure, _ := means(call, ops...); !sure {
			return request(call, checklist.Open, "may send an event", "give the path where klaviyolint can see it")
		}
		if hasID(call) {
			return request(call, checklist.Met, "has a unique_id", "")
		}
		return request(call, checklist.Open, "the body is not seen whole", "build the event where klaviyolint can see its keys")
	})
}}

// hasID reports whether every sight of a call has a unique id.
func hasID(call *inventory.Call) bool {
	seen := append([]*inventory.Seen{{Req: call.Req}}, call.Same...)
	found := false
	for _, s := range seen {
		has, known := bodyHasID(s.Req)
		if known && !has {
			return false
		}
		found = found || has
	}
	return found
}

// bodyHasID looks for a unique id in a body; known is false where the body is not
// seen.
func bodyHasID(r *requests.Request) (has, known bool) {
	if r.Via.SDK != "" {
		return r.Via.SDK != "" && r.Body != nil, r.Body != nil
	}
	if r.Body == nil {
		return false, false
	}
	body := r.Body.Parsed()
	body.Walk(func(key string, v *requests.JSON) {
		if key == "unique_id" && !v.Maybe {
			has = true
		}
	})
	return has, has
}
