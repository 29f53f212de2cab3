package items

import (
	"fmt"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/deploy"
)

// A Preflight is the JSON of a preflight run, as far as the checklist asks for it.
type Preflight struct {
	File    string // as it was named
	Day     string
	Commit  string
	Account string
	Test    bool // Klaviyo marks the account as one for tests
	Local   bool // it was run against a server of one's own
	Failed  []string
	Age     int // days
	// Ancestor is set when the commit is HEAD or before it, Known when git can tell.
	Ancestor, Known bool
	// Granted and Refused are scopes of the key that were asked for.
	Granted, Refused []string
	// Served are the revisions that were tried.
	Served []Served
}

// A Served revision is one that a preflight run sent.
type Served struct {
	Sent string
	OK   bool
	At   []string // places in the code, as path:line
}

// flight is the preflight report, where it is fresh and about Klaviyo itself.
func (c *context) flight() *Preflight {
	if p := c.Preflight; p != nil && !p.Local && p.Age <= 30 {
		return p
	}
	return nil
}

// report is the place of the preflight report.
func (c *context) report() checklist.Place {
	return checklist.Place{Path: c.relative(c.Preflight.File), Line: 1, Column: 1}
}

var f1 = Item{checklist.Doc{
	ID: "F1", Title: "proved in staging",
	Why:  "Keys, scopes, revisions and limits are facts of an account, and only a run against one shows them.",
	Fix:  "Run `klaviyolint preflight -format json -o preflight.json` against the staging account, and pass the report with `-preflight`.",
	Pass: "a preflight report of at most 30 days, all checks ok, of another account than production's or of a test account, for this commit or one before it", Fail: "such a report with a failed check", Open: "no report, an old one, or one that cannot be compared",
}, func(c *context, j *checklist.Judgement) {
	j.Always = true
	const command = "run klaviyolint preflight -format json -o preflight.json in staging, and pass it with -preflight"
	p := c.Preflight
	if p == nil {
		j.Gap(checklist.Gap{What: "no preflight report", Settle: command})
		return
	}
	s := checklist.Subject{Mark: checklist.Open, Kind: "report", Place: checklist.Place{Path: c.relative(p.File), Line: 1, Column: 1}, Settle: command}
	production := c.Settings.Checklist.Items["F1"].ProductionAccount
	switch {
	case p.Local:
		s.What = "the report is about a server of one's own, which proves nothing"
	case p.Age > 30:
		s.What = fmt.Sprintf("the report is %d days old", p.Age)
	case p.Commit == "":
		s.What = "the report names no commit"
	case !p.Known:
		s.What = "git cannot tell whether the report's commit is one of this branch"
	case !p.Ancestor:
		s.What = "the report's commit is none of this branch"
	case production != "" && strings.EqualFold(p.Account, production):
		s.What = "the report is about the production account"
	case production == "" && !p.Test:
		s.What, s.Settle = "which account is production's is not known", "set [checklist.F1] production_account"
	case len(p.Failed) > 0:
		s.Mark, s.What, s.Settle = checklist.Not, "preflight failed: "+strings.Join(p.Failed, ", "), ""
	default:
		s.Mark, s.What, s.Settle = checklist.Met, fmt.Sprintf("preflight of %s passed for account %s", p.Day, p.Account), ""
	}
	j.Add(s)
}}

var r2 = Item{checklist.Doc{
	ID: "R2", Title: "previous version can come back",
	Why:  "When a release is bad, going back must be one command, and there must be something to go back to.",
	Fix:  "Pin images by tag or digest, keep the revision history, or deploy by a workflow that takes a version.",
	Pass: "every workload keeps its history and runs an image with a fixed tag or digest", Fail: "`revisionHistoryLimit: 0`, or an image whose tag moves", Open: "a template or variable decides the image, or there is no manifest",
}, func(c *context, j *checklist.Judgement) {
	if c.Program == nil || len(c.Program.Mains) == 0 {
		j.None = "a library: it is not deployed"
		c.open(j)
		return
	}
	for _, w := range c.workloads() {
		if w.Kind == deploy.Compose || w.Kind == deploy.Procfile || w.Kind == deploy.Systemd {
			continue
		}
		if c.belongs(w) == belongsUnknown {
			if len(c.senders()) > 0 {
				j.Add(checklist.Subject{Mark: checklist.Open, Kind: "workload", Place: c.file(w.Place), What: string(w.Kind) + " " + strings.TrimSpace(w.Resource+" "+w.Name) + ": which main package it runs is not known",
					Settle: "say so in [checklist] workloads"})
			}
			continue
		}
		s := checklist.Subject{Mark: checklist.Met, Kind: "workload", Place: c.file(w.Place)}
		name := string(w.Kind) + " " + strings.TrimSpace(w.Resource+" "+w.Name)
		switch {
		case w.History == 0:
			s.Mark, s.What, s.Place = checklist.Not, name+": revisionHistoryLimit is 0, so there is nothing to go back to", c.file(w.HistoryAt)
		case w.ImageUnknown:
			s.Mark, s.What, s.Settle = checklist.Open, name+": a template or variable decides the image", "commit the rendered manifest, or attest"
		case w.RollsBack && w.Image == "":
			s.What = name + " keeps earlier versions"
		case w.Image == "" && !w.RollsBack:
			s.Mark, s.What, s.Settle = checklist.Open, name+": names no image", "pin the image by tag or digest"
		case w.Moves() && w.Image != "":
			s.Mark, s.What = checklist.Not, name+": the tag of "+w.Image+" moves, so going back starts the same image again"
			if w.ImageAt.File != "" {
				s.Place = c.file(w.ImageAt)
			}
		default:
			s.What = name + " keeps its history and runs " + w.Image
			if w.ImageAt.File != "" {
				s.Also = append(s.Also, c.file(w.ImageAt))
			}
		}
		j.Add(s)
	}
	if len(j.Subjects) == 0 {
		for _, p := range c.Files.Releases {
			j.Add(checklist.Subject{Mark: checklist.Met, Kind: "workload", What: "a workflow deploys the version that its caller chooses", Place: c.file(p)})
		}
	}
	for _, p := range c.Files.Templates {
		if len(j.Subjects) == 0 {
			j.Gap(checklist.Gap{What: "a template is not read", Place: c.file(p), Settle: "commit rendered manifests: helm template ... > rendered/"})
			break
		}
	}
	if len(j.Subjects) == 0 {
		j.Gap(checklist.Gap{What: "no manifest of the repository deploys this module", Settle: "commit the manifest, or attest how the previous version comes back"})
	}
}}
