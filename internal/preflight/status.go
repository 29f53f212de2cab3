package preflight

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// statusPage is the summary of a Statuspage, as documented on Atlassian's own
// status pages under /api; status.json has the first member alone.
type statusPage struct {
	Status *struct {
		Indicator   string `json:"indicator"`
		Description string `json:"description"`
	} `json:"status"`
	Components []struct {
		Name   string `json:"name"`
		Status string `json:"status"`
		Group  bool   `json:"group"`
	} `json:"components"`
	Incidents []struct {
		Name      string `json:"name"`
		Impact    string `json:"impact"`
		Status    string `json:"status"`
		Shortlink string `json:"shortlink"`
		Updates   []struct {
			Body string `json:"body"`
		} `json:"incident_updates"`
	} `json:"incidents"`
	Maintenances []struct {
		Name   string `json:"name"`
		Status string `json:"status"`
	} `json:"scheduled_maintenances"`
}

// status is P1: what Klaviyo says of itself. It is never a failure.
func (n *runner) status(ctx context.Context) Check {
	c := Check{ID: "P1", Name: "status page", State: Skip, Text: n.o.StatusReason}
	if n.o.Status == nil {
		return c
	}
	s := newSession(ctx, *n.o.Status, Credential{}, n.o, n.red)
	s.end = n.s.end
	q := question{path: "/api/v2/summary.json", noKey: true, accept: "application/json", pace: time.Second}
	a := s.get(q)
	c.Requests = append(c.Requests, a.req)
	if a.err == nil && a.req.Status == 404 {
		q.path = "/api/v2/status.json"
		a = s.get(q)
		c.Requests = append(c.Requests, a.req)
	}
	c.LatencyMS = a.req.MS
	var page statusPage
	switch {
	case a.err != nil:
		c.State, c.Text = Unknown, a.problem
	case a.req.Status != 200:
		c.State, c.Text = Unknown, fmt.Sprintf("the status page answers %d", a.req.Status)
	case a.cut || json.Unmarshal(a.body, &page) != nil || page.Status == nil || page.Status.Indicator == "":
		c.State, c.Text = Unknown, "the answer is not that of a Statuspage"
	default:
		n.judgeStatus(&c, &page)
	}
	return c
}

// judgeStatus reads the indicator, which decides; the description is prose.
func (n *runner) judgeStatus(c *Check, p *statusPage) {
	out := func(s string) string { return n.red.Outside(s, 200) }
	c.State = OK
	c.Text = out(p.Status.Description)
	if p.Status.Indicator != "none" {
		c.State = Warn
		c.Text = out(p.Status.Indicator) + ": " + c.Text
	}
	warn := func(format string, args ...any) {
		c.State = Warn
		c.Details = append(c.Details, fmt.Sprintf(format, args...))
	}
	var names []string
	for _, k := range p.Components {
		if k.Group { // a heading
			continue
		}
		names = append(names, out(k.Name))
		if len(n.o.Components) > 0 && !slices.Contains(n.o.Components, k.Name) {
			continue
		}
		if k.Status != "operational" {
			warn("component %s: %s", out(k.Name), strings.ReplaceAll(out(k.Status), "_", " "))
		}
	}
	for _, want := range n.o.Components {
		if !slices.Contains(names, want) && p.Components != nil {
			warn("the page has no component %q; it has %s", want, n.red.Outside(strings.Join(names, ", "), 400))
		}
	}
	for _, i := range p.Incidents {
		if i.Status == "resolved" || i.Status == "postmortem" {
			continue
		}
		line := fmt.Sprintf("incident (%s, %s): %s", out(i.Impact), out(i.Status), out(i.Name))
		if len(i.Updates) > 0 && i.Updates[0].Body != "" {
			line += ": " + out(i.Updates[0].Body)
		}
		if strings.HasPrefix(i.Shortlink, "https://") {
			line += " " + out(i.Shortlink)
		}
		warn("%s", line)
	}
	for _, m := range p.Maintenances {
		if m.Status == "in_progress" || m.Status == "verifying" { // one that is scheduled is only announced
			warn("maintenance under way: %s", out(m.Name))
		}
	}
	if c.State == Warn && p.Status.Indicator == "none" && len(c.Details) > 0 {
		c.Text += ", but:"
	}
}
