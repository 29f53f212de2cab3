package items

import (
	"github.com/klaviyolint/klaviyolint/internal/checklist"
)

var b6 = Item{checklist.Doc{
	ID: "B6", Title: "phone numbers are E.164",
	Why:  "Klaviyo takes phone numbers in E.164 alone. Anything else is answered 400, or dropped from an event without a word.",
	Fix:  "Check or normalise the number before it is sent: `phonenumbers.Parse` and `Format(…, E164)`, a validator tag `e164`, or a constant pattern.",
	Pass: "every value that reaches a phone field is a valid constant, or has passed a check on every path", Fail: "the rule `e164` finds a number, or a way to build one, that cannot be E.164", Open: "a value from outside with no check on some path",
}, func(c *context, j *checklist.Judgement) {
	j.Looked, j.None = c.looked(), "no phone field is ever set"
	c.open(j)
	c.enabled(j, "e164")
	for _, f := range c.of("e164") {
		j.Add(checklist.Subject{Mark: checklist.Not, Kind: "number", What: f.Message, Place: c.finding(f), Fingerprint: f.Fingerprint, Rule: f.Rule})
	}
	for _, d := range c.excused("e164") {
		j.Add(checklist.Subject{Mark: checklist.Accepted, Kind: "number", What: d.Message, Place: c.posn(d.Posn), Settle: d.Why, Rule: d.Rule})
	}
	for _, p := range c.phones() {
		j.Add(p)
	}
}}
