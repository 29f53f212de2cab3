package config

import (
	"go/token"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// all is the word that stands for every rule in enable and disable.
const all = "all"

// Settings is the configuration in force: the file, and what the run and the
// host add to it. It is read only once a run has begun.
type Settings struct {
	File
	Path    string            // of the TOML file; "" when there is none
	Root    string            // directory that exclusion globs start from; "" when unknown
	Sources map[string]string // key to where its value comes from; absent keys have their default
	Day     klaviyo.Day       // on which revisions are judged
	Strict  bool              // as in File.Strict, or the flag
	Host    Host

	members []member // modules with settings of their own; see For
}

// A Host says what the program that shows the findings can carry. The zero
// value is the most restrictive answer.
type Host struct {
	Name        string
	UnsafeFixes bool // a person chooses, or asked for them: offer fixes that change behaviour
	Editor      bool // fixes are offered one by one to a person
	MarksUnsafe bool // knows a fix that changes behaviour by its mark, and counts it without applying it
	OtherFiles  bool // shows positions in files that are not Go
	NamesNoRule bool // shows messages alone: they end with the name of their rule
	Nolint      bool // applies nolint directives itself, and tells which of them are unused
	// Dropped is told of each finding that a directive or the configuration keeps
	// from being reported, and why. It may be called from several goroutines. It
	// may be nil.
	Dropped func(Dropped)
	NoGate  bool // analyse packages that cannot matter as well, for tests and benchmarks
	// Done returns a channel that is closed when nobody waits for the run any longer:
	// what is being executed then may end where it is. It may be nil.
	Done func() <-chan struct{}
	// ToolError receives what kept a pass from its work, instead of an error
	// that would end the analysis of the package. It may be called from several
	// goroutines. It may be nil.
	ToolError func(pkg string, err error)
}

// A Dropped finding is one that is not reported.
type Dropped struct {
	Rule, Kind, Message string
	Posn                token.Position
	// Why is the reason that a person gave, or the words of the configuration.
	Why string
}

// Default returns the settings of a run without a file, on today's day.
func Default() *Settings {
	return newSettings(newFile())
}

func newSettings(f *File) *Settings {
	s := &Settings{File: *f, Sources: map[string]string{}, Day: f.AsOf, Strict: f.Strict}
	if s.Day == (klaviyo.Day{}) {
		s.Day = klaviyo.Today()
	}
	return s
}

// newFile returns the file in which every key has its default.
func newFile() *File {
	return &File{
		Severity: Warning,
		FailOn:   Warning,
		Revision: Revision{WarnBefore: AllDeprecated},
		Checklist: Checklist{
			Block:          []string{"A5", "B3", "B4", "D2"},
			DeprecatedDays: 90,
			Alerts: Alerts{
				RateLimitedPerMinute: 5, ErrorsPerMinute: 10, LatencyP95: "5s", ScrapeInterval: "30s",
				P1: []string{"critical", "page", "P1", "high"}, P2: []string{"warning", "ticket", "P2", "medium"},
			},
		},
	}
}

// Enabled reports whether the rule runs: every rule does, unless it is switched
// off by name, or by "all" without being switched on by name.
func (s *Settings) Enabled(rule string) bool {
	if slices.Contains(s.Enable, rule) {
		return true
	}
	return !slices.Contains(s.Disable, rule) && !slices.Contains(s.Disable, all)
}

// SwitchOn adds a rule, or "all", to those enabled; source says who asked
// ("flag -enable"). It overrules what the file says.
func (s *Settings) SwitchOn(rule, source string) {
	if rule == all {
		s.Disable = nil
		if s.Sources["severity"] == "" {
			s.Severity = Info
			s.Sources["severity"] = source
		}
	}
	s.Disable = without(s.Disable, rule)
	s.Enable = append(without(s.Enable, rule), rule)
	s.Sources["enable"] = source
}

// SwitchOff adds a rule, or "all", to those disabled; the counterpart of
// SwitchOn.
func (s *Settings) SwitchOff(rule, source string) {
	if rule == all {
		s.Enable = nil
	}
	s.Enable = without(s.Enable, rule)
	s.Disable = append(without(s.Disable, rule), rule)
	s.Sources["disable"] = source
}

func without(names []string, name string) []string {
	var kept []string
	for _, n := range names {
		if n != name {
			kept = append(kept, n)
		}
	}
	return kept
}

// ExcludedFor reports whether the configuration leaves the file out for the
// rule. Files outside the root are never left out.
func (s *Settings) ExcludedFor(rule, filename string) bool {
	globs := s.Rules[rule].Exclude
	if len(s.Exclude) == 0 && len(globs) == 0 {
		return false
	}
	rel, ok := s.relative(filename)
	if !ok {
		return false
	}
	matches := func(glob string) bool { return matchGlob(glob, rel) }
	return slices.ContainsFunc(s.Exclude, matches) || slices.ContainsFunc(globs, matches)
}

// relative returns the path of the file from the root, with slashes. It looks
// through symbolic links when the plain names do not fit together, since a host
// may have resolved those of one and not of the other.
func (s *Settings) relative(filename string) (string, bool) {
	if !filepath.IsAbs(filename) || s.Root == "" {
		return filepath.ToSlash(filename), !filepath.IsAbs(filename)
	}
	root := s.Root
	for range 2 {
		rel, err := filepath.Rel(root, filename)
		if err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			return filepath.ToSlash(rel), true
		}
		if r, err := filepath.EvalSymlinks(root); err == nil {
			root = r
		}
		if f, err := filepath.EvalSymlinks(filename); err == nil {
			filename = f
		}
	}
	return "", false
}

// SeverityOf returns the severity that the configuration gives to every finding
// of the rule, if it gives one.
func (s *Settings) SeverityOf(rule string) (Severity, bool) {
	if v := s.Rules[rule].Severity; v != nil {
		return *v, true
	}
	return 0, false
}

// ChecklistExcluded reports whether [checklist] exclude leaves a file out.
func (s *Settings) ChecklistExcluded(filename string) bool {
	if len(s.Checklist.Exclude) == 0 {
		return false
	}
	rel, ok := s.relative(filename)
	return ok && slices.ContainsFunc(s.Checklist.Exclude, func(glob string) bool { return matchGlob(glob, rel) })
}
