package preflight

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// headroom is P3: how much of the rate limit is left, by the headers of the
// answers that the other checks got. Source of their form: facts, limits and
// errors; "RateLimit-Limit: 700, 75;w=1, 700;w=60" describes the steady window.
func (n *runner) headroom() Check {
	c := Check{ID: "P3", Name: "rate headroom", State: Unknown, Text: "headers not sent"}
	limited := ""
	byPath := map[string]Headroom{}
	asked := false
	for _, a := range n.s.seen {
		if a.err != nil {
			continue
		}
		asked = true
		if m, _ := n.s.meaningOf(a); m.foreign() {
			continue // whoever answered knows nothing of Klaviyo's limits
		}
		if a.req.Status == 429 { // its headers say nothing of the window
			limited = a.q.path
			continue
		}
		if h, ok := readLimits(a.header); ok {
			h.Endpoint = "GET " + a.q.path
			h.Calls = n.o.Needs.calls("GET", a.q.path)
			if e := endpoint(a.q.path); e != nil {
				h.Tier, h.Burst = e.RateTier(), e.BurstPerSecond
			}
			byPath[a.q.path] = h
		}
	}
	if !asked {
		c.Text = "nothing was answered"
		return c
	}
	for _, h := range byPath {
		c.Limits = append(c.Limits, h)
	}
	// Those that the code calls first, then those with the least left.
	slices.SortFunc(c.Limits, func(a, b Headroom) int {
		return cmp.Or(-cmp.Compare(min(a.Calls, 1), min(b.Calls, 1)),
			cmp.Compare(a.Remaining*max(b.Limit, 1), b.Remaining*max(a.Limit, 1)), cmp.Compare(a.Endpoint, b.Endpoint))
	})
	const shown = 3
	var parts []string
	var low []string
	for i, h := range c.Limits {
		text := fmt.Sprintf("%s %d of %d left this minute", h.Endpoint, h.Remaining, h.Limit)
		if h.Window != 60 {
			text = fmt.Sprintf("%s %d of %d left in %d s", h.Endpoint, h.Remaining, h.Limit, h.Window)
		}
		long := text
		if h.Tier != "" {
			long += fmt.Sprintf("; tier %s, burst %d/s", h.Tier, h.Burst)
		}
		if h.Calls > 0 {
			long += fmt.Sprintf(", %s of yours", plural(h.Calls, "call"))
		}
		c.verbose = append(c.verbose, long)
		if h.Remaining*10 < h.Limit {
			low = append(low, fmt.Sprintf("%s, back to full in %d s", text, h.Reset))
		}
		if i < shown {
			parts = append(parts, text)
		}
	}
	if len(parts) > 0 {
		c.State, c.Text = OK, strings.Join(parts, "; ")
		if more := len(c.Limits) - shown; more > 0 {
			c.Text += fmt.Sprintf("; %d more: -v", more)
		}
	}
	if len(low) > 0 {
		c.State, c.Text = Warn, "below 10 %: "+strings.Join(low, "; ")
	}
	if limited != "" {
		c.State = Warn
		c.Details = append(c.Details, "GET "+limited+" was answered with 429: somebody uses up the limit of this account")
	}
	return c
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// readLimits reads the three headers. The first number of RateLimit-Limit is
// the steady limit; each "n;w=s" is a window. Headers with X- are not Klaviyo's.
func readLimits(h http.Header) (Headroom, bool) {
	var out Headroom
	remaining, err := strconv.Atoi(strings.TrimSpace(h.Get("RateLimit-Remaining")))
	if err != nil || remaining < 0 || remaining > 1<<30 {
		return out, false
	}
	for i, part := range strings.Split(h.Get("RateLimit-Limit"), ",") {
		num, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		v, err := strconv.Atoi(strings.TrimSpace(num))
		if err != nil || v <= 0 || v > 1<<30 || i > 8 {
			return out, false
		}
		if i == 0 {
			out.Limit, out.Window = v, 60
			continue
		}
		w, ok := strings.CutPrefix(strings.TrimSpace(params), "w=")
		if secs, err := strconv.Atoi(w); ok && err == nil && secs > 0 && v == out.Limit && secs >= 60 {
			out.Window = secs
		}
	}
	if out.Limit == 0 {
		return out, false
	}
	out.Remaining = remaining
	if reset, err := strconv.Atoi(strings.TrimSpace(h.Get("RateLimit-Reset"))); err == nil && reset >= 0 {
		out.Reset = reset
	}
	return out, true
}
