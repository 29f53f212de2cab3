// Package gather brings together what the items of the checklist are judged by:
// the requests and webhook handlers of a run, the findings of the rules, the files
// beside the code, and what keeps the lists of all these open.
package gather

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/checklist"
	"github.com/klaviyolint/klaviyolint/internal/checklist/alertfile"
	"github.com/klaviyolint/klaviyolint/internal/checklist/items"
	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/deploy"
	"github.com/klaviyolint/klaviyolint/internal/driver"
	"github.com/klaviyolint/klaviyolint/internal/generate"
	"github.com/klaviyolint/klaviyolint/internal/inventory"
	"github.com/klaviyolint/klaviyolint/internal/manifests"
	"github.com/klaviyolint/klaviyolint/internal/paths"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/rule"
	"github.com/klaviyolint/klaviyolint/internal/webhooks"
)

// A Gathering is a run of the rules and helpers for the checklist.
type Gathering struct {
	Settings *config.Settings // of the user
	Rules    []*rule.Rule

	mu      sync.Mutex
	dropped []config.Dropped
}

// Options changes the options of a run so that it shows what the checklist asks
// for: every rule that is on, at default settings, with all severities.
func (g *Gathering) Options(o driver.Options) driver.Options {
	o.Rules = g.Rules
	o.Helpers = []*analysis.Analyzer{requests.Analyzer, webhooks.Analyzer}
	o.Whole = true
	o.Settings = g.Settings.Clone()
	for _, s := range o.Settings.Each() {
		s.Severity, s.Strict = config.Info, false
		s.Revision.WarnBefore = config.AllDeprecated
		rules := maps.Clone(s.Rules)
		for name, r := range rules {
			r.Severity = nil
			rules[name] = r
		}
		s.Rules = rules
		s.Host.Dropped = func(d config.Dropped) {
			g.mu.Lock()
			defer g.mu.Unlock()
			g.dropped = append(g.dropped, d)
		}
	}
	return o
}

// Input reads a finished run and the files beside the code.
func (g *Gathering) Input(ctx context.Context, res *driver.Result, dir string) (*items.Input, error) {
	root := Root(res, dir)
	in := &items.Input{
		Root: root, Settings: g.Settings, Day: g.Settings.Day, Findings: res.Findings, Dropped: g.sortedDrops(),
		Disabled: g.disabled(root), Scanned: 0, Packages: len(res.Packages), Module: Module(res),
	}
	if len(res.Modules) > 0 {
		in.GoMod = filepath.Join(res.Modules[0].Dir, "go.mod")
	}
	in.Doc = inventory.Collect(in.Module, root, Sources(res))
	for _, p := range res.Packages {
		if r, _ := p.ResultOf(webhooks.Analyzer).(*webhooks.Result); r != nil {
			in.Handlers = append(in.Handlers, items.Handlers{Package: p.Path, Fset: p.Fset, Result: r})
		}
	}
	in.Gaps = gaps(res, root)
	git := tracked(ctx, root)
	fc := &rule.FileContext{Settings: g.Settings, Dirs: res.Dirs, RepoRoot: res.RepoRoot, Ignored: git.ignored, Errorf: func(string, int, string, ...any) {}}
	for _, m := range res.Modules {
		if slices.Contains(res.Dirs, m.Dir) {
			fc.ModuleRoots = append(fc.ModuleRoots, m.Dir)
		}
	}
	for _, d := range manifests.Collect(fc) {
		if !git.ignored(d.File) {
			in.Manifest = append(in.Manifest, d)
		}
	}
	excluded := g.Settings.ChecklistExcluded
	files, err := deploy.Read(ctx, deploy.Options{Root: covered(res, root), Ignored: func(path string) bool { return git.ignored(path) || foreign(res, root, path) }, Excluded: excluded})
	if err != nil {
		return nil, err
	}
	in.Snippets = snippets(git, root)
	in.Program = paths.Build(res.Loaded)
	for _, left := range in.Program.Left {
		in.Gaps = append(in.Gaps, checklist.Gap{What: "package " + left + " does not compile", Settle: "mend the error, and run again"})
	}
	in.Copies = copies(res)
	in.Files, in.Alerts = files, alertfile.Read(files)
	in.Scanned = countFiles(res.Dirs) + files.Looked
	return in, nil
}

// copies names the packages that are the health check of klaviyolint generate.
func copies(res *driver.Result) []string {
	var out []string
	for _, p := range res.Loaded {
		if p.Types == nil || p.Types.Scope().Lookup("Checker") == nil {
			continue
		}
		var texts [][]byte
		for _, name := range p.GoFiles {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			text, err := os.ReadFile(name)
			if err != nil {
				return nil
			}
			texts = append(texts, text)
		}
		if path := p.Types.Path(); generate.IsHealth(texts) && !slices.Contains(out, path) {
			out = append(out, path)
		}
	}
	return out
}

// Annotate writes into an inventory what the program of a run does around each call.
func Annotate(res *driver.Result, root string, doc *inventory.Document, s *config.Settings) {
	items.Annotate(&items.Input{Root: root, Module: Module(res), Settings: s, Day: s.Day, Doc: doc, Program: paths.Build(res.Loaded), Gaps: gaps(res, root)})
}

// covered is the folder whose files count: the repository's, where a pattern
// covers the root of a module; else the folder that the patterns have in common.
func covered(res *driver.Result, root string) string {
	for _, m := range res.Modules {
		if slices.Contains(res.Dirs, m.Dir) {
			return root
		}
	}
	if len(res.Dirs) > 0 {
		return res.Dirs[0]
	}
	return root
}

// foreign reports whether a folder belongs to another Go module than those of the
// run: one of the repository that is looked at by itself. Folders above a main
// module count, whatever module they are of.
func foreign(res *driver.Result, root, path string) bool {
	for _, m := range res.Modules {
		if path == m.Dir || strings.HasPrefix(m.Dir, path+string(filepath.Separator)) {
			return false
		}
	}
	own := func(dir string) bool {
		return slices.ContainsFunc(res.Modules, func(m driver.Module) bool { return m.Dir == dir })
	}
	for d := path; len(d) >= len(root); d = filepath.Dir(d) {
		if own(d) {
			return false
		}
		if info, err := os.Stat(filepath.Join(d, "go.mod")); err == nil && info.Mode().IsRegular() {
			// The repository's own workflows and compose files stand at its root.
			return !strings.HasPrefix(path, filepath.Join(root, ".github")) || d != root
		}
		if d == filepath.Dir(d) {
			break
		}
	}
	return false
}

// Root returns the folder that reports name files from.
func Root(res *driver.Result, dir string) string {
	switch {
	case res.RepoRoot != "":
		return res.RepoRoot
	case len(res.Modules) > 0:
		return res.Modules[0].Dir
	}
	return dir
}

// Module names the main module of a run; of several, all.
func Module(res *driver.Result) string {
	var names []string
	for _, m := range res.Modules {
		names = append(names, m.Path)
	}
	return strings.Join(names, " ")
}

// Sources lists the packages with their requests.
func Sources(res *driver.Result) []inventory.Source {
	var out []inventory.Source
	for _, p := range res.Packages {
		if r, _ := p.ResultOf(requests.Analyzer).(*requests.Result); r != nil {
			out = append(out, inventory.Source{Path: p.Path, Fset: p.Fset, Result: r})
		}
	}
	return out
}

func (g *Gathering) sortedDrops() []config.Dropped {
	slices.SortFunc(g.dropped, func(a, b config.Dropped) int {
		return strings.Compare(fmt.Sprintf("%s:%09d:%s:%s", a.Posn.Filename, a.Posn.Offset, a.Rule, a.Message), fmt.Sprintf("%s:%09d:%s:%s", b.Posn.Filename, b.Posn.Offset, b.Rule, b.Message))
	})
	return g.dropped
}

// disabled lists the rules that the configuration switches off, and where.
func (g *Gathering) disabled(root string) map[string]string {
	out := map[string]string{}
	for _, name := range config.RuleNames() {
		for _, s := range g.Settings.Each() {
			if !s.Enabled(name) {
				where := s.Sources["disable"]
				if file, line, ok := strings.Cut(where, ".toml:"); ok {
					where = inventory.Relative(root, file+".toml") + ":" + line
				}
				out[name] = where
			}
		}
	}
	return out
}

// gaps says what keeps every list open: packages that no pattern named, type
// errors, and packages too large to be followed.
func gaps(res *driver.Result, root string) []checklist.Gap {
	var out []checklist.Gap
	if n := len(res.Uncovered); n > 0 {
		what := "only " + strings.Join(shortDirs(res.Dirs, root), " ") + " was looked at"
		out = append(out, checklist.Gap{What: what, Settle: "run klaviyolint checklist without packages, from the root of the module"})
	}
	seen := map[string]bool{}
	for _, t := range res.ToolErrors {
		key := t.Package + t.File
		if seen[key] {
			continue
		}
		seen[key] = true
		g := checklist.Gap{What: "a package could not be analysed whole: " + t.Message, Settle: "mend the error, and run again"}
		if t.File != "" && t.Line > 0 {
			g.Place = checklist.Place{Path: inventory.Relative(root, t.File), Line: t.Line, Column: max(t.Col, 1)}
		}
		out = append(out, g)
	}
	for _, p := range res.Packages {
		if r, _ := p.ResultOf(requests.Analyzer).(*requests.Result); r != nil && r.Budget {
			out = append(out, checklist.Gap{What: "package " + p.Path + " is too large to be followed whole", Settle: "split the package"})
		}
	}
	return out
}

func shortDirs(dirs []string, root string) []string {
	var out []string
	for _, d := range dirs {
		out = append(out, "./"+inventory.Relative(root, d))
	}
	if len(out) > 3 {
		return append(out[:3], "…")
	}
	return out
}
