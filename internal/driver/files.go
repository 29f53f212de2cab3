package driver

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"time"

	"github.com/klaviyolint/klaviyolint/internal/ignore"
	"github.com/klaviyolint/klaviyolint/internal/report"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// A hit is a finding in a file that belongs to no Go package.
type hit struct {
	rule *rule.Rule
	rule.FileFinding
}

// A fileRun is the rules at work on manifests and side files.
type fileRun struct {
	git  *gitIgnore
	hits []hit
	errs []ToolError
	took time.Duration
	done chan struct{}
}

// startFiles runs the rules over manifests and side files, beside what goes on
// with Go packages.
func (c *collector) startFiles(ctx context.Context, cov *cover, read *folders) *fileRun {
	run := &fileRun{git: newGitIgnore(ctx, c.result.RepoRoot), done: make(chan struct{})}
	fc := &rule.FileContext{Settings: c.opts.Settings, Dirs: cov.dirs, RepoRoot: c.result.RepoRoot, Ignored: run.git.ignored, ReadDir: read.read, Overlay: c.opts.Overlay}
	fc.Errorf = func(file string, line int, format string, args ...any) {
		run.errs = append(run.errs, ToolError{File: file, Line: line, Message: oneLine(fmt.Sprintf(format, args...))})
	}
	rules := c.opts.Rules
	go func() {
		defer close(run.done)
		began := time.Now()
		defer func() { run.took = time.Since(began) }()
		for _, d := range cov.dirs {
			entries, _ := read.read(d)
			if slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == "go.mod" && isFile(filepath.Join(d, "go.mod"), e) }) {
				fc.ModuleRoots = append(fc.ModuleRoots, d)
			}
		}
		for _, r := range rules {
			if r.Files == nil {
				continue
			}
			for _, f := range run.guard(r, fc) {
				run.hits = append(run.hits, hit{r, f})
				c.journal.hit(hit{r, f})
			}
		}
	}()
	return run
}

// files waits for a fileRun and collects what it found.
func (c *collector) files(run *fileRun) {
	<-run.done
	c.opts.Timings.phase("side files", run.took)
	defer run.git.close()
	for _, h := range run.hits {
		if !run.git.ignored(h.File) && !c.silenced(h.FileFinding) {
			c.result.Findings = append(c.result.Findings, c.fileFinding(h.rule, h.FileFinding))
		}
	}
	for _, e := range run.errs {
		if e.File == "" || !run.git.ignored(e.File) {
			c.result.errorf(e)
		}
	}
}

// guard runs a rule's Files and turns a panic into a tool error.
func (run *fileRun) guard(r *rule.Rule, fc *rule.FileContext) (found []rule.FileFinding) {
	defer func() {
		if p := recover(); p != nil {
			// The value of a panic could quote a file; only its type is safe.
			run.errs = append(run.errs, ToolError{Message: fmt.Sprintf("panic in %s on files outside packages (%T); please report it with `klaviyolint version`", r.Doc.Name, p)})
		}
	}()
	return r.Files(fc)
}

// silenced reports whether the configuration or a directive in the file drops
// a finding.
func (c *collector) silenced(f rule.FileFinding) bool {
	s := c.opts.Settings.For(filepath.Dir(f.File))
	if !s.Enabled(f.Rule) || s.ExcludedFor(f.Rule, f.File) {
		return true
	}
	text := c.texts[f.File]
	if text == nil {
		marker := "#"
		switch filepath.Base(f.File) {
		case "go.mod", "go.work":
			marker = "//"
		}
		text = ignore.NewText(c.src.Text(f.File), marker)
		c.texts[f.File] = text
	}
	return text.Suppress(f.Rule, f.Line)
}

func (c *collector) fileFinding(r *rule.Rule, f rule.FileFinding) report.Finding {
	out := report.Finding{
		Rule:     f.Rule,
		Kind:     f.Kind,
		Severity: c.severity(r, f.Kind, filepath.Dir(f.File)),
		Message:  f.Message,
		URL:      rule.URL(f.Rule),
		File:     f.File,
		Line:     max(f.Line, 1), Col: max(f.Col, 1),
		EndLine: f.EndLine, EndCol: f.EndCol,
	}
	if out.EndLine < out.Line || out.EndLine == out.Line && out.EndCol < out.Col {
		out.EndLine, out.EndCol = out.Line, out.Col
	}
	if len(f.Edits) > 0 {
		out.Fix = &report.Fix{Message: f.FixMessage}
		for _, e := range f.Edits {
			out.Fix.Edits = append(out.Fix.Edits, report.Edit{File: e.File, Start: e.Start, End: e.End, New: e.New})
		}
	}
	c.place(&out, nil)
	if out.Module == "" && len(c.w.modules) > 0 {
		// A file above the modules, such as a workflow: the first one stands for
		// the repository.
		out.Module = c.w.modules[0].path
	}
	out.Package = out.Module
	return out
}
