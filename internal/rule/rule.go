// Package rule defines what a rule is: its document, its analyzer, and how it
// reports. A pass states policy; everything a user reads about it comes from
// its [Document], and everything a host needs to show a finding goes through
// [Report].
package rule

import (
	"go/token"
	"io/fs"
	"os"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/ignore"
)

// A Document holds every word that a user reads about a rule. The README
// table, docs/rules, `klaviyolint explain` and the SARIF help are generated
// from it, and a test fails when they drift.
type Document struct {
	Name     string          // rule, analyzer and directory name
	Title    string          // one line, lower case, no full stop
	Severity config.Severity // of findings whose kind is not listed in Kinds
	Kinds    []Kind          // what the rule can say, when the sayings differ in weight
	Text     string          // Markdown: what is flagged, why it hurts, what is left alone
	Bad      string          // Go code that is flagged
	Good     string          // the same code, mended
	Fix      string          // what -fix does, what editors offer, or why there is none
	Options  []Option        // keys of the TOML file that this rule reads
	Since    string          // first version that carries the rule
	Sources  []string        // where the facts about Klaviyo come from
}

// A Kind is one sort of finding of a rule. It becomes the category of the
// diagnostic.
type Kind struct {
	Name     string
	Severity config.Severity
	Text     string // one line
	// Strict findings are only possible, and are reported under strict alone.
	Strict bool
}

// An Option is one key of the configuration file.
type Option struct {
	Key     string // as in `revision.target`
	Default string
	Text    string
}

// KindSeverity returns the severity of a finding of the named kind.
func (d *Document) KindSeverity(kind string) config.Severity {
	for _, k := range d.Kinds {
		if k.Name == kind {
			return k.Severity
		}
	}
	return d.Severity
}

// A Rule is one entry of the suite.
type Rule struct {
	Doc      *Document
	Analyzer *analysis.Analyzer
	// Files judges what stands outside Go packages: manifests and side files.
	// Only the klaviyolint command calls it. It may be nil.
	Files func(*FileContext) []FileFinding
}

// A FileContext says which directories the patterns of a run cover.
type FileContext struct {
	Settings *config.Settings
	// Dirs are the absolute directories covered by the patterns, sorted: with
	// ./... every folder that the go command would enter, also those without Go
	// files.
	Dirs []string
	// ModuleRoots are those of Dirs that hold a go.mod, and whose surroundings
	// (.github, Docker, Make and shell files up to RepoRoot) count as covered.
	ModuleRoots []string
	// RepoRoot is the nearest parent directory with a .git entry, or "".
	RepoRoot string
	// Ignored reports whether git ignores a file. It may be nil.
	Ignored func(path string) bool
	// Overlay holds the texts of open documents, by absolute name. It may be nil.
	Overlay map[string][]byte
	// ReadDir reads a directory, as [os.ReadDir] does. It may be nil.
	ReadDir func(dir string) ([]fs.DirEntry, error)
	// Errorf reports a file that could not be read or parsed: a tool error.
	Errorf func(file string, line int, format string, args ...any)
}

// Skips reports whether git ignores a file. Each question costs: it is asked
// about files in which something was found.
func (c *FileContext) Skips(path string) bool { return c.Ignored != nil && c.Ignored(path) }

// Entries reads a directory.
func (c *FileContext) Entries(dir string) ([]fs.DirEntry, error) {
	if c.ReadDir != nil {
		return c.ReadDir(dir)
	}
	return os.ReadDir(dir)
}

// A FileFinding is a finding in a file that belongs to no Go package.
type FileFinding struct {
	Rule, Kind, Message string
	File                string // absolute
	Line, Col           int    // one-based, columns in bytes
	EndLine, EndCol     int
	Edits               []FileEdit // a safe fix, or nil
	FixMessage          string
}

// A FileEdit replaces bytes [Start,End) of a file.
type FileEdit struct {
	File       string
	Start, End int
	New        string
}

// A Diagnostic is what a pass says about one place.
type Diagnostic struct {
	Pos, End token.Pos
	Kind     string // category; see Document.Kinds
	Message  string // lower case, one line: fact, consequence, way out
	Fixes    []Fix  // best first
	// Related are other places that have to do with it; editors show them.
	Related []analysis.RelatedInformation
}

// A Fix is one way to mend a finding.
type Fix struct {
	Message string
	Edits   []analysis.TextEdit
	// Safe fixes keep the meaning or add what is missing; -fix applies them.
	// Others change behaviour by choice: editors offer them, and -unsafe-fixes
	// applies them.
	Safe bool
}

// Unsafe ends the messages of fixes that are not safe, where a person chooses from
// several.
const Unsafe = " (changes behaviour)"

// New makes the analyzer of a rule. The analyzer requires the configuration
// and the suppression directives beside the given helpers, and leaves at once
// when the configuration switches the rule off.
func New(doc *Document, run func(*analysis.Pass) error, helpers ...*analysis.Analyzer) *analysis.Analyzer {
	a := &analysis.Analyzer{
		Name:             doc.Name,
		Doc:              doc.Title + "\n\n" + doc.Text,
		URL:              URL(doc.Name),
		Requires:         append([]*analysis.Analyzer{config.Analyzer, ignore.Directives}, helpers...),
		RunDespiteErrors: true,
	}
	a.Run = func(pass *analysis.Pass) (any, error) {
		if !Settings(pass).Enabled(doc.Name) {
			return nil, nil
		}
		directives(pass).Ran(doc.Name)
		return nil, Guard(doc.Name, pass, func() error { return run(pass) })
	}
	config.BindFlags(&a.Flags)
	documents[doc.Name] = doc
	return a
}

// documents finds a rule's document by the name of its analyzer. It is filled
// while packages are initialised, and read only afterwards.
var documents = map[string]*Document{}

// shown reports whether a finding of the kind is severe enough for the
// configuration. Hosts other than the command know no severities of their own.
func shown(s *config.Settings, rule, kind string) bool {
	if v, ok := s.SeverityOf(rule); ok {
		return v >= s.Severity
	}
	doc := documents[rule]
	return doc == nil || doc.KindSeverity(kind) >= s.Severity
}

// URL returns the page of a rule.
func URL(name string) string {
	return "https://github.com/klaviyolint/klaviyolint/blob/main/docs/rules/" + name + ".md"
}

// Settings returns the configuration in force for the pass.
func Settings(pass *analysis.Pass) *config.Settings {
	return pass.ResultOf[config.Analyzer].(*config.Settings)
}

func directives(pass *analysis.Pass) *ignore.Set {
	return pass.ResultOf[ignore.Directives].(*ignore.Set)
}

// Report hands a finding to the host, unless a directive or the configuration
// drops it. An editor offers every fix, and a person takes one. Elsewhere a
// finding carries one at most, since golangci-lint loses all fixes of a file when
// a diagnostic has two: the first safe one, or the first of all where unsafe ones
// were asked for. A fix stays within the file of the finding: golangci-lint would
// apply that half of it alone.
//
// A host that applies nolint directives by itself gets what they drop as well: it
// would call them unused otherwise.
func Report(pass *analysis.Pass, d Diagnostic) {
	s := Settings(pass)
	name := pass.Analyzer.Name
	drop := func(why string) {
		if s.Host.Dropped != nil {
			s.Host.Dropped(config.Dropped{Rule: name, Kind: d.Kind, Message: d.Message, Posn: pass.Fset.Position(d.Pos), Why: why})
		}
	}
	if s.ExcludedFor(name, pass.Fset.Position(d.Pos).Filename) {
		drop("excluded by the configuration")
		return
	}
	set := directives(pass)
	if set.Suppress(name, d.Pos) {
		drop(set.Reason(name, d.Pos))
		return
	}
	if !s.Host.Nolint && set.Nolint(d.Pos) {
		drop("nolint")
		return
	}
	if !shown(s, name, d.Kind) {
		return
	}
	diag := analysis.Diagnostic{
		Pos: d.Pos, End: d.End, Category: d.Kind, Message: d.Message, URL: URL(name),
	}
	if s.Host.Editor {
		diag.Related = d.Related // go vet prints each as if it were a finding
	}
	if s.Host.NamesNoRule {
		diag.Message += " (" + name + ")" // what a directive has to name
	}
	waiting := -1 // the first that waits for -unsafe-fixes
	for i, f := range d.Fixes {
		if !within(pass.Fset.File(d.Pos), f.Edits) {
			continue
		}
		if !f.Safe && !s.Host.UnsafeFixes {
			if waiting < 0 {
				waiting = i
			}
			continue
		}
		message := f.Message
		if !f.Safe && s.Host.Editor {
			message += Unsafe
		}
		diag.SuggestedFixes = append(diag.SuggestedFixes, analysis.SuggestedFix{Message: message, TextEdits: f.Edits})
		if !s.Host.Editor {
			break
		}
	}
	if waiting >= 0 && len(diag.SuggestedFixes) == 0 && s.Host.MarksUnsafe {
		f := d.Fixes[waiting]
		diag.SuggestedFixes = []analysis.SuggestedFix{{Message: f.Message + Unsafe, TextEdits: f.Edits}}
	}
	pass.Report(diag)
}

// within reports whether all edits change the one file.
func within(f *token.File, edits []analysis.TextEdit) bool {
	return f != nil && !slices.ContainsFunc(edits, func(e analysis.TextEdit) bool {
		end := e.End
		if !end.IsValid() {
			end = e.Pos
		}
		return int(e.Pos) < f.Base() || int(end) > f.Base()+f.Size()
	})
}
