package items

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/inventory"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

var b3 = Item{checklist.Doc{
	ID: "B3", Title: "supported `revision` on every call",
	Why:  "Klaviyo serves a revision for two years. After that it answers with another one without a word, or with 410, and fields change their names.",
	Fix:  "Send one supported revision from the client, and move it once a year; `klaviyolint migrate` says what changes.",
	Pass: "every request to `/api/*` and `/client/*` has a revision that is stable on the day of the run, on every path, or one that retires in more than `deprecated_days`",
	Fail: "a revision that is missing, malformed, in the future, `latest`, retired, a beta on a stable endpoint, or that retires within `deprecated_days`", Open: "the value comes from outside, or unknown code may still set the header",
}, judgeB3}

var badRevisions = []string{"missing", "retired", "malformed", "future", "latest", "beta", "sdk-retired"}

func judgeB3(c *context, j *checklist.Judgement) {
	j.Looked = c.looked()
	c.open(j)
	c.enabled(j, "revision")
	findings := c.of("revision")
	excused := c.excused("revision")
	used := map[int]bool{}
	for _, call := range c.api {
		if exempt(call) {
			continue
		}
		s := c.revision(call)
		if yes, known := c.reached(call); s.Mark == checklist.Open && known && !yes {
			j.Remark(call.What()+" is called by nobody: its revision is up to the first caller", at(call.Location))
			continue
		}
		// The finding says where the value stands; it may be a constant of another
		// package, which is then known by the value.
		for i, f := range findings {
			byValue := false
			for _, v := range call.Revision {
				byValue = byValue || s.Mark == checklist.Not && f.Kind != "missing" && v != "" && strings.Contains(f.Message, fmt.Sprintf("%q", v))
			}
			if !c.hit(call, f) && !byValue {
				continue
			}
			used[i] = true
			if bad(f.Kind) && s.Mark != checklist.Not {
				s.Mark, s.What = checklist.Not, call.What()+": "+f.Message
			}
			if s.Mark == checklist.Not && s.Rule == "" {
				s.Also = append(s.Also, s.Place)
				s.Place, s.Fingerprint, s.Rule = c.finding(f), f.Fingerprint, "revision"
			}
		}
		if d, ok := c.dropped(call, excused); ok && s.Mark == checklist.Not {
			s.Mark, s.Settle, s.Place = checklist.Accepted, d.Why, c.posn(d.Posn)
		}
		j.Add(s)
	}
	for i, f := range findings {
		if !used[i] && (bad(f.Kind) || f.Kind == "sdk") {
			j.Add(checklist.Subject{Mark: checklist.Not, Kind: "finding", What: f.Message, Place: c.finding(f), Fingerprint: f.Fingerprint, Rule: "revision"})
		}
	}
}

func bad(kind string) bool {
	for _, k := range badRevisions {
		if k == kind {
			return true
		}
	}
	return false
}

// exempt are the calls that need no revision.
func exempt(call *inventory.Call) bool {
	for _, e := range call.Candidates() {
		if e.NeedsRevision == "no" {
			return true
		}
	}
	return call.Kind == inventory.KindLegacy
}

// revision judges the values that one call sends.
func (c *context) revision(call *inventory.Call) checklist.Subject {
	if call.Req.Via.SDK != "" && len(call.Revision) == 1 && call.Revision[0] == "" {
		if rev := klaviyo.SDKFor(call.Req.Via.SDK); rev == nil {
			return request(call, checklist.Open, "the SDK's revision is not known", "set the revision in the call")
		}
	}
	if call.Role == inventory.RoleOpen {
		return request(call, checklist.Open, "the path is not known", "give the path where klaviyolint can see it")
	}
	known := 0
	remark := ""
	values := call.Revision
	if slices.ContainsFunc(values, func(v string) bool { return strings.Contains(v, "{?}") }) {
		if found := c.revisions(call); found != nil {
			values = found
		}
	}
	for _, v := range values {
		switch {
		case v == "" && call.Open != "":
			return request(call, checklist.Open, "code out of sight may set the revision: "+call.Open, "set the revision where the request is built, or say so in [client] transport_sets")
		case v == "":
			return request(call, checklist.Not, "no revision header", "")
		case strings.Contains(v, "{?}"):
			if s, ok := c.servedFor(call); ok {
				return s
			}
			return request(call, checklist.Open, "the revision comes from outside", "write the revision in the code, or let a preflight report show it")
		}
		switch status, rev := klaviyo.RevisionAt(v, c.Day); status {
		case klaviyo.Stable, klaviyo.Newer:
			known++
		case klaviyo.Deprecated:
			left := rev.RetiredOn.Sub(c.Day)
			if left < int(c.Settings.Checklist.DeprecatedDays) {
				return request(call, checklist.Not, fmt.Sprintf("revision %s retires on %s, in %s", v, rev.RetiredOn, plural(left, "day")), "")
			}
			known++
			remark = fmt.Sprintf("revision %s, which retires on %s, in %s", v, rev.RetiredOn, plural(left, "day"))
		default:
			if status.String() == "beta" && c.betaOnly(call) || status.String() == "unlisted" {
				known++
				continue
			}
			return request(call, checklist.Not, fmt.Sprintf("revision %q is %s", v, status), "")
		}
	}
	if known == 0 {
		return request(call, checklist.Open, "the revision is not known", "write the revision in the code")
	}
	if remark != "" {
		return request(call, checklist.Met, remark, "")
	}
	return request(call, checklist.Met, "revision "+strings.Join(values, ", "), "")
}

// revisions traces the header of a call through the whole program, where the
// function that sends is given its value from elsewhere: nil unless all that may be
// sent are constants.
func (c *context) revisions(call *inventory.Call) []string {
	var out []string
	for _, s := range c.sendsOf(call) {
		found := false
		for _, link := range s.Chain {
			for _, b := range link.Parent().Blocks {
				for _, in := range b.Instrs {
					set, ok := in.(ssa.CallInstruction)
					if !ok || !slices.Contains(c.Program.Names(set), "net/http.Header.Set") {
						continue
					}
					if name, ok := constString(set.Common().Args[1]); !ok || !strings.EqualFold(name, "revision") {
						continue
					}
					if found {
						return nil // one of two
					}
					found = true
					for _, o := range c.Program.Origins(set.Common().Args[2]) {
						v, isText := o.Text()
						if !isText {
							return nil
						}
						out = append(out, v)
					}
				}
			}
		}
		if !found {
			return nil
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// servedFor lets a preflight report settle a revision that comes from outside: it
// sent the value that is set there, and says what was served.
func (c *context) servedFor(call *inventory.Call) (checklist.Subject, bool) {
	p := c.flight()
	if p == nil {
		return checklist.Subject{}, false
	}
	lines := c.linesAt(call)
	for _, r := range p.Served {
		if r.Sent == "" || !slices.ContainsFunc(r.At, func(a string) bool { return lines[a] }) {
			continue
		}
		status, rev := klaviyo.RevisionAt(r.Sent, c.Day)
		s := request(call, checklist.Met, fmt.Sprintf("the preflight of %s sent revision %s, and it was served", p.Day, r.Sent), "")
		if !r.OK || status != klaviyo.Stable && status != klaviyo.Newer && status != klaviyo.Deprecated || status == klaviyo.Deprecated && rev.RetiredOn.Sub(c.Day) < int(c.Settings.Checklist.DeprecatedDays) {
			s.Mark, s.What = checklist.Not, fmt.Sprintf("%s: the preflight of %s sent revision %s, which is %s", call.What(), p.Day, r.Sent, status)
		}
		s.Also = append(s.Also, c.report())
		return s, true
	}
	return checklist.Subject{}, false
}

// linesAt lists the places of a call as path:line, relative to the repository.
func (c *context) linesAt(call *inventory.Call) map[string]bool {
	out := map[string]bool{call.Location.String(): true}
	for file := range linesOf(call) {
		if name, line, ok := strings.Cut(file, ".go:"); ok {
			out[c.relative(name+".go")+":"+line] = true
		}
	}
	return out
}

// betaOnly reports whether a call is one of a beta endpoint, where a .pre revision
// is required.
func (c *context) betaOnly(call *inventory.Call) bool {
	for _, e := range call.Candidates() {
		if e.Stage != klaviyo.BetaStage {
			return false
		}
	}
	return len(call.Candidates()) > 0
}
