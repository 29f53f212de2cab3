package driver

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/klaviyolint/klaviyolint/internal/bind"
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/report"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Options say what to analyse and how.
type Options struct {
	Dir      string   // absolute; patterns are relative to it
	Patterns []string // as for `go list`; none means "."
	Tests    bool     // test files and test packages too

	// BuildFlags go to `go list`: -tags, -mod. GOFLAGS and the rest of the
	// environment are the user's.
	BuildFlags []string

	Rules    []*rule.Rule         // to run; their order does not matter
	Helpers  []*analysis.Analyzer // whose results the caller wants to read
	Settings *config.Settings
	given    *config.Settings       // those of the caller, of which Settings becomes a copy
	done     func() <-chan struct{} // see config.Host

	// Whole loads also the packages of the main modules that lead to the judged
	// ones, or that these lead to, for those who ask about the program as a whole:
	// see [Result.Loaded]. No rule looks at them.
	Whole bool

	// NoGate loads every package that the patterns match, whether or not
	// anything in it can matter. Tests compare runs with and without.
	NoGate bool
	// Around wraps what each analyzer does. Tests look on, or take something away.
	// It may be nil.
	Around func(*analysis.Analyzer, bind.Run) bind.Run
	// Compiled takes the types of imports from export data, which the go command
	// compiles, and not from source. Tests compare both ways.
	Compiled bool
	// Overlay holds the texts of open documents, by absolute name, symbolic links
	// resolved: they stand in for what is on disk.
	Overlay map[string][]byte
	// Session keeps what this run learns for the next one. It may be nil.
	Session *Session
	// Timings is filled with where the time went. It may be nil.
	Timings *Timings
	// Progress is told what is going on, now and then. It may be nil.
	Progress func(string)
}

// A Result is what a run came to.
type Result struct {
	Findings   []report.Finding // sorted, each once, with fingerprints
	ToolErrors []ToolError      // sorted
	Packages   []*Package       // the analysed ones, sorted by path
	// Loaded are the packages that came with syntax and types, without test files,
	// sorted by path. It is filled with [Options.Whole] alone.
	Loaded []*packages.Package
	// Modules are the main modules, and Uncovered the directories with Go files of
	// these that no pattern names; the latter with [Options.Whole] alone.
	Modules   []Module
	Uncovered []string
	Dirs      []string // directories that the patterns cover
	RepoRoot  string   // directory with .git, or ""
	Scanned   int      // packages looked at by the byte scan
	Gated     bool     // nothing was loaded, since nothing names Klaviyo
	// Partial says how far a run came that was interrupted, "" otherwise.
	Partial string
}

// A Module is one main module: its path, and its directory.
type Module struct{ Path, Dir string }

// A Package is one analysed package. Where a test variant was analysed, this
// is it: it holds all files of the plain package.
type Package struct {
	Path   string
	Module string
	Fset   *token.FileSet
	Types  *types.Package
	result map[*analysis.Analyzer]any
}

// ResultOf returns what one of Options.Helpers computed for the package, or
// nil where it could not.
func (p *Package) ResultOf(a *analysis.Analyzer) any { return p.result[a] }

// A ToolError is something that kept the tool from doing its work, or from
// doing all of it.
type ToolError struct {
	File      string // absolute, or ""
	Line, Col int    // zero where unknown
	Package   string // where there is no file
	Message   string
	// Code marks an error in the analysed code, which leaves the rest of it
	// analysable: the exit code treats those apart.
	Code bool
}

func (r *Result) errorf(e ToolError) { r.ToolErrors = append(r.ToolErrors, e) }
