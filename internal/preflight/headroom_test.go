package preflight

import (
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/preflight/loopback"
)

func TestHeadroom(t *testing.T) {
	account := `{"data":[{"type":"account","id":"AbC123","attributes":{}}]}`
	rows := []struct {
		name    string
		headers []string
		state   State
		words   string
	}{
		{"plenty", []string{"RateLimit-Limit", "700, 75;w=1, 700;w=60", "RateLimit-Remaining", "688", "RateLimit-Reset", "4"}, OK, "GET /api/accounts 688 of 700 left this minute"},
		{"nothing", []string{"RateLimit-Limit", "15, 1;w=1, 15;w=60", "RateLimit-Remaining", "0", "RateLimit-Reset", "3"}, Warn, "below 10 %: GET /api/accounts 0 of 15 left this minute, back to full in 3 s"},
		{"a tenth", []string{"RateLimit-Limit", "150", "RateLimit-Remaining", "15"}, OK, "15 of 150"},
		{"less", []string{"RateLimit-Limit", "150", "RateLimit-Remaining", "14"}, Warn, "below 10 %"},
		{"another vendor's", []string{"X-RateLimit-Limit", "15", "X-RateLimit-Remaining", "0"}, Unknown, "headers not sent"},
		{"nonsense", []string{"RateLimit-Limit", "many", "RateLimit-Remaining", "some"}, Unknown, "headers not sent"},
		{"negative", []string{"RateLimit-Limit", "-3", "RateLimit-Remaining", "-1"}, Unknown, "headers not sent"},
	}
	for _, row := range rows {
		k, o := fake(t)
		k.Before = reply(200, apiJSON, account, row.headers...)
		run(t, o).want(t, "rate headroom", row.state, row.words)
	}
	// Those of somebody in between say nothing.
	for _, portal := range []func(k *loopback.Klaviyo){
		func(k *loopback.Klaviyo) { k.Before = reply(200, "text/html", "<p>Welcome", rows[1].headers...) },
		func(k *loopback.Klaviyo) { k.Before = reply(403, "text/html", "<p>Wait", rows[1].headers...) },
		func(k *loopback.Klaviyo) {
			k.Before = reply(302, "text/html", "", append(rows[1].headers, "Location", "http://x.example/")...)
		},
	} {
		k, o := fake(t)
		portal(k)
		if c := run(t, o).want(t, "rate headroom", Unknown, "headers not sent"); len(c.Limits) != 0 {
			t.Errorf("limits of a portal: %v", c.Limits)
		}
	}
	// Headers on a 429 say nothing; the 429 itself does.
	k, o := fake(t)
	k.Before = reply(429, apiJSON, "{}", rows[1].headers...)
	c := run(t, o).want(t, "rate headroom", Warn, "GET /api/accounts was answered with 429")
	if len(c.Limits) != 0 {
		t.Errorf("limits of a 429: %v", c.Limits)
	}
}
