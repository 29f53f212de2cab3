// Package wrappers calls through another package: each fault stands where this
// one writes it.
package wrappers

import (
	"fmt"
	"net/http"

	"client"
)

func run(id, method, resource string) {
	client.Do("POST", "/api/event")   // want `did you mean "POST /api/events"`
	client.Do("GET", client.Accounts) // want `did you mean "GET /api/accounts"`
	client.Do("DELETE", client.Lists) // want `the path takes GET, POST`
	client.Do("GET", client.Lists)
	client.Do("GET", "/api/lists/"+id)
	client.Do("PUT", "/api/lists/"+id) // want `the path takes DELETE, GET, PATCH; Klaviyo refuses the call; did you mean "PATCH /api/lists/\{id\}"`
	client.Do("GET", "/api/"+resource)
	client.Do(method, "/api/no-such-thing")
	client.Do("HEAD", "/api/lists")
	client.Do("OPTIONS", "/api/lists/"+id)
	client.Segments()
}

func revisions(fresh bool) {
	client.Revised("2025-01-15", "/api/reviews/x")
	client.Revised("2025-10-15", "/client/geofences") // want `revision "2025-10-15" does not have "GET /client/geofences" yet: it came with revision "2026-04-15"`
	client.Revised("2026-04-15", "/client/geofences")
	client.Revised("2026-07-15", "/api/events/x/metrics") // want `it ended with revision "2023-06-15", and Klaviyo answers 410; use "GET /api/events/\{id\}/metric"`
	client.Revised("2023-02-22", "/api/events/x/metrics") // want `revision "2023-02-22", answered as "2025-01-15", does not have`
	client.Revised("2026-10-15", "/api/something-new")    // newer than the tables
	client.Revised("2026-07-15.pre", "/api/another-beta")
	revision := "2025-07-15"
	if fresh {
		revision = "2026-07-15"
	}
	client.Revised(revision, "/client/geofences")
	if fresh {
		revision = "2025-10-15"
	}
	client.Revised(revision, "/client/geofences")
}

func neither(fresh bool) {
	revision := "2025-07-15"
	if fresh {
		revision = "2025-10-15"
	}
	client.Revised(revision, "/client/geofences") // want `none of the revisions sent has "GET /client/geofences" yet`
}

func either(id string) error {
	method, path := http.MethodPost, "/api/tags"
	if id != "" {
		method, path = http.MethodPatch, fmt.Sprintf("/api/tags/%s", id)
	}
	return client.Do(method, path)
}

func sort(order string) error {
	switch order {
	case "asc":
		order = "?sort=created"
	case "desc":
		order = "?sort=-created"
	}
	return client.Do("GET", "/api/campaigns"+order)
}
