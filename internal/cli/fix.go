package cli

import (
	"errors"
	"fmt"

	"github.com/klaviyolint/klaviyolint/internal/driver"
	"github.com/klaviyolint/klaviyolint/internal/report"
)

// diff prints what -fix would do.
func (e *env) diff(v report.View, found []report.Finding) ([]report.Finding, error) {
	fixes, errs := report.ApplyFixes(found)
	if err := report.Diff(e.stdout, v, fixes); err != nil {
		errs = append(errs, err)
	}
	return found, errors.Join(errs...)
}

// withhold takes away the fixes that wait for -unsafe-fixes. They are still among
// the choices, so that the last line can count them.
func withhold(fs []report.Finding) {
	for i := range fs {
		if f := &fs[i]; f.Fix != nil && f.Fix.Unsafe {
			f.Fix = nil
		}
	}
}

// maxRounds bounds how often -fix starts again after fixes that overlapped.
const maxRounds = 5

// fixAll writes the fixes and returns the findings that remain. The changed
// code is analysed again: to see that it still builds, to find what remains
// where it stands now, and to apply fixes that overlapped with others, so that
// a second run of the command has nothing left to fix.
func (e *env) fixAll(run *lintRun, v report.View, res *driver.Result, found []report.Finding, filter func([]report.Finding) []report.Finding) ([]report.Finding, fixed, error) {
	done := fixed{of: len(found), files: map[string]bool{}}
	for round := 1; ; round++ {
		fixes, errs := report.ApplyFixes(found)
		if err := errors.Join(errs...); err != nil {
			return found, done, err
		}
		if len(fixes.Files) == 0 {
			return found, done, nil
		}
		if err := fixes.Write(); err != nil {
			return found, done, err
		}
		again, err := e.analyse(run)
		if err != nil {
			return found, done, err
		}
		if broken := newCodeError(res, again); broken != nil {
			err := fmt.Errorf("the fixes would break the build, so none of them is kept: %s", toolErrorLine(run.dir, *broken))
			return found, done, errors.Join(err, fixes.Undo())
		}
		done.n += len(found) - len(fixes.Left)
		for _, f := range fixes.Files {
			done.files[f.Name] = true
		}
		*res = *again
		*v.Sources = *report.NewSources()
		found = filter(again.Findings)
		if fixes.Overlapping == 0 || round == maxRounds {
			return found, done, nil
		}
	}
}

// fixed counts what -fix has mended.
type fixed struct {
	n, of int
	files map[string]bool
}

func (f fixed) String() string {
	return fmt.Sprintf("fixed %d of %s in %s", f.n, plural(f.of, "finding"), plural(len(f.files), "file"))
}

// newCodeError returns an error in the analysed code that was not there before,
// or nil.
func newCodeError(before, after *driver.Result) *driver.ToolError {
	type key struct{ file, message string }
	count := map[key]int{}
	for _, t := range before.ToolErrors {
		count[key{t.File, t.Message}]++
	}
	for _, t := range after.ToolErrors {
		k := key{t.File, t.Message}
		if count[k]--; t.Code && count[k] < 0 {
			return &t
		}
	}
	return nil
}
