package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/driver"
	"github.com/klaviyolint/klaviyolint/internal/printable"
	"github.com/klaviyolint/klaviyolint/internal/report"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// lint is the default action.
func (e *env) lint(o *options, patterns []string) int {
	if err := o.chdir(); err != nil {
		return e.fail("%v", err)
	}
	format, err := o.chosenFormat()
	if err != nil {
		return e.fail("%v", err)
	}
	stop, err := o.profile.start()
	if err != nil {
		return e.fail("%v", err)
	}
	code := e.lintWith(o, patterns, format)
	if err := stop(); err != nil {
		return e.fail("%v", err)
	}
	return code
}

// chosenFormat reconciles -json and -format.
func (o *options) chosenFormat() (string, error) {
	switch {
	case o.format == "" && o.json:
		return "json", nil
	case o.format == "":
		return "text", nil
	case o.json && o.format != "json":
		return "", fmt.Errorf("-json and -format %s exclude each other", o.format)
	}
	_, err := report.FormatNamed(o.format)
	return o.format, err
}

func (e *env) lintWith(o *options, patterns []string, format string) int {
	run, err := e.prepare(o, patterns)
	if err != nil {
		return e.fail("%v", err)
	}
	if run.configErr != nil {
		// Without the file, what is reported, fixed or accepted would not be what
		// its author meant.
		return e.trouble(run, nil)
	}
	var base report.Baseline
	if o.baseline != "" {
		if base, err = report.ReadBaseline(o.baseline); err != nil {
			return e.fail("%v", err)
		}
	}
	var changed *changes
	if o.newFromRev != "" {
		if changed, err = changesSince(e.ctx, run.dir, o.newFromRev); err != nil {
			return e.fail("-new-from-rev: %v", err)
		}
	}
	run.opts.Helpers = []*analysis.Analyzer{requests.Analyzer} // for what is said about blind runs
	res, err := e.analyse(run)
	if err != nil && (res == nil || res.Partial == "" || o.fix || o.diff || o.writeBaseline != "") {
		// Nothing is changed and nothing accepted on half an answer.
		if h := hint(run, nil); h != "" && e.ctx.Err() == nil {
			e.fail("%v", err)
			return e.fail("%s", h)
		}
		return e.interrupted(err)
	}
	partial := err != nil
	err = nil
	if o.writeBaseline != "" {
		return e.acceptAll(o, run, res)
	}

	found := above(res.Findings, run.opts.Settings)
	all := len(found)
	found, gone := base.New(found)
	accepted := all - len(found)
	found = changed.only(found)
	view := e.view(o, run, res)
	var done fixed
	switch {
	case o.diff:
		found, err = e.diff(view, found)
	case o.fix:
		found, done, err = e.fixAll(run, view, res, found, func(fs []report.Finding) []report.Finding {
			fresh, _ := base.New(above(fs, run.opts.Settings))
			return changed.only(fresh)
		})
	}
	if err != nil {
		e.fail("%v", err)
	}
	if !o.diff {
		show, _ := report.FormatNamed(format)
		if werr := show(e.stdout, view, found); werr != nil {
			return e.fail("%v", werr)
		}
	}
	code := e.trouble(run, res)
	if err != nil {
		code = exitTrouble
	}
	e.blind(res)
	e.strayPackages(run, res)
	e.close(o, format, found, done, accepted)
	if partial {
		return e.fail("interrupted, so that the findings are partial: %s", res.Partial)
	}
	if o.verbose {
		e.summary(res, len(found), gone)
	}
	return exitCode(o, run, format, code, found, res)
}

// exitCode follows the rule: trouble wins over findings, except that errors in
// the analysed code beside a finding do not.
func exitCode(o *options, run *lintRun, format string, code int, found []report.Finding, res *driver.Result) int {
	if code == exitTrouble {
		return exitTrouble
	}
	fails := slices.ContainsFunc(found, func(f report.Finding) bool {
		return f.Severity >= run.opts.Settings.For(filepath.Dir(f.File)).FailOn
	})
	if codeErrors(res) {
		if len(found) == 0 {
			return exitTrouble
		}
		fails = true
	}
	if !fails || o.exitZero || o.fix || o.diff || format == "json" {
		return exitClean
	}
	return exitFindings
}

// A lintRun is what an analysis needs, shared by lint and inventory.
type lintRun struct {
	dir       string
	opts      driver.Options
	configErr error
	verbose   bool // each step on a line
}

// prepare reads the settings and makes driver options of the flags.
func (e *env) prepare(o *options, patterns []string) (*lintRun, error) {
	dir, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real // as the go command names files
	}
	s, configErr, err := e.settings(o)
	if err != nil {
		return nil, err
	}
	for _, p := range patterns {
		if strings.HasPrefix(p, "-") {
			return nil, fmt.Errorf("flag %s after the packages: flags come first", p)
		}
	}
	var timings *driver.Timings
	noGate, compiled := false, false
	for word := range strings.SplitSeq(o.debug, ",") {
		switch word {
		case "":
		case "nogate":
			noGate = true
		case "compiled":
			compiled = true
		case "timings":
			timings = new(driver.Timings)
		default:
			return nil, fmt.Errorf("-debug %s: want nogate, compiled or timings", word)
		}
	}
	return &lintRun{
		dir:       dir,
		configErr: configErr,
		verbose:   o.verbose,
		opts: driver.Options{
			Dir:        dir,
			Patterns:   patterns,
			Tests:      o.tests,
			BuildFlags: o.buildFlags(),
			Rules:      o.selected(e.rules, s),
			Settings:   s,
			NoGate:     noGate,
			Compiled:   compiled,
			Timings:    timings,
		},
	}, nil
}

// analyse runs the driver, with a sign of life where a person waits.
func (e *env) analyse(run *lintRun) (*driver.Result, error) {
	p := e.progress()
	if run.verbose {
		p = &ticker{w: e.stderr, lines: true}
	}
	defer p.stop()
	run.opts.Progress = p.say
	res, err := driver.Run(e.ctx, run.opts)
	if res != nil {
		withhold(res.Findings)
	}
	if run.opts.Timings != nil {
		p.stop()
		run.opts.Timings.Print(maskWriter{e.stderr})
	}
	return res, err
}

// nowhere reports whether a run found no module, nor anything else: a report of it
// would only repeat why, for each of its parts.
func nowhere(res *driver.Result) bool {
	return len(res.Modules) == 0 && len(res.Packages) == 0 && len(res.Findings) == 0 && len(res.ToolErrors) > 0
}

func (e *env) interrupted(err error) int {
	if e.ctx.Err() != nil {
		return e.fail("interrupted")
	}
	return e.fail("%v", err)
}

// acceptAll writes the baseline.
func (e *env) acceptAll(o *options, run *lintRun, res *driver.Result) int {
	found := above(res.Findings, run.opts.Settings)
	if err := report.NewBaseline(found).Write(o.writeBaseline); err != nil {
		return e.fail("%v", err)
	}
	if !o.quiet {
		fmt.Fprintf(e.stderr, "%s written to %s; -baseline %[2]s leaves them out\n", plural(len(found), "finding"), printable.Escape(o.writeBaseline))
	}
	code := e.trouble(run, res)
	if code == exitClean && codeErrors(res) && len(res.Findings) == 0 {
		code = exitTrouble
	}
	return code
}

func (e *env) view(o *options, run *lintRun, res *driver.Result) report.View {
	v := report.View{
		Dir:      run.dir,
		RepoRoot: res.RepoRoot,
		Rules:    e.rules,
		Version:  buildVersion(),
		AllRules: o.allRules,
		Context:  o.context,
		Sources:  report.NewSources(),
	}
	if isTerminal(e.stdout) {
		v.Color = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
		v.Caret = true
		v.Context = max(v.Context, 0)
	}
	return v
}

// above leaves out what the configuration has as too mild.
func above(fs []report.Finding, s *config.Settings) []report.Finding {
	var out []report.Finding
	for _, f := range fs {
		if f.Severity >= s.For(filepath.Dir(f.File)).Severity {
			out = append(out, f)
		}
	}
	return out
}

// trouble prints the tool errors, one a line, and says whether any of them kept
// the tool from its work.
func (e *env) trouble(run *lintRun, res *driver.Result) int {
	code := exitClean
	if run.configErr != nil {
		code = exitTrouble
		e.failLines(run.configErr, run.dir)
	}
	if res == nil {
		return code
	}
	for _, t := range res.ToolErrors {
		if !t.Code {
			code = exitTrouble
		}
		e.fail("%s", toolErrorLine(run.dir, t))
	}
	if code == exitTrouble {
		if h := hint(run, res); h != "" {
			e.fail("%s", h)
		}
	}
	return code
}

// failLines prints an error of the configuration, which has a line for each
// mistake, with file names relative to dir.
func (e *env) failLines(err error, dir string) {
	for line := range strings.SplitSeq(err.Error(), "\n") {
		e.fail("%s", strings.TrimPrefix(line, dir+string(filepath.Separator)))
	}
}

func toolErrorLine(dir string, t driver.ToolError) string {
	where := ""
	switch {
	case t.File != "":
		where = t.File
		if rel, err := filepath.Rel(dir, t.File); err == nil && !strings.HasPrefix(rel, "..") {
			where = rel
		}
		if t.Line > 0 {
			where += fmt.Sprintf(":%d", t.Line)
			if t.Col > 0 {
				where += fmt.Sprintf(":%d", t.Col)
			}
		}
	case t.Package != "" && !strings.Contains(t.Message, t.Package):
		where = t.Package
	}
	if where == "" {
		return t.Message
	}
	return where + ": " + t.Message
}

func codeErrors(res *driver.Result) bool {
	for _, t := range res.ToolErrors {
		if t.Code {
			return true
		}
	}
	return false
}
