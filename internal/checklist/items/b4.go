package items

import (
	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/inventory"
)

var b4 = Item{checklist.Doc{
	ID: "B4", Title: "profile creates are upserts",
	Why:  "Most people exist already in production: `POST /api/profiles` then answers 409, and the sign-up is lost.",
	Fix:  "Use `POST /api/profile-import`, or handle 409 by updating the profile it names.",
	Pass: "every request that creates or updates a single profile is an upsert, or handles 409 by updating", Fail: "the rule `upsert` finds a bare create", Open: "a path that is not known may be a create",
}, func(c *context, j *checklist.Judgement) {
	j.Looked, j.None = c.looked(), "no request creates or upserts a single profile"
	c.open(j)
	c.unresolved(j, "creates a profile")
	var calls []*inventory.Call
	for _, call := range c.api {
		if _, may := means(call, "create_profile", "create_or_update_profile"); may {
			calls = append(calls, call)
		}
	}
	c.ruled(j, "upsert", calls, nil, func(call *inventory.Call) checklist.Subject {
		sure, _ := means(call, "create_profile", "create_or_update_profile")
		if !sure {
			return request(call, checklist.Open, "may create a profile", "give the path where klaviyolint can see it")
		}
		if create, _ := means(call, "create_profile"); create {
			return request(call, checklist.Met, "409 is handled by updating, or the package's own upsert stands beside it", "")
		}
		return request(call, checklist.Met, "an upsert", "")
	})
}}
