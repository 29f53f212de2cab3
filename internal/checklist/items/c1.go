package items

import (
	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/inventory"
)

var c1 = Item{checklist.Doc{
	ID: "C1", Title: "429 honours `Retry-After`",
	Why:  "Above its limits Klaviyo answers 429 and says for how long. An attempt before that is answered 429 again, and delays everybody who shares the account.",
	Fix:  "Wait for the seconds in `Retry-After`, then send again; or hand the work to a queue that is delayed by them.",
	Pass: "every request that is answered 429 is sent again after the wait that the header asks for", Fail: "it is sent again without that wait, at once, or never, with every caller in sight", Open: "the answer leaves the code that is seen",
}, func(c *context, j *checklist.Judgement) {
	j.Looked = c.looked()
	c.open(j)
	c.ruled(j, "retryafter", c.sends(), []string{"ignored", "hopeless"}, func(call *inventory.Call) checklist.Subject {
		return c.waits(call)
	})
}}

// sends are the calls that C and E judge: those to the API, without what a health
// check sends.
func (c *context) sends() []*inventory.Call { return c.api }

// waits judges what a call does with 429.
func (c *context) waits(call *inventory.Call) checklist.Subject {
	honoured := false
	for _, s := range append([]*inventory.Seen{{Req: call.Req, Fset: call.Fset}}, call.Same...) {
		h := s.Req.Handling
		if h == nil {
			continue
		}
		if h.Honoured {
			honoured = true
		}
		if a := h.Answers[429]; a != nil && a.Again != nil && a.RetryAfter {
			honoured = true
		}
	}
	if honoured {
		return request(call, checklist.Met, "sent again after the wait of Retry-After", "")
	}
	return request(call, checklist.Open, "429 leaves the code that is seen", "retry it after Retry-After in the client, or attest who does")
}
