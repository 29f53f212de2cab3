// Package gopls prepares the suite for gopls, the Go language server, which has
// no setting for foreign analyzers: editors/gopls builds one with this package
// inside. Programs other than that build have no use for it.
package gopls

import (
	"os"
	"sync"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/analyzers"
	"github.com/klaviyolint/klaviyolint/internal/bind"
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
	"github.com/klaviyolint/klaviyolint/internal/trouble"
)

// An Analyzer is one entry of gopls' list.
type Analyzer struct {
	Analyzer *analysis.Analyzer
	// Severity is a DiagnosticSeverity of the Language Server Protocol. gopls has
	// one for each analyzer, not for each finding.
	Severity uint32
}

// The severities of the Language Server Protocol that are used here.
const (
	severityError   = 1
	severityWarning = 2
)

// host says what gopls can carry: a person chooses among fixes, findings stand
// in the Go files of the package only.
var host = config.Host{Name: "gopls", Editor: true, UnsafeFixes: true, NamesNoRule: true}

// Analyzers returns the suite for a process that is gopls: its findings stand in
// Go files, its fixes are for a person to choose from, what keeps an analyzer
// from its work is shown in the package, and its names change with what gopls'
// cache does not know of. Later calls return the same.
var Analyzers = sync.OnceValue(func() []Analyzer {
	known := openRoots()
	// Every analyzer requires the configuration, so its name is part of the key
	// of every result that gopls keeps, those of imported packages included.
	dir, _ := os.Getwd()
	salt := known.salt(dir)
	b := bind.Binding{
		Settings: config.PerPackage(host),
		Name: func(a *analysis.Analyzer) string {
			if a == config.Analyzer {
				return a.Name + "_" + salt
			}
			return a.Name
		},
		Around: func(a *analysis.Analyzer, run bind.Run) bind.Run {
			if a == config.Analyzer {
				return known.around(run)
			}
			return run
		},
	}
	rules := analyzers.All()
	// gopls drops the errors of analyzers without a word, so that a misspelt key of
	// the TOML would look like code without faults: the last one shows them.
	var list []Analyzer
	for i, a := range trouble.Bind(b, analyzers.Analyzers()) {
		s := uint32(severityWarning)
		if i < len(rules) {
			s = severity(rules[i].Doc)
		}
		list = append(list, Analyzer{a, s})
	}
	return list
})

// severity is that of the mildest finding of the rule that is shown by default.
// A warning in red would be taken for code that does not compile.
func severity(doc *rule.Document) uint32 {
	least := doc.Severity
	for _, k := range doc.Kinds {
		if k.Severity >= config.Warning {
			least = min(least, k.Severity)
		}
	}
	if least >= config.Error {
		return severityError
	}
	return severityWarning
}
