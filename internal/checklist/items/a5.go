package items

import (
	"fmt"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
)

var a5 = Item{checklist.Doc{
	ID: "A5", Title: "no hardcoded keys",
	Why:  "A private key in the repository is read by everyone who reads the code, a build log or the binary, and deleting the line does not take it back.",
	Fix:  "Revoke the key, and read the new one from a secret manager.",
	Pass: "no private key, signing secret or client secret is in a file that git tracks, test files included",
	Fail: "the rule `hardcodedkey` finds one", Open: "the rule is disabled, or only a part of the module was looked at",
}, func(c *context, j *checklist.Judgement) {
	j.Always = true
	c.open(j)
	c.enabled(j, "hardcodedkey")
	for _, f := range c.of("hardcodedkey") {
		j.Add(checklist.Subject{Mark: checklist.Not, Kind: "finding", What: f.Message, Place: c.finding(f), Fingerprint: f.Fingerprint, Rule: f.Rule})
	}
	for _, d := range c.excused("hardcodedkey") {
		j.Add(checklist.Subject{Mark: checklist.Accepted, Kind: "finding", What: d.Message, Place: c.posn(d.Posn), Settle: d.Why, Rule: d.Rule})
	}
	if len(j.Subjects) == 0 {
		j.Add(checklist.Subject{Mark: checklist.Met, Kind: "module", What: fmt.Sprintf("%s scanned, no key in them; history is not scanned, use a secret scanner", plural(c.Scanned, "file")), Place: c.mod})
	}
}}
