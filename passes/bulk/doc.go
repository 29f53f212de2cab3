// Package bulk defines the rule that many items go in one request.
package bulk

import (
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Doc is what a user reads about the rule.
var Doc = &rule.Document{
	Name:     "bulk",
	Title:    "one request per item where a bulk endpoint exists",
	Severity: config.Warning,
	Text: "A loop that sends one request per item soon meets the rate limit of the account, which all its programs share. It also needs one round trip per item. Klaviyo takes many items in one request: 10,000 profiles in `POST /api/profile-bulk-import-jobs`, 1,000 events in `POST /api/event-bulk-create-jobs`, 100 catalog items in their jobs. Each request may have up to 5 MB.\n\n" +
		"The rule reports the call inside the loop if the item flows into the body or the path, and if the endpoint has a bulk form. The loop may run over a list, a map, the rows of a query or the lines of a file. It may start a goroutine for each item. The request may be many calls away.\n\n" +
		"Some endpoints take a list, such as subscription jobs. The rule reports them if each turn sends a list of one. It also reports updates and deletes that have a bulk job, and the retired track and identify calls.\n\n" +
		"The rule is silent about:\n\n" +
		"- loops over batches and pages\n- retries and polls, which send the same request again\n- loops with fewer than five turns\n- loops in which each turn is for another account or list: one request cannot serve two of them\n- workers that take one message at a time from a channel\n- endpoints without a bulk form",
	Bad: `for _, p := range people {
	if err := c.Upsert(ctx, p); err != nil { // POST /api/profile-import
		return err
	}
}`,
	Good: `for batch := range slices.Chunk(people, 10_000) {
	if err := c.Import(ctx, batch); err != nil { // POST /api/profile-bulk-import-jobs
		return err
	}
}`,
	Fix:   "None: a bulk job runs later. Code that uses the answer for each item has to read the result of the job instead.",
	Since: "0.1.0",
	Sources: []string{
		"https://github.com/klaviyo/openapi (bulk_import_profiles, bulk_create_events and other jobs; x-klaviyo-ratelimit)",
		"https://developers.klaviyo.com/en/docs/rate_limits_and_error_handling",
	},
}
