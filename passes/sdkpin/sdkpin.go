package sdkpin

import (
	"go/ast"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/manifests"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Analyzer is the rule in hosts that show no findings in go.mod. It reports at
// the import of the SDK, once per package.
var Analyzer = rule.New(Doc, run, manifests.Analyzer)

func run(pass *analysis.Pass) error {
	mod := pass.ResultOf[manifests.Analyzer].(*manifests.Module)
	day := rule.Settings(pass).Day
	for i := range mod.Dependencies {
		d := &mod.Dependencies[i]
		kind, message := judge(d, day)
		if message == "" || mod.Silenced(Doc.Name, d) {
			continue
		}
		if imp := firstImport(pass, d.Name); imp != nil {
			rule.Report(pass, rule.Diagnostic{Pos: imp.Pos(), End: imp.End(), Kind: kind, Message: "go.mod: " + message})
		}
	}
	return nil
}

// firstImport returns the first import of a module in a file that is no test,
// or nil.
func firstImport(pass *analysis.Pass, module string) *ast.ImportSpec {
	for _, f := range pass.Files {
		if strings.HasSuffix(pass.Fset.File(f.FileStart).Name(), "_test.go") {
			continue
		}
		for _, imp := range f.Imports {
			path, err := strconv.Unquote(imp.Path.Value)
			if err == nil && (path == module || strings.HasPrefix(path, module+"/")) {
				return imp
			}
		}
	}
	return nil
}

// Files judges the manifests, scripts and CI files of a run.
func Files(c *rule.FileContext) []rule.FileFinding {
	var findings []rule.FileFinding
	deps := manifests.Collect(c)
	for i := range deps {
		d := &deps[i]
		kind, message := judge(d, c.Settings.For(filepath.Dir(d.File)).Day)
		if message == "" {
			continue
		}
		f := rule.FileFinding{
			Rule: Doc.Name, Kind: kind, Message: message,
			File: d.File, Line: d.Line, Col: d.Col, EndLine: d.Line, EndCol: d.EndCol,
		}
		if lockable(d) {
			f.FixMessage = "pin " + d.Name + " to " + d.LockedVersion + ", the version in " + filepath.Base(d.LockFile)
			f.Edits = []rule.FileEdit{{File: d.File, Start: d.Start, End: d.End, New: d.LockedVersion}}
		}
		findings = append(findings, f)
	}
	return findings
}

// lockable reports whether a requirement can be replaced by the version that
// the lock file holds, without a change to what is installed.
func lockable(d *manifests.Dependency) bool {
	return filepath.Base(d.File) == "package.json" && d.LockedVersion != "" && d.Start < d.End &&
		(d.Pin == manifests.Range || d.Pin == manifests.AnyVersion || d.Pin == manifests.Moving)
}
