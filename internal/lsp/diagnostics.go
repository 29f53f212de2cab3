package lsp

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/report"
)

func init() { on("textDocument/diagnostic", (*server).pull) }

// published is what the editor was sent last about a file.
type published struct {
	root *root
	sum  string
}

// uri names a file as the editor does.
func (s *server) uri(file string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d := s.docs[file]; d != nil {
		return d.uri
	}
	for real, given := range s.given {
		if rest, ok := strings.CutPrefix(file, real+string(filepath.Separator)); ok && real != given {
			return uriOf(filepath.Join(given, rest))
		}
	}
	return uriOf(file)
}

// publishAll sends what a run says, of each file that has changed.
func (s *server) publishAll(r *root, st *state) {
	files := map[string]bool{}
	for f := range st.files {
		files[f] = true
	}
	for f := range st.troubles {
		files[f] = true
	}
	s.mu.Lock()
	for f, p := range s.shown {
		if p.root == r {
			files[f] = true
		}
	}
	for f := range st.docs {
		if within(r.dir, f) {
			files[f] = true // an answer for each version
		}
	}
	pulls := s.pulls()
	refresh := pulls && s.caps.Workspace.Diagnostics.RefreshSupport
	s.mu.Unlock()
	for _, f := range slices.Sorted(maps.Keys(files)) {
		if pulls && st.docs[f] != nil {
			continue
		}
		s.publishFrom(r, f, s.diagnostics(st, f), st.docs[f])
	}
	if refresh && len(st.docs) > 1 {
		s.waiting.Go(func() {
			var null any
			_ = s.conn.Call(s.ctx, "workspace/diagnostic/refresh", nil, &null) // it is a hint
		})
	}
}

func (s *server) publishFrom(r *root, file string, ds []diagnostic, doc *document) {
	text, err := json.Marshal(ds)
	if err != nil {
		return
	}
	version := -1
	p := publishParams{URI: s.uri(file), Diagnostics: ds}
	if doc != nil {
		p.Version = &doc.version
		version = doc.version
	}
	sum := fmt.Sprintf("%d %x", version, sha256.Sum256(text))
	s.mu.Lock()
	old := s.shown[file]
	if len(ds) == 0 && doc == nil {
		delete(s.shown, file)
	} else {
		s.shown[file] = published{r, sum}
	}
	s.mu.Unlock()
	if old.sum == sum || len(ds) == 0 && old.sum == "" && doc == nil {
		return
	}
	s.notify("textDocument/publishDiagnostics", p)
}

// publish takes back what was sent about a file.
func (s *server) publish(file string, r *root) {
	s.mu.Lock()
	_, known := s.shown[file]
	delete(s.shown, file)
	s.mu.Unlock()
	if known {
		s.notify("textDocument/publishDiagnostics", publishParams{URI: s.uri(file), Diagnostics: []diagnostic{}})
	}
}

// sweep takes back what roots said that are gone.
func (s *server) sweep() {
	s.mu.Lock()
	var gone []string
	for f, p := range s.shown {
		if p.root != nil && s.roots[p.root.dir] != p.root {
			gone = append(gone, f)
		}
	}
	s.mu.Unlock()
	for _, f := range gone {
		s.publish(f, nil)
	}
}

// pull answers an editor that asks for the diagnostics of a document.
func (s *server) pull(ctx context.Context, p *documentParams) (any, error) {
	file, ok := fileOf(p.TextDocument.URI)
	if !ok {
		return map[string]any{"kind": "full", "items": []diagnostic{}}, nil
	}
	file = resolved(file)
	doc := s.document(p.TextDocument.URI)
	items := []diagnostic{}
	for _, r := range s.rootsOf(file) {
		st, err := r.fresh(ctx)
		if err != nil {
			return nil, err
		}
		if now := s.document(p.TextDocument.URI); doc != nil && now != doc {
			return nil, &jsonrpc2.Error{Code: codeServerCancelled, Message: "the document has changed", Data: raw(map[string]bool{"retriggerRequest": true})}
		}
		items = append(items, s.diagnostics(st, file)...)
	}
	text, err := json.Marshal(items)
	if err != nil {
		return nil, err
	}
	id := fmt.Sprintf("%x", sha256.Sum256(text))
	if id == p.PreviousResultID {
		return map[string]any{"kind": "unchanged", "resultId": id}, nil
	}
	return map[string]any{"kind": "full", "resultId": id, "items": items}, nil
}

func raw(v any) *json.RawMessage {
	data, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	return (*json.RawMessage)(&data)
}

// diagnostics returns what a run says of a file.
func (s *server) diagnostics(st *state, file string) []diagnostic {
	out := []diagnostic{}
	for _, f := range st.files[file] {
		out = append(out, s.diagnostic(st, f))
	}
	return append(out, st.troubles[file]...)
}

func (s *server) diagnostic(st *state, f report.Finding) diagnostic {
	d := diagnostic{
		Range:           st.span(f),
		Code:            f.Rule,
		CodeDescription: &codeDescription{f.URL},
		Source:          "klaviyolint",
		Message:         f.Message,
		Data:            &data{f.Fingerprint},
	}
	switch f.Severity {
	case config.Error:
		d.Severity = severityError
	case config.Warning:
		d.Severity = severityWarning
	default:
		d.Severity = severityInformation
	}
	switch {
	case f.Rule == "ignore" && f.Kind == "unused":
		d.Tags = []int{tagUnnecessary}
	case strings.Contains(f.Kind, "deprecated") || f.Kind == "retired" || f.Rule == "legacyapi":
		d.Tags = []int{tagDeprecated}
	}
	if s.caps.TextDocument.PublishDiagnostics.RelatedInformation {
		d.RelatedInformation = s.chain(st, f)
	}
	return d
}

// span returns the range of a finding.
func (st *state) span(f report.Finding) span {
	t := st.text(f.File)
	r := span{t.at(f.Line, f.Col), t.at(f.EndLine, f.EndCol)}
	if r.End.Line < r.Start.Line || r.End.Line == r.Start.Line && r.End.Character < r.Start.Character {
		r.End = r.Start
	}
	return r
}

// chain returns the calls that lead from a finding about a request to where the
// request is built.
func (s *server) chain(st *state, f report.Finding) []related {
	var out []related
	for _, c := range st.calls(f.File) {
		if !c.covers(f) {
			continue
		}
		for _, at := range c.chain {
			t := st.text(at.Filename)
			start := t.at(at.Line, at.Column)
			out = append(out, related{location{s.uri(at.Filename), span{start, start}}, "the request goes through here"})
		}
		break
	}
	return out
}
