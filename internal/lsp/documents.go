package lsp

import (
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/klaviyolint/klaviyolint/internal/config"
)

// A document is open in the editor.
type document struct {
	uri     string
	file    string // resolved
	version int
	text    *text
}

// rest is how long a document must be left alone before it is judged.
const rest = 200 * time.Millisecond

func (s *server) opened(d textDocument) {
	file, ok := fileOf(d.URI)
	if !ok {
		return
	}
	doc := &document{uri: d.URI, file: resolved(file), text: newText(d.Text, s.inBytes)}
	if d.Version != nil {
		doc.version = *d.Version
	}
	s.mu.Lock()
	s.docs[doc.file] = doc
	s.mu.Unlock()
	if s.pulls() {
		s.publish(doc.file, nil) // it asks from here on
	}
	s.touched(doc.file, 0)
}

func (s *server) changed(p *documentParams) {
	doc := s.document(p.TextDocument.URI)
	if doc == nil {
		return
	}
	s.mu.Lock()
	t := doc.text
	for _, c := range p.ContentChanges {
		if c.Range == nil {
			t = newText(c.Text, s.inBytes)
			continue
		}
		t = newText(t.replace(*c.Range, c.Text), s.inBytes)
	}
	fresh := &document{uri: doc.uri, file: doc.file, version: doc.version + 1, text: t}
	if p.TextDocument.Version != nil {
		fresh.version = *p.TextDocument.Version
	}
	s.docs[doc.file] = fresh
	s.mu.Unlock()
	s.touched(doc.file, rest)
}

// saved hears that a document is on disk now: settings and module files count from
// here on.
func (s *server) saved(p *documentParams) { s.watched([]string{p.TextDocument.URI}) }

func (s *server) closed(uri string) {
	file, ok := fileOf(uri)
	if !ok {
		return
	}
	file = resolved(file)
	s.mu.Lock()
	delete(s.docs, file)
	s.mu.Unlock()
	s.touched(file, 0)
}

// document returns an open document, or nil.
func (s *server) document(uri string) *document {
	file, ok := fileOf(uri)
	if !ok {
		return nil
	}
	file = resolved(file)
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.docs[file]
}

// touched has what a file belongs to judged after a while.
func (s *server) touched(file string, after time.Duration) {
	for _, r := range s.rootsOf(file) {
		r.wake(after)
	}
}

// watched hears that files have changed on disk.
func (s *server) watched(uris []string) {
	hit := map[*root]bool{}
	for _, uri := range uris {
		file, ok := fileOf(uri)
		if !ok {
			continue
		}
		file = resolved(file)
		unsettles := filepath.Base(file) == config.FileName || strings.HasPrefix(filepath.Base(file), "go.")
		for _, r := range s.rootsOf(file) {
			hit[r] = true
			if unsettles {
				r.unsettle()
			}
		}
		// A go.mod that is new makes a module of a folder, and one that is gone ends it.
		if base := filepath.Base(file); base == "go.mod" || base == "go.work" {
			s.mu.Lock()
			folders := slices.Clone(s.folders)
			s.mu.Unlock()
			for _, f := range folders {
				if within(f, file) {
					s.begin(f)
				}
			}
		}
	}
	for r := range hit {
		r.wake(rest / 2)
	}
}

// rootsOf returns the root of a file; files above the modules of a repository, such
// as workflows, belong to all of them.
func (s *server) rootsOf(file string) []*root {
	dir := filepath.Dir(file)
	if above := rootAbove(dir); above != "" {
		return []*root{s.root(above)}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []*root
	for d, r := range s.roots {
		if within(dir, d) || within(repoOf(d), file) {
			out = append(out, r)
		}
	}
	return out
}

// overlay returns the texts of the open documents.
func (s *server) overlay() (texts map[string][]byte, docs map[string]*document) {
	s.mu.Lock()
	defer s.mu.Unlock()
	texts, docs = map[string][]byte{}, map[string]*document{}
	for file, d := range s.docs {
		texts[file], docs[file] = []byte(d.text.s), d
	}
	return texts, docs
}
