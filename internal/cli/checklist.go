package cli

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/checklist/gather"
	"github.com/klaviyolint/klaviyolint/internal/checklist/items"
	"github.com/klaviyolint/klaviyolint/internal/checklist/view"
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/driver"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/report"
)

func init() {
	register(&command{
		name: "checklist", args: "[packages]", group: goLive,
		summary: "answer the production checklist: a verdict with evidence for each item",
		text: "Verdicts are pass, fail, n/a, attested and unknown. An item passes only if the report shows a place in the code for each thing that the item is about, and if klaviyolint knows that it has seen them all. " +
			"Without packages it looks at the whole module. With some packages, items that need the whole module are unknown.\n\n" +
			"The exit code is 1 when an item of `[checklist] block` fails, or one of `require` is unknown. It is the same in every format.",
		examples: []example{
			{"checklist", "the whole module, for a terminal"},
			{"checklist -format markdown -o checklist.md -format html -o checklist.html", "two views of one run"},
			{"checklist -only A,D2", "some items alone"},
			{"checklist -init", "a [checklist] table to fill in, with a statement for each unknown item"},
		},
		bind: bindChecklist,
	})
}

type checklistFlags struct {
	*options
	only, block, require     string
	order                    []string // of -format and -o, as given
	baseline, writeBaseline  string
	compare, preflight       string
	link                     string
	init, exitZero, sarifOwn bool
	blockSet, requireSet     bool

	alerts alertFlags
}

// pairFlag notes -format and -o in the order they are given.
type pairFlag struct {
	f    *checklistFlags
	kind string
}

func (p pairFlag) String() string { return "" }

func (p pairFlag) Set(s string) error {
	p.f.order = append(p.f.order, p.kind+s)
	return nil
}

func bindChecklist(o *options, fs *flag.FlagSet) action {
	f := &checklistFlags{options: o}
	loadFlags(o, fs)
	settingFlags(o, fs)
	fs.StringVar(&f.only, "only", "", "judge these `items` or groups alone, separated by commas: A,E2,R1")
	fs.Var(pairFlag{f, "f"}, "format", "print as `"+strings.Join(view.Formats(), "|")+"`; may be given several times, each with its -o")
	fs.Var(pairFlag{f, "o"}, "o", "write the format before it to this `file`")
	fs.StringVar(&f.block, "block", "", "`items` or groups whose fail makes the exit code 1, over [checklist] block")
	fs.StringVar(&f.require, "require", "", "`items` or groups whose unknown makes the exit code 1, over [checklist] require")
	fs.BoolVar(&f.exitZero, "exit-zero", o.exitZero, "exit with 0 where it would be 1")
	fs.StringVar(&f.baseline, "baseline", o.baseline, "block only on places that this `file` does not list")
	fs.StringVar(&f.writeBaseline, "write-baseline", o.writeBaseline, "write the places that fail to this `file`, for -baseline")
	fs.StringVar(&f.compare, "compare", "", "say what changed since an earlier run, whose JSON is in this `file`")
	fs.StringVar(&f.preflight, "preflight", "", "use the JSON `file` of a preflight run as evidence for A2, B3, E1 and F1")
	fs.StringVar(&f.link, "link-template", "", "address of a line, as in `https://host/org/repo/blob/{commit}/{path}#L{line}`; made from the remote origin by default")
	fs.BoolVar(&f.sarifOwn, "sarif-own", false, "leave the findings of rules out of SARIF, for those who upload lint's too")
	f.alerts.declare(fs)
	fs.BoolVar(&f.init, "init", false, "print a [checklist] table with a statement to fill in for each unknown item")
	fs.BoolVar(&o.verbose, "v", o.verbose, "list every place, also of what complies")
	return func(e *env, args []string) int {
		fs.Visit(func(fl *flag.Flag) {
			f.blockSet = f.blockSet || fl.Name == "block"
			f.requireSet = f.requireSet || fl.Name == "require"
		})
		return e.checklist(f, args)
	}
}

// An output is one format and where it goes; "" is stdout.
type output struct{ format, file string }

// pairs reads -format and -o in the order they are given.
func (f *checklistFlags) pairs() ([]output, error) {
	var out []output
	format, open := "text", false
	if f.format != "" {
		format, open = f.format, true
	}
	if f.json {
		format, open = "json", true
	}
	for _, p := range f.order {
		switch p[0] {
		case 'f':
			if open {
				out = append(out, output{format, ""})
			}
			format, open = p[1:], true
		case 'o':
			out = append(out, output{format, p[1:]})
			format, open = "text", false
		}
	}
	if open || len(out) == 0 {
		out = append(out, output{format, ""})
	}
	seen := map[string]bool{}
	for _, o := range out {
		if _, err := view.Named(o.format); err != nil {
			return nil, err
		}
		name := o.file
		if name != "" {
			abs, err := filepath.Abs(name)
			if err != nil {
				return nil, err
			}
			name = abs
			if info, err := os.Stat(filepath.Dir(abs)); err != nil || !info.IsDir() {
				return nil, fmt.Errorf("-o %s: the folder %s does not exist", o.file, filepath.Dir(o.file))
			}
		}
		if seen[name] {
			if name == "" {
				return nil, errors.New("two formats for stdout: give all but one a file with -o")
			}
			return nil, fmt.Errorf("-o %s: two formats for one file", o.file)
		}
		seen[name] = true
	}
	return out, nil
}

func (e *env) checklist(f *checklistFlags, patterns []string) int {
	if err := f.chdir(); err != nil {
		return e.fail("%v", err)
	}
	if f.alerts.given() {
		return e.alerts(f, patterns)
	}
	outputs, err := f.pairs()
	if err != nil {
		return e.fail("%v", err)
	}
	pick, err := picked("-only", f.only)
	if err != nil {
		return e.fail("%v", err)
	}
	for _, l := range []struct{ name, text string }{{"-block", f.block}, {"-require", f.require}} {
		if _, err := config.ParseItems(l.text); err != nil {
			return e.fail("%s: %v", l.name, err)
		}
	}
	var base *checklist.Baseline
	if f.baseline != "" {
		if base, err = checklist.ReadBaseline(f.baseline); err != nil {
			return e.fail("%v", err)
		}
	}
	named := patterns
	if len(patterns) == 0 {
		patterns = wholeModule()
	}
	run, err := e.prepare(f.options, patterns)
	if err != nil {
		return e.fail("%v", err)
	}
	s := run.opts.Settings
	if err := s.CheckStatements(); err != nil && run.configErr == nil {
		run.configErr = err
	}
	if run.configErr != nil {
		// What a person states, or leaves out, would not be what they meant.
		return e.trouble(run, nil)
	}
	block, require := s.Checklist.Block, s.Checklist.Require
	if f.blockSet {
		block, _ = config.ParseItems(f.block)
	}
	if f.requireSet {
		require, _ = config.ParseItems(f.require)
	}
	g := &gather.Gathering{Settings: s, Rules: run.opts.Rules}
	run.opts = g.Options(run.opts)
	res, err := e.analyse(run)
	if err != nil {
		return e.interrupted(err)
	}
	if nowhere(res) {
		return e.trouble(run, res)
	}
	var old *checklist.Report
	if f.compare != "" {
		if old, err = checklist.ReadReport(f.compare, gather.Module(res), s.Day); err != nil {
			return e.fail("%v", err)
		}
	}
	var flight *items.Preflight
	if f.preflight != "" {
		if flight, err = gather.ReadPreflight(e.ctx, f.preflight, gather.Root(res, run.dir), s.Day); err != nil {
			return e.fail("%v", err)
		}
	}
	shown := func(id string) bool { return pick(id) && !slices.Contains(config.ExpandItems(s.Checklist.Skip), id) }
	root := gather.Root(res, run.dir)
	var judged []checklist.Judged
	broken := false
	r := checklist.Run{Day: s.Day.String(), Module: gather.Module(res), Patterns: named, Complete: true}
	if len(named) == 0 {
		r.Patterns = []string{"./..."}
	}
	var in *items.Input
	if res.Gated && len(res.Findings) == 0 {
		r.Silent = true
		judged = items.Nothing(shown)
	} else {
		if in, err = g.Input(e.ctx, res, run.dir); err != nil {
			return e.interrupted(err)
		}
		in.Preflight = flight
		if flight != nil && flight.Age > 30 {
			e.note("%s: the report is %d days old and is not used", f.preflight, flight.Age)
		}
		judged = items.Judge(in, shown, func(id string, cause any) {
			broken = true
			e.fail("%s: the check itself failed (%T); please report it with `klaviyolint version`", id, cause)
		})
		r.Complete = len(in.Gaps) == 0
		r.Looked = checklist.Looked{Packages: in.Packages, Requests: in.Doc.Summary.Calls, Files: in.Scanned}
		for _, h := range in.Handlers {
			r.Looked.Handlers += len(h.Result.Checks) + len(h.Result.Unverified)
		}
		for _, n := range in.Files.Notices {
			e.note("%s: %s", report.Relative(run.dir, n.String()), n.Text)
		}
	}
	r.Commit, r.Dirty = gather.Commit(e.ctx, root)
	if r.Link = f.link; r.Link == "" {
		r.Link = gather.LinkTemplate(e.ctx, root)
	}
	src := report.NewSources()
	opts := checklist.Options{
		Block: block, Require: require, Statements: s.Checklist.Items, Day: s.Day, Baseline: base, ExitZero: f.exitZero,
		Line: func(path string, line int) string {
			return src.Line(filepath.Join(root, filepath.FromSlash(path)), line)
		},
	}
	for _, id := range config.ExpandItems(s.Checklist.Skip) {
		if pick(id) {
			opts.Skip = append(opts.Skip, id)
		}
	}
	rep := checklist.Conclude(judged, r, checklist.Tool{Version: buildVersion(), Facts: klaviyo.FactsDay().String()}, opts)
	if in != nil {
		if slices.ContainsFunc(outputs, func(o output) bool { return o.format == "json" }) {
			items.Annotate(in)
		}
		rep.Inventory = in.Doc
	}
	if old != nil {
		rep.Compare(old)
	}
	for _, n := range rep.Notices {
		e.note("%s", n)
	}
	code := e.finishChecklist(f, rep, outputs, src, root)
	e.cutShort(res)
	if e.trouble(run, res) == exitTrouble || broken || codeErrors(res) && rep.Run.Looked.Requests == 0 {
		code = exitTrouble
	}
	return code
}

// finishChecklist writes the views and files of a report.
func (e *env) finishChecklist(f *checklistFlags, rep *checklist.Report, outputs []output, src *report.Sources, root string) int {
	if f.init {
		if _, err := io.WriteString(e.stdout, view.Init(rep)); err != nil {
			return e.fail("%v", err)
		}
		return exitClean
	}
	code := rep.Summary.Exit
	if f.writeBaseline != "" {
		if err := checklist.NewBaseline(rep).Write(f.writeBaseline); err != nil {
			return e.fail("%v", err)
		}
	}
	for _, o := range outputs {
		show, _ := view.Named(o.format)
		vo := view.Options{Verbose: f.verbose, OwnOnly: f.sarifOwn}
		vo.Column = func(path string, line, col int) int {
			return src.UTF16Column(filepath.Join(root, filepath.FromSlash(path)), line, col)
		}
		var summary bytes.Buffer
		if file := os.Getenv("GITHUB_STEP_SUMMARY"); o.format == "github" && file != "" {
			vo.Summary = &summary
		}
		if o.file == "" && isTerminal(e.stdout) {
			vo.Terminal = true
			vo.Color = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
		}
		var buf bytes.Buffer
		err := show(&buf, rep, vo)
		if err == nil && o.file == "" {
			_, err = e.stdout.Write(buf.Bytes())
		} else if err == nil {
			abs, _ := filepath.Abs(o.file)
			err = report.WriteFile(abs, buf.Bytes())
		}
		if err == nil && vo.Summary != nil {
			err = appendFile(os.Getenv("GITHUB_STEP_SUMMARY"), summary.Bytes())
		}
		if err != nil {
			code = e.fail("%v", err)
		}
	}
	return code
}

func appendFile(name string, data []byte) error {
	w, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return errors.Join(err, w.Close())
}

// note prints a line that is no error.
func (e *env) note(format string, args ...any) {
	fmt.Fprintf(e.stderr, "klaviyolint: note: %s\n", klaviyo.MaskKeys(fmt.Sprintf(format, args...)))
}

// picked reads a list of items; an empty one picks all.
func picked(name, list string) (func(string) bool, error) {
	ids, err := config.ParseItems(list)
	if err != nil {
		return nil, fmt.Errorf("%s: %v", name, err)
	}
	if len(ids) == 0 {
		return func(string) bool { return true }, nil
	}
	ids = config.ExpandItems(ids)
	return func(id string) bool { return slices.Contains(ids, id) }, nil
}

// wholeModule names every package of the main module or workspace: an item such as
// "nothing else sends without a limiter" means nothing for one package.
func wholeModule() []string {
	dir, err := os.Getwd()
	if err != nil {
		return []string{"./..."}
	}
	var out []string
	for _, root := range driver.ModuleRoots(dir) {
		rel, err := filepath.Rel(dir, root)
		if err != nil {
			continue
		}
		if rel = filepath.ToSlash(rel); rel == "." {
			out = append(out, "./...")
		} else if strings.HasPrefix(rel, "..") {
			out = append(out, rel+"/...")
		} else {
			out = append(out, "./"+rel+"/...")
		}
	}
	if out == nil {
		return []string{"./..."}
	}
	return out
}
