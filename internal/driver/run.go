package driver

import (
	"context"
	"crypto/sha256"
	"fmt"
	"go/types"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/klaviyolint/klaviyolint/internal/bind"
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// A run is one call of [Run].
type run struct {
	opts    Options
	journal *journal
}

func newRun(opts Options, j *journal) *run {
	if len(opts.Patterns) == 0 {
		opts.Patterns = []string{"."}
	}
	if dir, err := filepath.EvalSymlinks(opts.Dir); err == nil {
		// The go command names files below the resolved directory.
		opts.Dir = dir
	}
	return &run{opts: opts, journal: j}
}

func (run *run) do(ctx context.Context) (*Result, error) {
	opts := run.opts
	opts.done = ctx.Done
	if opts.Session != nil {
		// What it keeps of earlier runs is executed for the present one.
		opts.Session.ctx.Store(&ctx)
		defer opts.Session.ctx.Store(nil)
		opts.done = opts.Session.done
	}
	r := &Result{RepoRoot: repoRoot(opts.Dir)}
	ended := opts.Timings.start("patterns")
	w, errs := findWorkspace(opts.Dir)
	w.overlay, w.session = opts.Overlay, opts.Session
	r.ToolErrors = append(r.ToolErrors, errs...)
	read := newFolders()
	read.overlay = opts.Overlay
	cov := coverOf(w, read, opts.Dir, opts.Patterns)
	r.Dirs = cov.dirs
	for _, m := range w.modules {
		r.Modules = append(r.Modules, Module{m.path, m.dir})
	}
	if opts.Whole {
		r.Uncovered = uncovered(w, read, cov)
	}
	ended()
	for _, p := range cov.empty {
		if cov.outside && len(errs) == 0 {
			break // without a module no pattern names any
		}
		r.errorf(ToolError{Message: fmt.Sprintf("%s: the pattern names no Go file", p)})
	}

	if pipes := irregular(w, read, opts.Dir, cov.dirs); len(pipes) > 0 {
		errs = append(errs, pipes...)
		r.ToolErrors = append(r.ToolErrors, pipes...)
	}
	if cov.outside && len(errs) == 0 {
		errs = append(errs, ToolError{Message: "go.mod not found in " + opts.Dir + " or above: klaviyolint works on Go modules"})
		r.ToolErrors = append(r.ToolErrors, errs...)
	}

	col := newCollector(&opts, w, r)
	col.journal = run.journal
	files := col.startFiles(ctx, cov, read)
	if len(errs) == 0 {
		// A broken go.mod stops the go command, but not the rules that read files.
		if err := analyse(ctx, &opts, w, cov, read, col); err != nil {
			select {
			case <-files.done:
				files.git.close()
			case <-ctx.Done():
			}
			return r, err
		}
	}
	col.files(files)
	ended = opts.Timings.start("sort")
	col.finish()
	ended()
	return r, ctx.Err()
}

// analyse loads and checks Go packages.
func analyse(ctx context.Context, opts *Options, w *workspace, cov *cover, read *folders, col *collector) error {
	t := newTokens(opts.Settings)
	patterns, foreign := opts.Patterns, []string(nil)
	judge := func(*packages.Package) bool { return true }
	beside := func(*packages.Package) bool { return false }
	if externalDriver() {
		// Some other build system says what a package is, and where.
		cov.unknown = true
	}
	var nodes map[string]*node
	var judgedDirs map[string]bool
	if !cov.unknown {
		opts.progress("looking for Klaviyo in " + count(len(cov.dirs), "directory", "directories"))
		s := newScanner(w, read, t)
		s.timed, s.session = opts.Timings, opts.Session
		ended := opts.Timings.start("scan")
		nodes = s.graph(cov.dirs)
		ended()
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if opts.Timings != nil {
			opts.Timings.dirs = len(nodes)
		}
		pick := choose
		if opts.NoGate {
			pick = everything
		}
		ended = opts.Timings.start("choose")
		c := pick(nodes, w, t, cov.dirs)
		ended()
		for _, n := range nodes {
			if n.hasGo {
				col.result.Scanned++
			}
		}
		if len(c.judged) == 0 {
			col.result.Gated = !opts.NoGate
			return nil
		}
		if opts.Whole {
			c.widen(nodes, w)
			beside = func(p *packages.Package) bool { return c.beside[p.Dir] }
		}
		patterns, foreign = c.patterns(), c.foreign
		judgedDirs = c.judged
		judge = func(p *packages.Package) bool { return c.judged[p.Dir] }
	}
	opts.progress("loading " + count(len(patterns), "package", "packages"))
	ended := opts.Timings.start("load")
	pkgs, roots, err := loadPackages(ctx, opts, nodes, w, patterns, judge)
	ended()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	for _, p := range cov.unmatched(opts.Dir, roots) {
		col.result.errorf(ToolError{Message: p + ": the pattern names no Go file"})
	}
	if err != nil {
		col.result.errorf(ToolError{Message: goMessage(err)})
		return nil
	}
	imported := importedBy(roots)
	col.result.ToolErrors = append(col.result.ToolErrors, loadErrors(roots, pkgs, opts.Dir, func(p *packages.Package, e packages.Error) bool {
		if cov.unknown || e.Kind != packages.ListError || cov.exact[p.Dir] {
			return false
		}
		// A wildcard passes over a directory whose files another build selects;
		// so do we, who name each directory. A package of another module that
		// only such a file imports need not be there at all.
		return strings.Contains(e.Msg, "build constraints exclude all Go files") ||
			slices.Contains(foreign, p.PkgPath) && !imported[p]
	})...)
	col.unjudged(pkgs, roots, func() []string {
		if cov.unknown {
			return nil
		}
		return slices.Sorted(maps.Keys(judgedDirs))
	}())
	if opts.Timings != nil {
		opts.Timings.loaded = len(pkgs)
	}
	if opts.Whole {
		pkgs = col.whole(pkgs, beside)
	}
	defer opts.Timings.start("analyse")()
	return check(ctx, opts, pkgs, col)
}

// uncovered lists the directories with Go files of the main modules that the
// patterns leave out.
func uncovered(w *workspace, read *folders, cov *cover) []string {
	in := map[string]bool{}
	for _, d := range cov.dirs {
		in[d] = true
	}
	var out []string
	for _, m := range w.modules {
		for _, d := range coverOf(w, read, m.dir, []string{"./..."}).dirs {
			entries, _ := read.read(d)
			if !in[d] && slices.ContainsFunc(entries, func(e fs.DirEntry) bool {
				return strings.HasSuffix(e.Name(), ".go") && !strings.HasSuffix(e.Name(), "_test.go")
			}) {
				out = append(out, d)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// whole keeps the packages that the program is made of, and returns those that
// the rules look at.
func (c *collector) whole(pkgs []loaded, beside func(*packages.Package) bool) []loaded {
	var out []loaded
	for _, p := range pkgs {
		if p.ForTest == "" && p.Types != nil && p.TypesInfo != nil && len(p.Syntax) > 0 {
			c.result.Loaded = append(c.result.Loaded, p.Package)
		}
		if !beside(p.Package) {
			out = append(out, p)
		}
	}
	slices.SortFunc(c.result.Loaded, func(a, b *packages.Package) int { return strings.Compare(a.PkgPath, b.PkgPath) })
	return out
}

// goMessage takes what the go command wrote out of an error of go/packages.
func goMessage(err error) string {
	msg := oneLine(strings.TrimPrefix(err.Error(), "err: "))
	if _, stderr, ok := strings.Cut(msg, "stderr: "); ok && stderr != "" {
		msg = strings.TrimPrefix(stderr, "go: ")
	}
	return msg
}

// unjudged adds an error for each directory that should have been judged, of which
// no package was loaded, and nobody says why. A wildcard passes over what another
// build selects, but a run in which nothing is left has judged nothing.
func (c *collector) unjudged(pkgs []loaded, roots []*packages.Package, dirs []string) {
	judged, known := map[string]bool{}, map[string]bool{}
	for _, p := range pkgs {
		if len(p.Syntax) > 0 {
			judged[p.Dir] = true
		}
	}
	for _, p := range roots {
		known[p.Dir] = known[p.Dir] || len(p.Errors) > 0
	}
	for _, e := range c.result.ToolErrors {
		if !e.Code {
			return // something was said already
		}
	}
	var left []string
	for _, d := range dirs {
		if !judged[d] {
			left = append(left, d)
			if !known[d] {
				c.result.errorf(ToolError{File: d, Message: "the go command lists no package here, so nothing in it was judged"})
			}
		}
	}
	if len(left) > 0 && len(left) == len(dirs) {
		c.result.errorf(ToolError{File: left[0], Message: "nothing was judged: GOOS, GOARCH and build tags leave no Go file of " + count(len(left), "package", "packages") + " that can matter"})
	}
}

// externalDriver reports whether packages are not listed by the go command, as
// golang.org/x/tools/go/packages decides it.
func externalDriver() bool {
	switch os.Getenv("GOPACKAGESDRIVER") {
	case "off":
		return false
	case "":
		_, err := exec.LookPath("gopackagesdriver")
		return err == nil
	}
	return true
}

// patterns returns what to load, as the go command takes it.
func (c *choice) patterns() []string {
	var out []string
	for dir := range c.judged {
		out = append(out, dir)
	}
	for dir := range c.needed {
		out = append(out, dir)
	}
	for dir := range c.beside {
		out = append(out, dir)
	}
	slices.Sort(out)
	return append(out, c.foreign...)
}

// check runs the analyzers and hands what they say to the collector.
func check(ctx context.Context, opts *Options, pkgs []loaded, col *collector) error {
	relink(pkgs)
	usable := slices.DeleteFunc(slices.Clone(pkgs), func(p loaded) bool {
		// Without types there is nothing to analyse; the load error says why.
		return p.Types == nil || p.TypesInfo == nil || len(p.Syntax) == 0
	})
	hidden := shadowed(usable)
	var judged []*packages.Package
	for _, p := range usable {
		if p.judged && !hidden[p.Package] {
			judged = append(judged, p.Package)
		}
	}

	var as []*analysis.Analyzer
	for _, r := range opts.Rules {
		as = append(as, r.Analyzer)
	}
	as = append(as, opts.Helpers...)
	guard := Guard(col.toolError)
	pairs := findTwins(judged, opts.Helpers)
	byTypes := map[*types.Package]*packages.Package{}
	for _, p := range judged {
		byTypes[p.Types] = p
	}
	ruleOf := map[*analysis.Analyzer]*rule.Rule{}
	for _, r := range opts.Rules {
		ruleOf[r.Analyzer] = r
	}
	var lock sync.Mutex // of what the session remembers
	if opts.Session != nil {
		opts.Session.begin(opts.basis(pkgs))
		defer opts.Session.end()
	}
	col.journal.expect(len(judged))
	var through atomic.Int64
	// The checker starts every analyzer of every package at once. What they are busy
	// with takes memory, so no more of them work than there are processors.
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	binding := bind.Binding{
		Settings: config.Fixed(opts.Settings),
		Around: func(a *analysis.Analyzer, run bind.Run) bind.Run {
			if opts.Around != nil {
				run = opts.Around(a, run)
			}
			run = opts.Timings.observed(a, run)
			if opts.Session != nil {
				run = opts.Session.remember(ctx, &lock, a, opts.reading(run))
			}
			run = guard(a, run)
			if r := ruleOf[a]; r != nil {
				run = col.journal.write(ctx, r, func(pass *analysis.Pass) *packages.Package { return byTypes[pass.Pkg] }, run)
			}
			apart := func(wait func()) {
				<-slots
				wait()
				slots <- struct{}{}
			}
			run = pairs.share(a, run, apart)
			return func(pass *analysis.Pass) (any, error) {
				slots <- struct{}{}
				defer func() { <-slots }()
				if ctx.Err() != nil {
					pairs.release()
					return zero(a.ResultType), nil
				}
				if len(opts.Rules) > 0 && a == opts.Rules[0].Analyzer && byTypes[pass.Pkg] != nil {
					opts.progress(fmt.Sprintf("judging %d of %s", through.Add(1), count(len(judged), "package", "packages")))
				}
				result, err := run(pass)
				if err != nil {
					pairs.release()
				}
				return result, err
			}
		},
	}
	bound := binding.Analyzers(as)
	graph, err := checker.Analyze(bound, judged, nil)
	if err != nil {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	original := map[*analysis.Analyzer]*analysis.Analyzer{}
	for i, a := range bound {
		original[a] = as[i]
	}
	col.actions(graph, original)
	return nil
}

func (o *Options) progress(what string) {
	if o.Progress != nil {
		o.Progress(what)
	}
}

// basis tells apart what findings depend on beside the packages that change: the
// settings, and which packages tell what they know.
func (o *Options) basis(pkgs []loaded) string {
	h := sha256.New()
	fmt.Fprintf(h, "%p %v %v %v\n", o.given, o.Settings.Day, o.NoGate, o.Whole)
	for _, p := range pkgs {
		fmt.Fprintln(h, p.ID, p.judged)
		for _, name := range p.EmbedFiles {
			fmt.Fprintln(h, name, stampOf(name))
		}
		if p.Module != nil && p.judged {
			fmt.Fprintln(h, p.Module.GoMod, stampOf(p.Module.GoMod))
		}
	}
	return string(h.Sum(nil))
}

// reading has analyzers read open documents in place of files.
func (o *Options) reading(run bind.Run) bind.Run {
	return func(pass *analysis.Pass) (any, error) {
		p := *pass
		p.ReadFile = func(name string) ([]byte, error) {
			if text, ok := o.Overlay[name]; ok {
				return text, nil
			}
			return pass.ReadFile(name)
		}
		return run(&p)
	}
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
