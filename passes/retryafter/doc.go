// Package retryafter defines the rule about rate limits and retries.
package retryafter

import (
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Doc is what a user reads about the rule.
var Doc = &rule.Document{
	Name:     "retryafter",
	Title:    "429 without Retry-After, or retries that cannot succeed",
	Severity: config.Warning,
	Kinds: []rule.Kind{
		{Name: "ignored", Severity: config.Warning, Text: "429 is handled, or answers are retried, and Retry-After is never read"},
		{Name: "hopeless", Severity: config.Warning, Text: "400, 401, 403, 404, 409 or 410 is sent again"},
		{Name: "event", Severity: config.Warning, Text: "an event without `unique_id` is sent again"},
		{Name: "unhandled", Severity: config.Info, Text: "nothing handles 429; it is an error like any other"},
	},
	Text: "Above its rate limits Klaviyo answers 429, and says in the header `Retry-After` for how many seconds; an attempt before that is answered 429 again. A fixed pause or a backoff of its own keeps a client in that state, and delays everybody else who shares the account's limit.\n\n" +
		"Reported, at the comparison with 429, is code that retries or handles it and leaves `Retry-After` unread on that response, also where a helper gets the status alone; where 429 stands in no comparison, at the one that decides about the retry. So is the retry of 400, 401, 403, 404, 409 and 410, after which the same request cannot succeed, and of an event without `unique_id`, which may then count twice. That nothing handles 429 at all is told as info, at the call that sends.\n\n" +
		"The code is executed as if Klaviyo answered with each status, so a loop, a helper, a retry library and a wrapper in another package are all the same. Left alone: code that reads the header, or hands the response or an error with its value on; a response that goes to code out of sight; libraries that wait by themselves (go-retryablehttp with its own backoff, resty v3); loops over items, pages and polls, which go on after a success too; a retry after something was done about the refusal.",
	Bad:   "if resp.StatusCode == http.StatusTooManyRequests {\n\ttime.Sleep(time.Second)\n\tcontinue\n}",
	Good:  "if resp.StatusCode == http.StatusTooManyRequests {\n\twait, err := strconv.Atoi(resp.Header.Get(\"Retry-After\"))\n\tif err != nil {\n\t\twait = 1\n\t}\n\ttime.Sleep(time.Duration(wait) * time.Second)\n\tcontinue\n}",
	Fix:   "None: how long to wait at most, and how often, is a decision.",
	Since: "0.1.0",
	Sources: []string{
		"https://developers.klaviyo.com/en/docs/rate_limits_and_error_handling",
		"internal/requests/libraries.csv and retriers.csv, with the version and file for each library",
	},
}
