package view

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

const (
	homePage = "https://github.com/klaviyolint/klaviyolint"
	docPage  = homePage + "/blob/main/docs/checklist.md"
	srcRoot  = "%SRCROOT%"
)

// SARIF prints the places of items that fail: one result for each. Unknown is no
// alert.
func SARIF(w io.Writer, r *checklist.Report, o Options) error {
	run := sarif.NewRunWithInformationURI("klaviyolint", homePage)
	run.Tool.Driver.WithVersion(r.Tool.Version).WithSemanticVersion(strings.TrimPrefix(r.Tool.Version, "v"))
	run.WithColumnKind("utf16CodeUnits")
	run.Results = []*sarif.Result{}
	index := map[string]int{}
	for i := range r.Items {
		it := &r.Items[i]
		id := "checklist/" + it.ID
		index[it.ID] = i
		text := it.Why + "\n\n" + it.Fix
		run.Tool.Driver.AddRule(sarif.NewRule(id).WithName(id).
			WithShortDescription(sarif.NewMultiformatMessageString().WithText(it.Title)).
			WithFullDescription(sarif.NewMultiformatMessageString().WithText(it.Why)).
			WithHelp(sarif.NewMultiformatMessageString().WithText(text).WithMarkdown(text)).
			WithHelpURI(docPage + "#" + strings.ToLower(it.ID)).
			WithDefaultConfiguration(sarif.NewReportingConfiguration().WithLevel(sarifLevel(it))))
	}
	for i := range r.Items {
		it := &r.Items[i]
		if it.Verdict != checklist.Fail {
			continue
		}
		for _, e := range it.Places(checklist.Against) {
			if o.OwnOnly && e.Rule != "" {
				continue
			}
			line := e.Place
			col := func(line, col int) int {
				if o.Column == nil {
					return col
				}
				return o.Column(e.Path, line, col)
			}
			region := sarif.NewRegion().WithStartLine(line.Line).WithStartColumn(col(line.Line, line.Column)).
				WithEndLine(line.EndLine).WithEndColumn(col(line.EndLine, line.EndColumn))
			res := sarif.NewRuleResult("checklist/" + it.ID).WithRuleIndex(index[it.ID]).WithLevel(sarifLevel(it)).
				WithMessage(sarif.NewTextMessage(it.Title + ": " + e.What)).
				AddLocation(sarif.NewLocationWithPhysicalLocation(sarif.NewPhysicalLocation().
					WithArtifactLocation(sarif.NewSimpleArtifactLocation((&url.URL{Path: e.Path}).String()).WithURIBaseID(srcRoot)).WithRegion(region)))
			res.PartialFingerprints = map[string]string{"klaviyolint/v1": e.Fingerprint, "primaryLocationLineHash": e.Fingerprint + ":1"}
			run.AddResult(res)
		}
	}
	var b bytes.Buffer
	if err := sarif.NewReport().AddRun(run).PrettyWrite(&b); err != nil {
		return err
	}
	b.WriteByte('\n')
	return masked(w, b.Bytes())
}

func sarifLevel(it *checklist.Item) string {
	if it.Blocks {
		return "error"
	}
	return "warning"
}

type junitSuites struct {
	XMLName xml.Name     `xml:"testsuites"`
	Name    string       `xml:"name,attr"`
	Tests   int          `xml:"tests,attr"`
	Fails   int          `xml:"failures,attr"`
	Skipped int          `xml:"skipped,attr"`
	Suites  []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name    string      `xml:"name,attr"`
	Tests   int         `xml:"tests,attr"`
	Fails   int         `xml:"failures,attr"`
	Skipped int         `xml:"skipped,attr"`
	Cases   []junitCase `xml:"testcase"`
}

type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	Failure *junitMessage `xml:"failure,omitempty"`
	Skipped *junitMessage `xml:"skipped,omitempty"`
	Out     string        `xml:"system-out,omitempty"`
}

type junitMessage struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// JUnit prints one test case for each item: a fail is a failure with all its
// evidence, unknown and n/a are skipped, attested passes.
func JUnit(w io.Writer, r *checklist.Report, _ Options) error {
	out := junitSuites{Name: "klaviyolint checklist"}
	for _, g := range checklist.GroupTitles {
		s := junitSuite{Name: g.Title}
		for i := range r.Items {
			it := &r.Items[i]
			if it.Group != g.ID {
				continue
			}
			c := junitCase{Class: g.Title, Name: it.ID + " " + it.Title, Out: clean(statement(it))}
			text := clean(evidenceText(it))
			switch it.Verdict {
			case checklist.Fail:
				c.Failure = &junitMessage{clean(it.Reason), text}
			case checklist.Unknown:
				m := &junitMessage{"unknown: " + clean(it.Reason), text}
				if it.Blocking {
					c.Failure = m
				} else {
					c.Skipped = m
				}
			case checklist.NotApplicable:
				c.Skipped = &junitMessage{"n/a: " + clean(it.Reason), ""}
			}
			s.Tests++
			if c.Failure != nil {
				s.Fails++
			}
			if c.Skipped != nil {
				s.Skipped++
			}
			s.Cases = append(s.Cases, c)
		}
		if s.Tests == 0 {
			continue
		}
		out.Tests, out.Fails, out.Skipped = out.Tests+s.Tests, out.Fails+s.Fails, out.Skipped+s.Skipped
		out.Suites = append(out.Suites, s)
	}
	data, err := xml.MarshalIndent(out, "", "  ")
	if err != nil {
		return err
	}
	return masked(w, append(append([]byte(xml.Header), data...), '\n'))
}

// clean leaves out what XML cannot carry.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s)
}

func evidenceText(it *checklist.Item) string {
	var b strings.Builder
	for _, e := range shown(it, true) {
		fmt.Fprintf(&b, "%s: %s %s\n", e.Role, place(e.Place), e.What)
	}
	for _, s := range it.Settle {
		fmt.Fprintf(&b, "to settle: %s\n", s)
	}
	return b.String()
}

// maxAnnotations is how many errors, and how many warnings, the platform shows of
// one step: https://docs.github.com/rest/checks/runs.
const maxAnnotations = 10

// GitHub prints workflow commands, and the step summary where one is asked for.
func GitHub(w io.Writer, r *checklist.Report, o Options) error {
	var b bytes.Buffer
	n := map[string]int{}
	items := slices.Clone(r.Items)
	slices.SortStableFunc(items, func(a, b checklist.Item) int {
		switch {
		case a.Blocking == b.Blocking:
			return 0
		case a.Blocking:
			return -1
		}
		return 1
	})
	for i := range items {
		it := &items[i]
		if it.Verdict != checklist.Fail {
			continue
		}
		level := "warning"
		if it.Blocking {
			level = "error"
		}
		for _, e := range it.Places(checklist.Against) {
			if n[level]++; n[level] > maxAnnotations {
				continue
			}
			fmt.Fprintf(&b, "::%s file=%s,line=%d,endLine=%d,col=%d,title=%s::%s\n", level, githubProperty.Replace(klaviyo.MaskKeys(e.Path)), e.Line, e.EndLine, e.Column,
				githubProperty.Replace(it.ID+" "+it.Title), githubData.Replace(klaviyo.MaskKeys(e.What)))
		}
	}
	fmt.Fprintf(&b, "%s\n", githubData.Replace(Headline(r)+" "+Counts(r)))
	if err := masked(w, b.Bytes()); err != nil {
		return err
	}
	if o.Summary != nil {
		return Markdown(o.Summary, r, o)
	}
	return nil
}

var (
	githubData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
