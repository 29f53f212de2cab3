package preflight

import (
	"net/http"
	"testing"
	"time"
)

func TestClock(t *testing.T) {
	for off, want := range map[time.Duration]State{0: OK, 29 * time.Second: OK, -40 * time.Second: Warn, 2 * time.Minute: Warn, time.Hour: Fail, -time.Hour: Fail} {
		k, o := fake(t)
		k.Date = func() time.Time { return o.Clock.Now().Add(off) }
		c := run(t, o).want(t, "clock", want)
		if c.SkewS == nil || *c.SkewS != int64(off/time.Second) {
			t.Errorf("skew %v, want %s", c.SkewS, off)
		}
	}
	k, o := fake(t)
	account := `{"data":[{"type":"account","id":"AbC123","attributes":{}}]}`
	k.Before = reply(200, apiJSON, account, "Age", "30")
	run(t, o).want(t, "clock", Unknown, "cache")
	k.Before = reply(200, apiJSON, account, "Date", "2026-11-23 10:12")
	run(t, o).want(t, "clock", Unknown, "no answer with a date")
	k.Before = reply(200, "text/html", "<p>Welcome")
	run(t, o).want(t, "clock", Unknown, "not Klaviyo's")
	// A suspended laptop.
	k.Before = func(http.ResponseWriter, *http.Request) bool {
		o.Clock.(*fakeClock).advance(8 * time.Second)
		return false
	}
	run(t, o).want(t, "clock", Unknown, "more than 5 s")
	k.Before = nil
	o.Needs = needs()
	o.Needs.Handlers = []HandlerUse{{At: "hook.go:3", Window: true}}
	run(t, o).want(t, "clock", OK, "hook.go:3", "five hours off")
}
