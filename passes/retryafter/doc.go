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
		{Name: "ignored", Severity: config.Warning, Text: "429 is handled, or failures are retried, without reading Retry-After"},
		{Name: "hopeless", Severity: config.Warning, Text: "400, 401, 403, 404, 409 or 410 is sent again"},
		{Name: "event", Severity: config.Warning, Text: "an event without `unique_id` is sent again"},
		{Name: "unhandled", Severity: config.Info, Text: "nothing treats 429 specially: it is an error like any other"},
	},
	Text: "Above its rate limits Klaviyo answers 429. The header `Retry-After` says how many seconds to wait. Klaviyo answers an earlier attempt with 429 again. A client with a fixed pause or with a backoff of its own stays in that state, and slows down every other program that uses the account.\n\n" +
		"The rule reports:\n\n" +
		"- code that retries or handles 429 without reading `Retry-After`. The finding is at the comparison with 429, or at the one that decides about the retry.\n- code that retries other failures, but not 429\n- a retry after 400, 401, 403, 404, 409 or 410, because the same request cannot succeed\n- a retry of an event without `unique_id`, because it may count twice\n- as info, a request whose code does not treat 429 specially\n\n" +
		"To return an error for 429 alone, such as `ErrRateLimited`, is to handle 429. That error has to carry the value of `Retry-After`, or the caller cannot wait for the right time. One retry is one finding: fix the first fault, and the rule may name the next.\n\n" +
		"The rule runs the code as if Klaviyo answered with each status. So it sees through loops, helpers, retry libraries and wrappers in other packages.\n\n" +
		"The rule is silent about:\n\n" +
		"- code that reads the header\n- code that passes on the response, or an error that carries the value of the header\n- a response that goes to code out of sight\n- libraries that wait by themselves: go-retryablehttp with its own backoff, resty v3\n- loops over items and pages, and polls: they also go on after a success\n- a retry after the code has done something about the refusal, such as fetching a new token after 401",
	Bad:   "if resp.StatusCode == http.StatusTooManyRequests {\n\ttime.Sleep(time.Second)\n\tcontinue\n}",
	Good:  "if resp.StatusCode == http.StatusTooManyRequests {\n\twait, err := strconv.Atoi(resp.Header.Get(\"Retry-After\"))\n\tif err != nil {\n\t\twait = 1\n\t}\n\ttime.Sleep(time.Duration(wait) * time.Second)\n\tcontinue\n}",
	Fix:   "None: only a person can decide how long and how often to wait.",
	Since: "0.1.0",
	Sources: []string{
		"https://developers.klaviyo.com/en/docs/rate_limits_and_error_handling",
		"internal/httpcalls/libraries.csv and internal/libraries/functions.csv, with the version and file for each library",
	},
}
