package report

import (
	"bytes"
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/lazy"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

const (
	homePage = "https://github.com/klaviyolint/klaviyolint"
	srcRoot  = "%SRCROOT%"
)

// SARIF prints a log of the Static Analysis Results Interchange Format 2.1.0,
// in the profile that GitHub code scanning asks for: the rules that were
// reported with their help, results with fingerprints and fixes, paths relative to the
// root of the repository, columns in UTF-16 code units.
// https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
func SARIF(w io.Writer, v View, fs []Finding) error {
	run := sarif.NewRunWithInformationURI("klaviyolint", homePage)
	run.Tool.Driver.WithVersion(v.Version).WithSemanticVersion(strings.TrimPrefix(v.Version, "v"))
	run.WithColumnKind("utf16CodeUnits")
	root := v.RepoRoot
	if root == "" {
		root = v.Dir
	}
	run.WithOriginalUriBaseIds(map[string]sarif.ArtifactLocation{
		srcRoot: *sarif.NewSimpleArtifactLocation(fileURI(root) + "/"),
	})
	// Without -all-rules only what is needed to read the results: the help of
	// the whole suite is a hundred kilobytes.
	v.Rules = slices.DeleteFunc(slices.Clone(v.Rules), func(r *rule.Rule) bool {
		return !v.AllRules && !slices.ContainsFunc(fs, func(f Finding) bool { return f.Rule == r.Doc.Name })
	})
	for _, r := range v.Rules {
		run.Tool.Driver.AddRule(sarifRule(r))
	}
	for _, f := range fs {
		run.AddResult(sarifResult(v, f))
	}
	var buf bytes.Buffer
	if err := sarif.NewReport().AddRun(run).PrettyWrite(&buf); err != nil {
		return err
	}
	_, err := maskWriter{w}.Write(append(withoutEmpty(buf.Bytes()), '\n'))
	return err
}

var (
	// The library writes every list that the format knows. In indented JSON a
	// line that begins so is no part of a string.
	emptyList = lazy.Regexp(`(?m)^\s*"([A-Za-z]+)": \[\],?\n`)
	lastComma = lazy.Regexp(`,(\n\s*[}\]])`)
)

// withoutEmpty takes empty lists out of an indented document, all but the list
// of results, which has to be there.
func withoutEmpty(doc []byte) []byte {
	doc = emptyList().ReplaceAllFunc(doc, func(line []byte) []byte {
		if bytes.Contains(line, []byte(`"results"`)) {
			return line
		}
		return nil
	})
	return lastComma().ReplaceAll(doc, []byte("$1"))
}

func sarifRule(r *rule.Rule) *sarif.ReportingDescriptor {
	d := r.Doc
	props := sarif.NewPropertyBag()
	props.Add("precision", "high")
	props.Add("problem.severity", problemSeverity(d.Severity))
	props.WithTags([]string{"klaviyo"})
	if d.Name == secretRule {
		// GitHub lists a rule under security only with a score of its own.
		props.Add("security-severity", "8.0")
		props.WithTags([]string{"klaviyo", "security"})
	}
	text := d.Markdown()
	help := sarif.NewMultiformatMessageString().WithText(text).WithMarkdown(text)
	return sarif.NewRule(d.Name).
		WithName(d.Name).
		WithShortDescription(sarif.NewMultiformatMessageString().WithText(d.Title)).
		WithFullDescription(sarif.NewMultiformatMessageString().WithText(firstParagraph(d.Text))).
		WithHelp(help).
		WithHelpURI(rule.URL(d.Name)).
		WithDefaultConfiguration(sarif.NewReportingConfiguration().WithLevel(sarifLevel(d.Severity))).
		WithProperties(props)
}

func sarifResult(v View, f Finding) *sarif.Result {
	region := sarif.NewRegion().
		WithStartLine(f.Line).WithStartColumn(v.Sources.UTF16Column(f.File, f.Line, f.Col))
	if f.EndLine >= f.Line {
		region.WithEndLine(f.EndLine).WithEndColumn(v.Sources.UTF16Column(f.File, f.EndLine, f.EndCol))
	}
	r := sarif.NewRuleResult(f.Rule).
		WithRuleIndex(slices.IndexFunc(v.Rules, func(r *rule.Rule) bool { return r.Doc.Name == f.Rule })).
		WithLevel(sarifLevel(f.Severity)).
		WithMessage(sarif.NewTextMessage(klaviyo.MaskKeys(f.Message))).
		AddLocation(sarif.NewLocationWithPhysicalLocation(sarif.NewPhysicalLocation().
			WithArtifactLocation(sarifFile(v, f.File)).WithRegion(region)))
	r.PartialFingerprints = map[string]string{
		"klaviyolint/v1": f.Fingerprint,
		// The one key that GitHub reads: a hash and an index.
		"primaryLocationLineHash": f.Fingerprint + ":1",
	}
	if f.Kind != "" {
		props := sarif.NewPropertyBag()
		props.Add("kind", f.Kind)
		r.WithProperties(props)
	}
	if fix := f.Fix.shown(); fix != nil {
		r.AddFixe(sarifFix(v, fix))
	}
	return r
}

// sarifFix groups the edits of a fix by file.
func sarifFix(v View, fix *Fix) *sarif.Fix {
	out := sarif.NewFix().WithDescription(sarif.NewTextMessage(klaviyo.MaskKeys(fix.Message)))
	change := map[string]*sarif.ArtifactChange{}
	for _, e := range fix.Edits {
		c := change[e.File]
		if c == nil {
			c = sarif.NewArtifactChange().WithArtifactLocation(sarifFile(v, e.File))
			change[e.File] = c
			out.AddArtifactChange(c)
		}
		c.AddReplacement(sarif.NewReplacement().
			WithDeletedRegion(v.region(e)).
			WithInsertedContent(sarif.NewArtifactContent().WithText(e.New)))
	}
	return out
}

// region turns byte offsets into lines and columns, since GitHub reads no
// others.
func (v View) region(e Edit) *sarif.Region {
	line, col := v.Sources.position(e.File, e.Start)
	endLine, endCol := v.Sources.position(e.File, e.End)
	return sarif.NewRegion().
		WithStartLine(line).WithStartColumn(v.Sources.UTF16Column(e.File, line, col)).
		WithEndLine(endLine).WithEndColumn(v.Sources.UTF16Column(e.File, endLine, endCol))
}

func sarifFile(v View, file string) *sarif.ArtifactLocation {
	rel, ok := v.repoRelative(file)
	if !ok {
		return sarif.NewSimpleArtifactLocation(fileURI(file))
	}
	return sarif.NewSimpleArtifactLocation((&url.URL{Path: rel}).String()).WithURIBaseID(srcRoot)
}

func fileURI(file string) string {
	path := filepath.ToSlash(file)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/x on Windows
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}

func sarifLevel(s config.Severity) string {
	switch s {
	case config.Error:
		return "error"
	case config.Warning:
		return "warning"
	}
	return "note"
}

func problemSeverity(s config.Severity) string {
	switch s {
	case config.Error:
		return "error"
	case config.Warning:
		return "warning"
	}
	return "recommendation"
}

func firstParagraph(text string) string {
	text, _, _ = strings.Cut(strings.TrimSpace(text), "\n\n")
	return strings.Join(strings.Fields(text), " ")
}
