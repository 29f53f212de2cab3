package preflight

import (
	"fmt"
	"net/http"
	"time"
)

const (
	skewWarn = 30 * time.Second
	skewFail = 300 * time.Second
)

// skew is P6: how far this machine's clock is from Klaviyo's, which matters to
// code that refuses deliveries by their age.
func (n *runner) skew() Check {
	c := Check{ID: "P6", Name: "clock", State: Unknown, Text: "no answer with a date"}
	for _, h := range n.o.Needs.handlers() {
		if h.Window {
			c.Details = append(c.Details, h.At+" refuses deliveries by their timestamp; in Klaviyo's own examples Klaviyo-Timestamp is five hours off")
		}
	}
	if n.acct == nil || n.acct.a.err != nil {
		return c
	}
	if n.acct.m.foreign() {
		c.Text = "the date is not Klaviyo's: something else answered"
		return c
	}
	a := n.acct.a
	date, err := http.ParseTime(a.header.Get("Date"))
	switch {
	case err != nil:
		return c
	case a.header.Get("Age") != "" && a.header.Get("Age") != "0":
		c.Text = "the answer comes from a cache (Age)"
		return c
	case a.got.Sub(a.sent) > 5*time.Second:
		c.Text = "the round trip took more than 5 s"
		return c
	}
	middle := a.sent.Add(a.got.Sub(a.sent) / 2)
	off := date.Sub(middle.Truncate(time.Second)) // the header has whole seconds
	secs := int64(off / time.Second)
	c.SkewS = &secs
	abs := max(off, -off)
	c.State = OK
	c.Text = fmt.Sprintf("%d s off", max(secs, -secs))
	switch {
	case abs > skewFail:
		c.State = Fail
		c.next = "set the clock of this machine (NTP)"
	case abs > skewWarn:
		c.State = Warn
	}
	if c.State != OK {
		c.Text += " (Klaviyo's clock is ahead)"
		if secs < 0 {
			c.Text = fmt.Sprintf("%d s off (this machine's clock is ahead)", -secs)
		}
	}
	return c
}

func (n *Needs) handlers() []HandlerUse {
	if n == nil {
		return nil
	}
	return n.Handlers
}
