package klaviyo

import (
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

const (
	maxAttempts = 5
	firstWait   = 500 * time.Millisecond
	longestWait = 30 * time.Second // of our own; Retry-After may ask for more
)

// retryIn says whether a request is worth sending again, and when: after 429 as
// Retry-After says, after 5xx and no answer with waits that double.
func retryIn(resp *http.Response, err error, attempt int) (time.Duration, bool) {
	if attempt+1 >= maxAttempts {
		return 0, false
	}
	if err == nil {
		switch {
		case resp.StatusCode == http.StatusTooManyRequests:
			if seconds, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && seconds >= 0 {
				return time.Duration(seconds)*time.Second + rand.N(firstWait), true
			}
		case resp.StatusCode < 500:
			return 0, false
		}
	}
	wait := min(firstWait<<attempt, longestWait)
	return wait/2 + rand.N(wait/2), true
}
