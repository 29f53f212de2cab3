package cli

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/report"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// options are the values of all flags.
type options struct {
	// What is read, and how it is built.
	dir   string
	tests bool
	tags  string
	mod   string
	debug string

	// Settings.
	source  *config.Source // of -config-inline
	config  string
	asOf    string
	strict  bool
	enable  names
	disable names
	only    map[string]*triState // -RULE and -RULE=false

	// What is shown, and what the exit code says.
	json          bool
	format        string
	context       int
	severity      string
	failOn        string
	exitZero      bool
	verbose       bool
	quiet         bool
	allRules      bool
	baseline      string
	writeBaseline string
	newFromRev    string

	// Fixes.
	fix    bool
	diff   bool
	unsafe bool

	profile profile
}

func newOptions(rules []*rule.Rule) *options {
	o := &options{source: new(config.Source), tests: true, context: -1, only: map[string]*triState{}}
	for _, r := range rules {
		o.only[r.Doc.Name] = new(triState)
	}
	return o
}

// loadFlags select code: which packages, in which build.
func loadFlags(o *options, fs *flag.FlagSet) {
	fs.StringVar(&o.dir, "C", o.dir, "change to `dir` before anything else")
	fs.BoolVar(&o.tests, "test", o.tests, "analyse test files too, which is the default; -test=false leaves them out")
	fs.StringVar(&o.tags, "tags", o.tags, "build with these `tags`, separated by commas")
	fs.StringVar(&o.mod, "mod", o.mod, "module download mode: `readonly|vendor|mod`")
	fs.StringVar(&o.debug, "debug", o.debug, "`nogate|compiled|timings`: nogate loads packages that cannot matter too, compiled takes types from the build cache, timings says where the time went")
}

// settingFlags overrule the configuration file.
func settingFlags(o *options, fs *flag.FlagSet) {
	fs.StringVar(&o.config, "config", o.config, "read this `file` instead of "+config.FileName)
	fs.StringVar(&o.asOf, "as-of", o.asOf, "judge revisions as of this `day`, such as 2026-11-23; the default is today")
	fs.BoolVar(&o.strict, "strict", o.strict, "report also what is only possible")
	fs.Var(&o.enable, "enable", "switch on `rules`, separated by commas; all: every rule, info too")
	fs.Var(&o.disable, "disable", "switch off `rules`, separated by commas")
	o.source.BindFlags(fs)
}

// levelFlags overrule the severities of the configuration file.
func levelFlags(o *options, fs *flag.FlagSet) {
	fs.StringVar(&o.severity, "severity", o.severity, "report findings of this level and above: `info|warning|error`; the default is warning")
	fs.StringVar(&o.failOn, "fail-on", o.failOn, "exit with 1 on findings of this level and above: `info|warning|error`; the default is warning")
}

// lintGroups are the flags of the default action, as help shows them.
var lintGroups = []struct {
	title string
	bind  func(*options, *flag.FlagSet)
}{
	{"Which code", loadFlags},
	{"What is judged", settingFlags},
	{"What is shown, and what fails", outputFlags},
	{"Fixes", fixFlags},
	{"Profiling", func(o *options, fs *flag.FlagSet) { o.profile.flags(fs) }},
}

// lintFlags are the flags of the default action.
func lintFlags(o *options, fs *flag.FlagSet) {
	for _, g := range lintGroups {
		g.bind(o, fs)
	}
	for name, state := range o.only {
		fs.Var(state, name, "run only this rule, and others named in the same way; -"+name+"=false runs all rules but this one")
	}
}

func outputFlags(o *options, fs *flag.FlagSet) {
	fs.StringVar(&o.format, "format", o.format, "print findings as `"+strings.Join(report.FormatNames(), "|")+"`")
	fs.BoolVar(&o.json, "json", o.json, "print JSON, as go vet -json does; the same as -format json")
	fs.BoolVar(&o.allRules, "all-rules", o.allRules, "with -format sarif, list every rule, not only those that were reported")
	fs.IntVar(&o.context, "c", o.context, "show `N` lines of source around each finding")
	levelFlags(o, fs)
	fs.BoolVar(&o.exitZero, "exit-zero", o.exitZero, "exit with 0 even on findings")
	fs.BoolVar(&o.verbose, "v", o.verbose, "say on stderr what was analysed")
	fs.BoolVar(&o.quiet, "q", o.quiet, "print no summary on stderr")
	fs.StringVar(&o.baseline, "baseline", o.baseline, "leave out the findings that this `file` lists")
	fs.StringVar(&o.writeBaseline, "write-baseline", o.writeBaseline, "write all findings to this `file`, to be left out by -baseline")
	fs.StringVar(&o.newFromRev, "new-from-rev", o.newFromRev, "report only findings on lines changed since this git `revision`")
}

func fixFlags(o *options, fs *flag.FlagSet) {
	fs.BoolVar(&o.fix, "fix", o.fix, "apply the fixes, and print what is left")
	fs.BoolVar(&o.diff, "diff", o.diff, "print what -fix would change as a unified diff, and change nothing")
	fs.BoolVar(&o.unsafe, "unsafe-fixes", o.unsafe, "with -fix or -diff, apply also fixes that change behaviour")
}

// chdir enters the directory of -C.
func (o *options) chdir() error {
	if o.dir == "" {
		return nil
	}
	dir := o.dir
	o.dir = "" // once
	if err := os.Chdir(dir); err != nil {
		return fmt.Errorf("-C: %w", err)
	}
	// The go command trusts PWD where it fits, and reports paths below it.
	abs, err := filepath.Abs(".")
	if err != nil {
		return err
	}
	return os.Setenv("PWD", abs)
}

// buildFlags returns what `go list` is to be told about the build.
func (o *options) buildFlags() []string {
	var out []string
	if o.tags != "" {
		out = append(out, "-tags="+o.tags)
	}
	if o.mod != "" {
		out = append(out, "-mod="+o.mod)
	}
	return out
}

// names is a flag that may be repeated and takes lists.
type names []string

func (n *names) String() string { return strings.Join(*n, ",") }

func (n *names) Set(s string) error {
	for name := range strings.SplitSeq(s, ",") {
		if name = strings.TrimSpace(name); name == "" {
			return fmt.Errorf("empty name")
		}
		*n = append(*n, name)
	}
	return nil
}

// A triState is a boolean flag that knows whether it was given, as in
// multichecker: -RULE runs those rules alone, -RULE=false all but those.
type triState struct{ set, on bool }

func (t *triState) IsBoolFlag() bool { return true }

func (t *triState) String() string { return strconv.FormatBool(t.on) }

func (t *triState) Set(s string) error {
	on, err := strconv.ParseBool(s)
	if err != nil {
		return fmt.Errorf("want true or false")
	}
	t.set, t.on = true, on
	return nil
}
