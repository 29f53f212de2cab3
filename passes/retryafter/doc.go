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
	Text: "Above its rate limits Klaviyo answers 429. The header `Retry-After` says how many seconds to wait, and an earlier attempt is answered 429 again. A fixed pause or a backoff of its own keeps a client in that state, and slows down every other program of the account.\n\n" +
		"The rule reports:\n\n" +
		"- code that retries or handles 429 without reading `Retry-After`. The finding is at the comparison with 429, or at the one that decides about the retry.\n- a retry after 400, 401, 403, 404, 409 or 410, because the same request cannot succeed\n- a retry of an event without `unique_id`, because it may count twice\n- as info, a request for which nothing handles 429\n\n" +
		"The rule runs the code as if Klaviyo answered with each status. Loops, helpers, retry libraries and wrappers in other packages are therefore all the same to it.\n\n" +
		"The rule is silent about:\n\n" +
		"- code that reads the header, or passes the response or an error with its value on\n- a response that goes to code out of sight\n- libraries that wait by themselves: go-retryablehttp with its own backoff, resty v3\n- loops over items, pages and polls, which also go on after a success\n- a retry after the code has done something about the refusal",
	Bad:   "if resp.StatusCode == http.StatusTooManyRequests {\n\ttime.Sleep(time.Second)\n\tcontinue\n}",
	Good:  "if resp.StatusCode == http.StatusTooManyRequests {\n\twait, err := strconv.Atoi(resp.Header.Get(\"Retry-After\"))\n\tif err != nil {\n\t\twait = 1\n\t}\n\ttime.Sleep(time.Duration(wait) * time.Second)\n\tcontinue\n}",
	Fix:   "None: how long to wait at most, and how often, is a decision.",
	Since: "0.1.0",
	Sources: []string{
		"https://developers.klaviyo.com/en/docs/rate_limits_and_error_handling",
		"internal/httpcalls/libraries.csv and retriers.csv, with the version and file for each library",
	},
}
