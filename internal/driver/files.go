package driver

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/klaviyolint/klaviyolint/internal/ignore"
	"github.com/klaviyolint/klaviyolint/internal/report"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// files runs the rules over manifests and side files.
func (c *collector) files(ctx context.Context, cov *cover) {
	git := newGitIgnore(ctx, c.result.RepoRoot)
	defer git.close()
	dirs := slices.DeleteFunc(slices.Clone(cov.dirs), git.ignored)
	fc := &rule.FileContext{Settings: c.opts.Settings, Dirs: dirs, RepoRoot: c.result.RepoRoot, Ignored: git.ignored}
	for _, d := range dirs {
		if info, err := os.Stat(filepath.Join(d, "go.mod")); err == nil && info.Mode().IsRegular() {
			fc.ModuleRoots = append(fc.ModuleRoots, d)
		}
	}
	var errs []ToolError
	fc.Errorf = func(file string, line int, format string, args ...any) {
		errs = append(errs, ToolError{File: file, Line: line, Message: oneLine(fmt.Sprintf(format, args...))})
	}
	type hit struct {
		rule *rule.Rule
		rule.FileFinding
	}
	var hits []hit
	for _, r := range c.opts.Rules {
		if r.Files == nil {
			continue
		}
		for _, f := range c.guardFiles(r, fc) {
			hits = append(hits, hit{r, f})
		}
	}

	for _, h := range hits {
		if !git.ignored(h.File) && !c.silenced(h.FileFinding) {
			c.result.Findings = append(c.result.Findings, c.fileFinding(h.rule, h.FileFinding))
		}
	}
	for _, e := range errs {
		if !git.ignored(e.File) {
			c.result.errorf(e)
		}
	}
}

// guardFiles runs a rule's Files and turns a panic into a tool error.
func (c *collector) guardFiles(r *rule.Rule, fc *rule.FileContext) (found []rule.FileFinding) {
	defer func() {
		if p := recover(); p != nil {
			// The value of a panic could quote a file; only its type is safe.
			c.result.errorf(ToolError{Message: fmt.Sprintf("panic in %s on files outside packages (%T); please report it with `klaviyolint version`", r.Doc.Name, p)})
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
