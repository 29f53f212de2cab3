package preflight

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// webhooks is P8: are the endpoints that are registered reached by https?
// Replies hold the beginning of endpoint_url only (facts: webhooks).
func (n *runner) webhooks() Check {
	c := Check{ID: "P8", Name: "webhooks", State: Unknown}
	if n.s.stopped != "" {
		c.Text = "not asked: " + n.s.stopped
		return c
	}
	a, m, e := n.ask("/api/webhooks", "fields[webhook]=endpoint_url,enabled", klaviyo.NewestStable(n.today).Value)
	c.Requests = []Request{a.req}
	c.LatencyMS = a.req.MS
	if m != granted {
		c.Text = n.s.words(a, m, e)
		return c
	}
	var doc struct {
		Data []struct {
			ID         string `json:"id"`
			Attributes struct {
				URL string `json:"endpoint_url"`
			} `json:"attributes"`
		} `json:"data"`
	}
	if json.Unmarshal(a.body, &doc) != nil {
		c.Text = "the form of the answer is not known"
		return c
	}
	count := len(doc.Data)
	c.Webhooks = &count
	var plain []string
	other := 0
	for _, d := range doc.Data {
		switch u := strings.ToLower(d.Attributes.URL); {
		case strings.HasPrefix(u, "http://"):
			plain = append(plain, n.red.Outside(d.ID, 40))
		case !strings.HasPrefix(u, "https://"):
			other++
		}
	}
	handlers := n.o.Needs.handlers()
	switch {
	case len(plain) > 0:
		c.State = Fail
		c.Text = fmt.Sprintf("%s over http: %s", plural(len(plain), "webhook"), strings.Join(plain, " "))
		c.next = "give these webhooks an https address"
	case count == 0 && len(handlers) > 0:
		c.State = Warn
		c.Text = "none is registered, though the code has a handler; " + handlers[0].At
	case other > 0:
		c.Text = fmt.Sprintf("%s whose address is not shown", plural(other, "webhook"))
	case count == 0:
		c.State, c.Text = OK, "none is registered"
	default:
		c.State, c.Text = OK, plural(count, "webhook")+", all https"
	}
	return c
}
