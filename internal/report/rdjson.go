package report

import (
	"cmp"
	"io"
	"path/filepath"
	"slices"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// The messages of the Reviewdog Diagnostic Format, in the JSON that protobuf
// makes of them.
type (
	rdResult struct {
		Source      rdSource       `json:"source"`
		Diagnostics []rdDiagnostic `json:"diagnostics"`
	}
	rdSource struct {
		Name string `json:"name"`
		URL  string `json:"url"`
	}
	rdDiagnostic struct {
		Message     string         `json:"message"`
		Location    rdLocation     `json:"location"`
		Severity    string         `json:"severity"`
		Code        rdCode         `json:"code"`
		Suggestions []rdSuggestion `json:"suggestions,omitempty"`
	}
	rdLocation struct {
		Path  string  `json:"path"`
		Range rdRange `json:"range"`
	}
	rdRange struct {
		Start rdPosition `json:"start"`
		End   rdPosition `json:"end"`
	}
	rdPosition struct {
		Line   int `json:"line"`
		Column int `json:"column"`
	}
	rdCode struct {
		Value string `json:"value"`
		URL   string `json:"url,omitempty"`
	}
	rdSuggestion struct {
		Range rdRange `json:"range"`
		Text  string  `json:"text"`
	}
)

// RDJSON prints the Reviewdog Diagnostic Format, with a suggestion where -fix
// would apply a fix. Paths are relative to the working directory, from where
// reviewdog is to be called too; columns are one-based and count bytes, those
// of a byte-order mark included; ends are exclusive.
// https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
func RDJSON(w io.Writer, v View, fs []Finding) error {
	result := rdResult{
		Source:      rdSource{"klaviyolint", homePage},
		Diagnostics: []rdDiagnostic{},
	}
	secret := secretLines(fs)
	for _, f := range fs {
		d := rdDiagnostic{
			Message:  klaviyo.MaskKeys(f.Message),
			Location: rdLocation{filepath.ToSlash(Relative(v.Dir, f.File)), rdRange{rdPosition{f.Line, f.Col}, rdPosition{f.EndLine, f.EndCol}}},
			Severity: rdSeverity(f.Severity),
			Code:     rdCode{f.Rule, f.URL},
		}
		if f.EndLine < f.Line || f.EndLine == f.Line && f.EndCol < f.Col {
			d.Location.Range.End = d.Location.Range.Start
		}
		if s, ok := v.suggestion(f, secret[f.File]); ok {
			d.Suggestions = []rdSuggestion{s}
		}
		result.Diagnostics = append(result.Diagnostics, d)
	}
	return writeJSON(w, result)
}

func rdSeverity(s config.Severity) string {
	switch s {
	case config.Error:
		return "ERROR"
	case config.Warning:
		return "WARNING"
	}
	return "INFO"
}

// maxSuggestion is how many lines a suggestion may span. A longer one, such as
// an edit far down and the import that it needs, is no comment on a line any more.
const maxSuggestion = 20

// suggestion shows the fix of a finding as reviewdog wants it: one range of the
// file that the finding stands in. Several suggestions would be alternatives, so
// several edits become one, with what lies between them as it is. That text is
// source code: where it holds a key, or one of the lines where a secret of
// another shape was found, there is no suggestion.
func (v View) suggestion(f Finding, secret map[int]bool) (rdSuggestion, bool) {
	fix := f.Fix.shown()
	if fix == nil || len(fix.Edits) == 0 {
		return rdSuggestion{}, false
	}
	edits, ok := inOrder(fix.Edits, f.File)
	if !ok {
		return rdSuggestion{}, false
	}
	start, end := edits[0].Start, edits[len(edits)-1].End
	if _, ok := v.Sources.text(f.File, start, end); !ok {
		return rdSuggestion{}, false
	}
	text := edits[0].New
	for i, e := range edits[1:] {
		between, _ := v.Sources.text(f.File, edits[i].End, e.Start)
		text += between + e.New
	}
	var r rdRange
	r.Start.Line, r.Start.Column = v.Sources.position(f.File, start)
	r.End.Line, r.End.Column = v.Sources.position(f.File, end)
	if holdsKey(text) || r.End.Line-r.Start.Line >= maxSuggestion {
		return rdSuggestion{}, false
	}
	for n := r.Start.Line; n <= r.End.Line && len(edits) > 1; n++ {
		if secret[n] {
			return rdSuggestion{}, false
		}
	}
	return rdSuggestion{r, text}, true
}

// inOrder sorts edits by their place. They must all lie in the given file, and
// none may reach into the next.
func inOrder(edits []Edit, file string) ([]Edit, bool) {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b Edit) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	for i, e := range edits {
		if e.File != file || i > 0 && edits[i-1].End > e.Start {
			return nil, false
		}
	}
	return edits, true
}

// secretLines lists the lines of each file where the secret rule found something.
func secretLines(fs []Finding) map[string]map[int]bool {
	lines := map[string]map[int]bool{}
	for _, f := range fs {
		if f.Rule != secretRule {
			continue
		}
		if lines[f.File] == nil {
			lines[f.File] = map[int]bool{}
		}
		for n := f.Line; n <= max(f.Line, f.EndLine); n++ {
			lines[f.File][n] = true
		}
	}
	return lines
}
