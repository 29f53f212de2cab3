package report

import (
	"io"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// The subset of the Code Climate format that GitLab reads. Its other members
// (type, categories, content) are left out, since GitLab passes over them.
type (
	climateIssue struct {
		Description string          `json:"description"`
		CheckName   string          `json:"check_name"`
		Fingerprint string          `json:"fingerprint"`
		Severity    string          `json:"severity"`
		Location    climateLocation `json:"location"`
	}
	climateLocation struct {
		Path  string       `json:"path"`
		Lines climateLines `json:"lines"`
	}
	climateLines struct {
		Begin int `json:"begin"`
		End   int `json:"end"`
	}
)

// CodeClimate prints a report for GitLab Code Quality: a list of findings with
// the fingerprints by which GitLab tells new ones from old ones, and paths from
// the root of the repository. The format places by lines, so there is no column
// that could be counted in another way.
// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
func CodeClimate(w io.Writer, v View, fs []Finding) error {
	issues := []climateIssue{} // GitLab wants a list, and null is none
	for _, f := range fs {
		path, _ := v.repoRelative(f.File)
		issues = append(issues, climateIssue{
			Description: klaviyo.MaskKeys(f.Message),
			CheckName:   f.Rule,
			Fingerprint: f.Fingerprint,
			Severity:    climateSeverity(f.Severity),
			Location:    climateLocation{path, climateLines{f.Line, max(f.Line, f.EndLine)}},
		})
	}
	return writeJSON(w, issues)
}

// climateSeverity maps to the five words of GitLab: info, minor, major,
// critical, blocker.
func climateSeverity(s config.Severity) string {
	switch s {
	case config.Error:
		return "critical"
	case config.Warning:
		return "major"
	}
	return "info"
}
