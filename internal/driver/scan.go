package driver

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/secrets"
	"github.com/klaviyolint/klaviyolint/internal/sidefile"
)

// A node is one package directory of a main module, as a scan of its bytes and
// import clauses shows it: no types, no build constraints. What it says is
// more than true: a file that this build leaves out counts as well.
type node struct {
	dir      string
	path     string   // import path
	imports  []string // import paths through which code of the package can use something
	hasGo    bool
	token    bool     // a file of it holds a token, if only in a comment
	names    bool     // a string literal does, or an import that code can use
	exports  bool     // importers could receive a Klaviyo request from it, or the makings of one
	speaks   bool     // imports something that speaks HTTP, or an SDK
	dated    bool     // a file of it holds a date, which may be a revision
	embedded []string // arguments of its go:embed directives
	clauses  []byte   // of its files, with their names: see [Session.list]
}

// A scanner reads package directories, each once.
type scanner struct {
	w       *workspace
	tokens  *tokens
	folders *folders
	buffers sync.Pool // of *[]byte, one for each file that is being read
	timed   *Timings
	session *Session // may be nil
}

func newScanner(w *workspace, read *folders, t *tokens) *scanner {
	return &scanner{w: w, tokens: t, folders: read, buffers: sync.Pool{New: func() any { return new([]byte) }}}
}

// graph scans the given directories and everything of the main modules that
// they reach through imports. The result is keyed by directory.
func (s *scanner) graph(dirs []string) map[string]*node {
	nodes := map[string]*node{}
	for next := dirs; len(next) > 0; {
		found := make([]*node, len(next))
		for _, dir := range next {
			nodes[dir] = nil // seen
		}
		sideBySide(len(next), func(i int) { found[i] = s.known(next[i]) })
		next = nil
		for _, n := range found {
			nodes[n.dir] = n
		}
		for _, n := range found {
			for _, path := range n.imports {
				dir, ok := s.w.dirOf(path)
				if _, seen := nodes[dir]; ok && !seen {
					nodes[dir] = nil
					next = append(next, dir)
				}
			}
		}
	}
	return nodes
}

// known returns what the scan of a directory says, from the session if nothing has
// changed.
func (s *scanner) known(dir string) *node {
	if s.session == nil {
		return s.scan(dir)
	}
	stamp := s.w.dirStamp(s.folders, dir)
	s.folders.mu.Lock()
	old := s.session.nodes[dir]
	s.folders.mu.Unlock()
	if old.stamp != stamp || len(old.node.embedded) > 0 {
		n := s.scan(dir)
		s.folders.mu.Lock()
		s.session.nodes[dir] = scanned{stamp, *n}
		s.folders.mu.Unlock()
		return n
	}
	n := old.node
	return &n
}

func (s *scanner) scan(dir string) *node {
	n := &node{dir: dir}
	if m, ok := s.w.moduleOf(dir); ok {
		n.path = m.importPath(dir)
	}
	entries, err := s.folders.read(dir)
	if err != nil && len(entries) == 0 {
		return n // an import that leads nowhere; the go command will say so
	}
	buf := s.buffers.Get().(*[]byte)
	defer s.buffers.Put(buf)
	for _, e := range entries {
		if !isGoFile(e) {
			continue
		}
		n.hasGo = true
		name := filepath.Join(dir, e.Name())
		src, open := s.w.overlay[name]
		if !open {
			src, err = sidefile.Fill(buf, name)
		}
		if err != nil {
			// Nothing is known about it, so it may hold anything. Loading the
			// package reports the file.
			n.token = true
			continue
		}
		s.timed.read(len(src))
		s.file(n, src, strings.HasSuffix(e.Name(), "_test.go"))
		if s.session != nil {
			s.clauses(n, e.Name(), src)
		}
	}
	slices.Sort(n.imports)
	n.imports = slices.Compact(n.imports)
	n.token = n.token || s.embeds(n)
	if s.tokens.in([]byte(n.path)) {
		n.token = true
		n.exports = n.exports || n.speaks
	}
	return n
}

// file reads one file, whose bytes are gone afterwards. What test files import is no matter: only hardcodedkey
// looks at tests, and what it finds there is a token of the package itself.
func (s *scanner) file(n *node, src []byte, test bool) {
	holds := s.tokens.in(src)
	n.token = n.token || holds
	n.embedded = append(n.embedded, embedDirectives(src)...)
	if test {
		return
	}
	n.dated = n.dated || klaviyo.HoldsDate(src)
	mode := parser.ImportsOnly
	if holds && !(n.exports && n.names) {
		mode = 0
	}
	f, _ := parser.ParseFile(token.NewFileSet(), "", src, mode|parser.SkipObjectResolution)
	if f == nil {
		return
	}
	for _, imp := range f.Imports {
		path, err := strconv.Unquote(imp.Path.Value)
		if err != nil || imp.Name != nil && imp.Name.Name == "_" {
			continue // nothing of a blank import can be used
		}
		n.imports = append(n.imports, path)
		n.speaks = n.speaks || s.tokens.speaksHTTP(path)
		if _, own := s.w.dirOf(path); !own && s.tokens.carriesFacts(path) {
			n.names, n.exports = true, true
		}
	}
	if mode == 0 {
		s.literals(n, f)
	}
}

// clauses notes all of a file that the go command reads: constraints, the clauses
// of package and imports, and which files are embedded.
func (s *scanner) clauses(n *node, name string, src []byte) {
	head := src
	if f, err := parser.ParseFile(token.NewFileSet(), "", src, parser.ImportsOnly|parser.SkipObjectResolution); err == nil {
		end := f.Name.End()
		for _, d := range f.Decls {
			end = max(end, d.End())
		}
		head = src[:min(int(end-f.FileStart), len(src))]
	}
	sum := sha256.New()
	fmt.Fprintln(sum, name, len(head))
	_, _ = sum.Write(head)
	fmt.Fprintln(sum, embedDirectives(src))
	n.clauses = sum.Sum(n.clauses)
}

// literals looks for tokens in string literals. One in a comment, in a struct
// tag or in the name of a variable makes no request.
func (s *scanner) literals(n *node, f *ast.File) {
	for _, decl := range f.Decls {
		gen, _ := decl.(*ast.GenDecl)
		if gen != nil && gen.Tok == token.IMPORT {
			continue
		}
		ast.Inspect(decl, func(x ast.Node) bool {
			switch x := x.(type) {
			case *ast.StructType:
				for _, field := range x.Fields.List {
					field.Tag = nil // this tree is thrown away
				}
			case *ast.BasicLit:
				if x.Kind == token.STRING && s.tokens.in([]byte(x.Value)) {
					n.names = true
					n.exports = n.exports || s.evident(x.Value)
				}
			}
			return true
		})
		n.exports = n.exports || gen != nil && s.hands(gen)
	}
}

// hands reports whether a declaration hands importers a string with a token: an
// exported constant or variable. An entry of a table, such as a list of
// connectors by name, is not meant.
func (s *scanner) hands(decl *ast.GenDecl) bool {
	for _, spec := range decl.Specs {
		spec, _ := spec.(*ast.ValueSpec)
		if spec == nil || !slices.ContainsFunc(spec.Names, (*ast.Ident).IsExported) {
			continue
		}
		for _, value := range spec.Values {
			found := false
			ast.Inspect(value, func(x ast.Node) bool {
				switch x := x.(type) {
				case *ast.CompositeLit, *ast.FuncLit, *ast.CallExpr:
					return false
				case *ast.BasicLit:
					found = found || x.Kind == token.STRING && s.tokens.in([]byte(x.Value))
				}
				return true
			})
			if found {
				return true
			}
		}
	}
	return false
}

// evident reports whether a literal makes a request a Klaviyo request: with
// Klaviyo's host, its key scheme, a key, a header of its webhooks, or a word of
// the configuration. The bare name, in a table or an environment variable, does
// not.
func (s *scanner) evident(lit string) bool {
	lower := strings.ToLower(lit)
	if strings.Contains(lower, "klaviyo.com") || strings.Contains(lower, "klaviyo-api-key") || hasKey([]byte(lit)) || s.tokens.hasWord([]byte(lit)) {
		return true
	}
	text, err := strconv.Unquote(lit)
	return err == nil && klaviyo.KindOfHeader(text) != klaviyo.HeaderOther
}

// embeds reports whether a file that a go:embed directive of the directory
// names holds a token.
func (s *scanner) embeds(n *node) bool {
	for _, args := range n.embedded {
		for _, name := range secrets.EmbeddedFiles(n.dir, args) {
			f, err := sidefile.Read(filepath.Join(n.dir, filepath.FromSlash(name)), sidefile.SmallLimit)
			if err == nil && f != nil && s.tokens.in(f.Data) {
				return true
			}
		}
	}
	return false
}

// embedDirectives returns the arguments of what may be go:embed directives.
func embedDirectives(src []byte) []string {
	const directive = "//go:embed "
	var out []string
	for {
		i := bytes.Index(src, []byte(directive))
		if i < 0 {
			return out
		}
		src = src[i+len(directive):]
		line, _, _ := bytes.Cut(src, []byte("\n"))
		out = append(out, string(line))
	}
}
