package items

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/e164"
	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/inventory"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// phones lists what reaches a phone field of a call, but for what the rule e164
// reports by itself.
func (c *context) phones() []checklist.Subject {
	var out []checklist.Subject
	seen := map[string]bool{}
	written := c.written()
	shown := false
	for _, call := range c.api {
		for _, s := range append([]*inventory.Seen{{Req: call.Req, Fset: call.Fset}}, call.Same...) {
			for _, t := range phoneTexts(s.Req) {
				sub, ok := c.phone(call, s, t)
				if ok && sub.Mark == checklist.Open && len(written) > 0 {
					// Where it is written says more.
					if !shown {
						out, shown = append(out, written...), true
					}
					continue
				}
				key := sub.Place.Path + sub.What
				if ok && !seen[key] {
					seen[key] = true
					out = append(out, sub)
				}
			}
		}
	}
	return out
}

func phoneTexts(r *requests.Request) []flow.Text {
	var out []flow.Text
	r.Body.Walk(func(key string, v *requests.JSON) {
		if key != "phone_number" && key != "$phone_number" {
			return
		}
		out = append(out, v.Texts...)
		if len(v.Texts) == 0 {
			out = append(out, flow.Text{{Hole: true}}) // a value that nobody knows
		}
	})
	return out
}

// phone judges one value. A constant that the rule reports is no subject here.
func (c *context) phone(call *inventory.Call, s *inventory.Seen, t flow.Text) (checklist.Subject, bool) {
	place := at(call.Location)
	for _, p := range t {
		if !p.Hole && p.Src.Pkg == s.Req.Root.Pkg && p.Src.Pos.IsValid() {
			place = c.pos(s.Fset, p.Src.Pos, p.Src.End)
		}
	}
	if text, ok := t.Const(); ok {
		problem, _ := e164.Check(text)
		if e164.IsMask(text) || problem == e164.Empty || problem != e164.OK {
			return checklist.Subject{}, false
		}
		return checklist.Subject{Mark: checklist.Met, Kind: "number", What: "a constant in E.164", Place: place}, true
	}
	if problem, _ := e164.CheckTemplate(strings.Split(t.Pattern(), flow.HoleMark)); problem != e164.OK && problem != e164.Empty {
		return checklist.Subject{}, false
	}
	origin := "a value from outside"
	for _, p := range t {
		if p.Hole && p.From.Name != "" {
			origin = "a value from " + p.From.Kind + " " + p.From.Name
		}
	}
	what := call.What() + ": " + origin + " reaches a phone field; nothing between it and Klaviyo checks it"
	return checklist.Subject{Mark: checklist.Open, Kind: "number", What: what, Place: at(call.Location), Settle: "check the number before it is sent, on every path"}, true
}
