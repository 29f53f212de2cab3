package items

import (
	"fmt"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/inventory"
)

var b2 = Item{checklist.Doc{
	ID: "B2", Title: "SDK version pinned",
	Why:  "Each major version of an SDK sends another revision of the API, so a build that takes the newest changes its behaviour on the day of a release.",
	Fix:  "Pin one exact version in the manifest, and commit the lock file.",
	Pass: "every Klaviyo package in every manifest is pinned to one released version", Fail: "the rule `sdkpin` finds a range, a moving name, a missing lock file or a retired package", Open: "the rule is disabled",
}, func(c *context, j *checklist.Judgement) {
	c.open(j)
	c.enabled(j, "sdkpin")
	bad := map[string]bool{}
	key := func(file string, line int) string { return fmt.Sprint(file, ":", line) }
	for _, f := range c.of("sdkpin") {
		bad[key(f.File, f.Line)] = true
		j.Add(checklist.Subject{Mark: checklist.Not, Kind: "package", What: f.Message, Place: c.finding(f), Fingerprint: f.Fingerprint, Rule: f.Rule})
	}
	for _, d := range c.excused("sdkpin") {
		bad[key(d.Posn.Filename, d.Posn.Line)] = true
		j.Add(checklist.Subject{Mark: checklist.Accepted, Kind: "package", What: d.Message, Place: c.posn(d.Posn), Settle: d.Why, Rule: d.Rule})
	}
	for i := range c.Manifest {
		d := &c.Manifest[i]
		if bad[key(d.File, d.Line)] {
			continue
		}
		p := checklist.Place{Path: inventory.Relative(c.Root, d.File), Line: d.Line, Column: d.Col, EndLine: d.Line, EndColumn: d.EndCol}
		what := d.Name
		if d.Version != "" {
			what += " " + d.Version
		}
		if _, off := c.Disabled["sdkpin"]; off {
			j.Add(checklist.Subject{Mark: checklist.Open, Kind: "package", What: what + " is not judged", Place: p, Settle: "enable the rule sdkpin"})
			continue
		}
		j.Add(checklist.Subject{Mark: checklist.Met, Kind: "package", What: what, Place: p})
	}
	j.None, j.Looked = "no SDK: the code has its own client", c.looked()
}}
