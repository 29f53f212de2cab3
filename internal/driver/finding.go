package driver

import (
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/load"
	"github.com/klaviyolint/klaviyolint/internal/report"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// diagnostic turns a diagnostic of a rule into a finding.
func (c *collector) diagnostic(r *rule.Rule, p *packages.Package, d analysis.Diagnostic) {
	posn := position(p, d.Pos)
	end := posn
	if d.End.IsValid() {
		if e := position(p, d.End); e.Filename == posn.Filename && e.Offset >= posn.Offset {
			end = e
		}
	}
	f := report.Finding{
		Rule:     r.Doc.Name,
		Kind:     d.Category,
		Severity: c.severity(r, d.Category, p.Dir),
		Message:  d.Message,
		URL:      d.URL,
		Package:  p.PkgPath,
		File:     absolute(p.Dir, posn.Filename),
		Line:     posn.Line, Col: posn.Column,
		EndLine: end.Line, EndCol: end.Column,
		Decl: enclosing(p, d.Pos),
	}
	if fixes := c.fixesOf(p.Fset, d); len(fixes) > 0 {
		f.Fix, f.Choices = &fixes[0], fixes
	}
	c.place(&f, p.Module)
	c.result.Findings = append(c.result.Findings, f)
}

// position returns where a person finds a place. Line directives count in what
// the go command itself wrote, such as the Go that cgo makes of a package's file;
// a directive that somebody else wrote may name any file of the machine.
func position(p *packages.Package, pos token.Pos) token.Position {
	real, named := p.Fset.PositionFor(pos, false), p.Fset.Position(pos)
	if p.Dir != "" && filepath.Dir(real.Filename) != p.Dir && filepath.Dir(named.Filename) == p.Dir {
		return named
	}
	return real
}

// severity is what the configuration gives to the rule, else what its document
// gives to the kind.
func (c *collector) severity(r *rule.Rule, kind, dir string) config.Severity {
	if s, ok := c.opts.Settings.For(dir).SeverityOf(r.Doc.Name); ok {
		return s
	}
	return r.Doc.KindSeverity(kind)
}

// place fills in module and path.
func (c *collector) place(f *report.Finding, m *packages.Module) {
	root := ""
	switch {
	case m != nil:
		f.Module, root = m.Path, m.Dir
	default:
		if own, ok := c.w.moduleOf(filepath.Dir(f.File)); ok {
			f.Module, root = own.path, own.dir
		}
	}
	if root == "" || !within(root, f.File) {
		// A file above its module: what stands around the module is named from
		// the root of the repository.
		root = c.result.RepoRoot
	}
	if root == "" {
		root = c.opts.Dir
	}
	rel, err := filepath.Rel(root, f.File)
	if err != nil {
		rel = f.File
	}
	f.Path = filepath.ToSlash(rel)
}

// fixesOf takes over the fixes of a diagnostic, but for those of which an edit lies
// in a file that the go command wrote, such as what cgo makes of a package: its
// offsets mean nothing in the file that a person edits.
func (c *collector) fixesOf(fset *token.FileSet, d analysis.Diagnostic) []report.Fix {
	var out []report.Fix
	for _, s := range d.SuggestedFixes {
		fix := report.Fix{}
		fix.Message, fix.Unsafe = strings.CutSuffix(s.Message, rule.Unsafe)
		ok := true
		for _, e := range s.TextEdits {
			end := e.End
			if !end.IsValid() {
				end = e.Pos
			}
			start, stop := fset.PositionFor(e.Pos, false), fset.PositionFor(end, false)
			file := fset.File(e.Pos)
			ok = ok && start.Filename == fset.Position(e.Pos).Filename && file != nil && c.sameSize(file)
			fix.Edits = append(fix.Edits, report.Edit{File: start.Filename, Start: start.Offset, End: stop.Offset, New: string(e.NewText)})
		}
		if ok {
			out = append(out, fix)
		}
	}
	return out
}

// sameSize reports whether a file still has the length that was analysed.
func (c *collector) sameSize(f *token.File) bool {
	if text, ok := c.opts.Overlay[f.Name()]; ok {
		return len(text) == f.Size()
	}
	info, err := os.Stat(f.Name())
	return err == nil && info.Size() == int64(f.Size())
}

// enclosing names the declaration that holds a position: Func, Type.Method or
// the first name of a group.
func enclosing(p *packages.Package, pos token.Pos) string {
	for _, file := range p.Syntax {
		if pos < file.FileStart || pos > file.FileEnd {
			continue
		}
		for _, decl := range file.Decls {
			if pos < decl.Pos() || pos > decl.End() {
				continue
			}
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				if t := load.Receiver(decl); t != "" {
					return t + "." + decl.Name.Name
				}
				return decl.Name.Name
			case *ast.GenDecl:
				return specName(decl, pos)
			}
		}
		return "file"
	}
	return ""
}

func specName(decl *ast.GenDecl, pos token.Pos) string {
	for _, spec := range decl.Specs {
		if pos < spec.Pos() || pos > spec.End() {
			continue
		}
		switch spec := spec.(type) {
		case *ast.ValueSpec:
			return spec.Names[0].Name
		case *ast.TypeSpec:
			return spec.Name.Name
		}
	}
	return strings.ToLower(decl.Tok.String())
}

func absolute(dir, file string) string {
	if filepath.IsAbs(file) {
		return file
	}
	return filepath.Join(dir, file)
}
