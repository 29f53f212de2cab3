package items

import (
	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/paths"
	"golang.org/x/tools/go/ssa"
)

var d2 = Item{checklist.Doc{
	ID: "D2", Title: "HMAC-SHA256 signature verified",
	Why:  "Without the signature anyone who knows the address can post events to the handler.",
	Fix:  "Compare `Klaviyo-Signature` by `hmac.Equal` with the hex of HMAC-SHA256, by the webhook's secret, over the body and `Klaviyo-Timestamp`, before anything else.",
	Pass: "every handler makes the right signature, compares it in constant time, and acts on the result", Fail: "the rule `webhooksig` finds a fault, or a handler that verifies nothing", Open: "the comparison is out of sight, or the receiver is elsewhere",
}, func(c *context, j *checklist.Judgement) {
	c.open(j)
	c.enabled(j, "webhooksig")
	n := 0
	for _, f := range c.of("webhooksig") {
		j.Add(checklist.Subject{Mark: checklist.Not, Kind: "handler", What: f.Message, Place: c.finding(f), Fingerprint: f.Fingerprint, Rule: f.Rule})
	}
	for _, d := range c.excused("webhooksig") {
		j.Add(checklist.Subject{Mark: checklist.Accepted, Kind: "handler", What: d.Message, Place: c.posn(d.Posn), Settle: d.Why, Rule: d.Rule})
	}
	for _, call := range c.hmacs() {
		if name, place := c.skipped(call); name != "" {
			j.Add(checklist.Subject{Mark: checklist.Not, Kind: "handler", What: "the signature is not checked when " + name + " is empty", Place: place})
		}
	}
	for _, h := range c.Handlers {
		n += len(h.Result.Reads)
		for _, check := range h.Result.Checks {
			for _, call := range c.checkCalls(check.Place.Pos, check.Place.End) {
				in := c.Program.Skipped(call, func(cond ssa.Value) bool {
					name, row, _ := c.fromFlag(cond)
					return row != nil && !c.isSecret(name)
				})
				if in != nil {
					name, _, _ := c.fromFlag(in.Cond)
					j.Add(checklist.Subject{Mark: checklist.Not, Kind: "handler", What: name + " lets a delivery through without its signature", Place: c.ssaPos(paths.Pos(in.Cond)), Also: []checklist.Place{c.pos(h.Fset, check.Place.Pos, check.Place.End)}})
				}
			}
			if !check.Secure || len(check.Faults) > 0 || len(check.Dropped) > 0 {
				continue // a finding
			}
			s := checklist.Subject{Mark: checklist.Met, Kind: "handler", What: "the signature is compared by " + check.How + " over body and timestamp", Place: c.pos(h.Fset, check.Place.Pos, check.Place.End)}
			if check.Vague() {
				s.Mark, s.What = checklist.Open, "what the signature is compared with is not seen whole"
				s.Settle = "compute the HMAC where klaviyolint can see it"
			}
			j.Add(s)
		}
	}
	c.receivers(j, n)
}}

// isSecret reports whether a variable is the key of some HMAC: that its emptiness is
// looked at is another matter.
func (c *context) isSecret(env string) bool {
	for _, call := range c.hmacs() {
		for _, o := range c.Program.Origins(call.Call.Args[1]) {
			if envName(&o) == env {
				return true
			}
		}
	}
	return false
}

// receivers says why there is no handler, where there is none.
func (c *context) receivers(j *checklist.Judgement, reads int) {
	if len(j.Subjects) > 0 {
		return
	}
	if reads > 0 {
		j.Gap(checklist.Gap{What: "a handler reads Klaviyo's headers, and what it does with them is not seen", Settle: "verify the signature where klaviyolint can see it"})
		return
	}
	for _, h := range c.Settings.Checklist.WebhookHandlers {
		j.Gap(checklist.Gap{What: h + " is named as a handler, and its verification is not seen", Settle: "verify the signature where klaviyolint can see it, or attest"})
	}
	for _, call := range c.api {
		if sure, _ := means(call, "create_webhook"); sure {
			j.Gap(checklist.Gap{What: "webhooks are created here, and the receiver is elsewhere", Place: at(call.Location), Settle: "run the checklist where the receiver is, and attest here"})
		}
	}
	j.None, j.Looked = "no handler of Klaviyo's webhooks", c.looked()+", 0 webhook handlers"
}
