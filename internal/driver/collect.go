package driver

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/klaviyolint/klaviyolint/internal/ignore"
	"github.com/klaviyolint/klaviyolint/internal/report"
)

// A collector turns what analyzers and file rules say into findings.
type collector struct {
	opts   *Options
	w      *workspace
	result *Result
	src    *report.Sources
	texts  map[string]*ignore.Text // directives of files that are not Go, by file

	journal *journal

	mu sync.Mutex // guards result.ToolErrors while passes run
}

func newCollector(opts *Options, w *workspace, r *Result) *collector {
	c := &collector{opts: opts, w: w, result: r, src: report.NewSourcesOver(opts.Overlay), texts: map[string]*ignore.Text{}}
	// A copy, since the hook belongs to this run and the settings to the caller.
	opts.given = opts.Settings
	opts.Settings = opts.Settings.Clone()
	for _, s := range opts.Settings.Each() {
		s.Host.ToolError = c.toolError
		s.Host.NoGate = opts.NoGate
		s.Host.Done = opts.done
	}
	return c
}

func (c *collector) toolError(pkg string, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.result.errorf(ToolError{Package: pkg, Message: oneLine(err.Error())})
}

// actions collects diagnostics of the rules, results of the helpers and errors
// of any analyzer. What ran are clones of the originals.
func (c *collector) actions(g *checker.Graph, original map[*analysis.Analyzer]*analysis.Analyzer) {
	byAnalyzer := map[*analysis.Analyzer]int{}
	for i, r := range c.opts.Rules {
		byAnalyzer[r.Analyzer] = i
	}
	helper := map[*analysis.Analyzer]bool{}
	for _, a := range c.opts.Helpers {
		helper[a] = true
	}
	byPackage := map[*packages.Package]*Package{}
	for act := range g.All() {
		if act.Err != nil {
			// What depends on a failed analyzer fails as well; once is enough.
			if !strings.HasPrefix(act.Err.Error(), "failed prerequisites") {
				c.toolError(act.Package.PkgPath, fmt.Errorf("%s: %w", act.Analyzer.Name, act.Err))
			}
			continue
		}
		if !act.IsRoot {
			continue
		}
		p := byPackage[act.Package]
		if p == nil {
			p = newPackage(act.Package)
			byPackage[act.Package] = p
			c.result.Packages = append(c.result.Packages, p)
		}
		a := original[act.Analyzer]
		if helper[a] {
			p.result[a] = act.Result
		}
		if i, ok := byAnalyzer[a]; ok {
			for _, d := range act.Diagnostics {
				c.diagnostic(c.opts.Rules[i], act.Package, d)
			}
		}
	}
}

func newPackage(p *packages.Package) *Package {
	out := &Package{Path: p.PkgPath, Fset: p.Fset, Types: p.Types, result: map[*analysis.Analyzer]any{}}
	if p.Module != nil {
		out.Module = p.Module.Path
	}
	return out
}

// finish puts the result in order.
func (c *collector) finish() {
	r := c.result
	report.Sort(r.Findings)
	r.Findings = report.Unique(r.Findings)
	report.Fingerprints(r.Findings, c.src)
	slices.SortFunc(r.Packages, func(a, b *Package) int { return strings.Compare(a.Path, b.Path) })
	slices.SortStableFunc(r.ToolErrors, func(a, b ToolError) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col),
			cmp.Compare(a.Package, b.Package), cmp.Compare(a.Message, b.Message))
	})
	r.ToolErrors = slices.Compact(r.ToolErrors)
}
