package lsp

import (
	"context"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/report"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Kinds of code actions.
const (
	kindFix    = "quickfix"
	kindFixAll = "source.fixAll.klaviyolint"
)

func init() { on("textDocument/codeAction", (*server).actions) }

// wanted reports whether an editor asks for a kind of actions: a kind stands for
// those below it.
func wanted(only []string, kind string) bool {
	return len(only) == 0 || slices.ContainsFunc(only, func(o string) bool { return o == kind || o == "" || strings.HasPrefix(kind, o+".") })
}

// actions offers what can be done about the findings in a range: each way to mend
// one, a directive that silences it, and its page; and all safe fixes of the file.
func (s *server) actions(ctx context.Context, p *documentParams) (any, error) {
	out := []codeAction{}
	st, file, err := s.known(ctx, p.TextDocument.URI)
	if st == nil || err != nil {
		return out, err
	}
	if wanted(p.Context.Only, kindFix) {
		for _, f := range st.files[file] {
			if st.span(f).overlaps(p.Range) {
				out = append(out, s.choices(st, f)...)
			}
		}
	}
	if wanted(p.Context.Only, kindFixAll) {
		var safe []report.Finding
		for _, f := range st.files[file] {
			if i := slices.IndexFunc(f.Choices, func(c report.Fix) bool { return !c.Unsafe }); i >= 0 {
				f.Fix = &f.Choices[i]
				safe = append(safe, f)
			} else if f.Fix != nil && len(f.Choices) == 0 {
				safe = append(safe, f)
			}
		}
		if edit := s.edit(st, safe); edit != nil {
			out = append(out, codeAction{Title: "Apply all safe klaviyolint fixes", Kind: kindFixAll, Edit: edit})
		}
	}
	return out, nil
}

func (s *server) choices(st *state, f report.Finding) []codeAction {
	var out []codeAction
	d := s.diagnostic(st, f)
	fixes := f.Choices
	if len(fixes) == 0 && f.Fix != nil {
		fixes = []report.Fix{*f.Fix} // in a file that is not Go
	}
	preferred := false
	for _, fix := range fixes {
		one := f
		one.Fix = &fix
		edit := s.edit(st, []report.Finding{one})
		if edit == nil {
			continue
		}
		title := sentence(fix.Message)
		if fix.Unsafe {
			title += rule.Unsafe
		}
		out = append(out, codeAction{Title: title, Kind: kindFix, Diagnostics: []diagnostic{d}, Edit: edit, IsPreferred: !fix.Unsafe && !preferred})
		preferred = preferred || !fix.Unsafe
	}
	if silenceable(f.File) && f.Rule != "ignore" {
		out = append(out, codeAction{
			Title: "Silence " + f.Rule + " here, with a reason", Kind: kindFix, Diagnostics: []diagnostic{d},
			Command: &command{"Silence " + f.Rule, commandSilence, arguments(s.uri(f.File), f.Line, f.Rule)},
		})
	}
	return append(out, codeAction{
		Title: "Explain " + f.Rule, Kind: kindFix, Diagnostics: []diagnostic{d},
		Command: &command{"Explain " + f.Rule, commandExplain, arguments(f.Rule)},
	})
}

func sentence(s string) string {
	if s == "" {
		return "Fix"
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func arguments(values ...any) []json.RawMessage {
	var out []json.RawMessage
	for _, v := range values {
		if r := raw(v); r != nil {
			out = append(out, *r)
		}
	}
	return out
}

// edit returns what the fixes of findings make of their files, as the command would
// apply them; nil where that is nothing.
func (s *server) edit(st *state, fs []report.Finding) *workspaceEdit {
	if len(fs) == 0 {
		return nil
	}
	overlay := map[string][]byte{}
	for file, d := range st.docs {
		overlay[file] = []byte(d.text.s)
	}
	fixes, _ := report.ApplyFixesOver(fs, overlay)
	if fixes == nil || len(fixes.Files) == 0 {
		return nil
	}
	w := &workspaceEdit{}
	for _, f := range fixes.Files {
		e := st.text(f.Name).difference(string(f.New))
		if !s.caps.Workspace.WorkspaceEdit.DocumentChanges {
			if w.Changes == nil {
				w.Changes = map[string][]textEdit{}
			}
			w.Changes[s.uri(f.Name)] = []textEdit{e}
			continue
		}
		v := versioned{URI: s.uri(f.Name)}
		if d := st.docs[f.Name]; d != nil {
			v.Version = &d.version
		}
		w.DocumentChanges = append(w.DocumentChanges, documentEdit{v, []textEdit{e}})
	}
	return w
}

// silenceable reports whether a file has comments in which a directive counts.
func silenceable(file string) bool {
	switch filepath.Ext(file) {
	case ".go", ".yml", ".yaml", ".toml", ".env", ".sh", ".bash", ".mod", ".work", ".mk", ".txt":
		return true
	}
	base := filepath.Base(file)
	for _, name := range []string{"Dockerfile", "Containerfile", "Makefile", ".env", ".envrc", "Pipfile", "Gemfile", "justfile"} {
		if strings.HasPrefix(base, name) {
			return true
		}
	}
	return false
}
