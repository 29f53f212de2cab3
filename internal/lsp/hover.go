package lsp

import (
	"context"
	"strings"
)

func init() {
	on("textDocument/hover", (*server).hover)
	on("textDocument/documentLink", (*server).links)
}

// known returns the last state of a document's root that is about the very text
// that is open.
func (s *server) known(ctx context.Context, uri string) (*state, string, error) {
	file, ok := fileOf(uri)
	if !ok {
		return nil, "", nil
	}
	file = resolved(file)
	roots := s.rootsOf(file)
	if len(roots) == 0 {
		return nil, "", nil
	}
	st, err := roots[0].fresh(ctx)
	return st, file, err
}

func (r span) holds(p position) bool {
	before := func(a, b position) bool { return a.Line < b.Line || a.Line == b.Line && a.Character <= b.Character }
	return before(r.Start, p) && before(p, r.End)
}

// overlaps reports whether two ranges touch the same line and have a common place.
func (r span) overlaps(o span) bool {
	after := func(a, b position) bool { return a.Line > b.Line || a.Line == b.Line && a.Character > b.Character }
	return !after(r.Start, o.End) && !after(o.Start, r.End)
}

// hover shows the page of a finding's rule, and what is known of a request.
func (s *server) hover(ctx context.Context, p *documentParams) (any, error) {
	st, file, err := s.known(ctx, p.TextDocument.URI)
	if st == nil || err != nil {
		return nil, err
	}
	var parts []string
	var at *span
	for _, f := range st.files[file] {
		r := st.span(f)
		if !r.holds(p.Position) {
			continue
		}
		for _, rule := range s.rules {
			if rule.Doc.Name == f.Rule {
				parts = append(parts, "**"+f.Rule+"**: "+f.Message+"\n\n---\n\n"+rule.Doc.Markdown())
			}
		}
		if at == nil {
			at = &r
		}
	}
	seen := map[string]bool{}
	for _, c := range st.calls(file) {
		r, ok := c.span(st, file)
		if !ok || !r.holds(p.Position) {
			continue
		}
		if text := c.markdown(); !seen[text] {
			seen[text] = true
			parts = append([]string{text}, parts...)
			at = &r
		}
	}
	if len(parts) == 0 {
		return nil, nil
	}
	kind, text := "markdown", strings.Join(parts, "\n---\n\n")
	if formats := s.caps.TextDocument.Hover.ContentFormat; len(formats) > 0 && formats[0] == "plaintext" {
		kind = "plaintext"
	}
	return hover{markup{kind, text}, at}, nil
}

// links leads from the addresses of requests to Klaviyo's reference.
func (s *server) links(ctx context.Context, p *documentParams) (any, error) {
	out := []documentLink{}
	st, file, err := s.known(ctx, p.TextDocument.URI)
	if st == nil || err != nil {
		return out, err
	}
	seen := map[documentLink]bool{}
	for _, c := range st.calls(file) {
		eps := c.request.Endpoints()
		if len(eps) == 0 || c.url[0].Filename != file {
			continue
		}
		r, ok := c.span(st, file)
		if !ok {
			continue
		}
		l := documentLink{r, reference(eps[0]), "Klaviyo's reference of " + eps[0].Operation}
		if !seen[l] {
			seen[l] = true
			out = append(out, l)
		}
	}
	return out, nil
}
