package driver

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// maxSide bounds the embedded files that are searched for tokens: the rules
// look at no larger ones.
const maxSide = 1 << 20

// A node is one package directory of a main module, as a scan of its bytes and
// import clauses shows it: no types, no build constraints. What it says is
// more than true: a file that this build leaves out counts as well.
type node struct {
	dir      string
	path     string   // import path
	imports  []string // of all files, tests included
	hasGo    bool
	token    bool // T: a file of it holds a token
	speaks   bool // imports something that speaks HTTP, or an SDK
	exports  bool // a literal outside struct tags could carry a token to importers
	embedded bool // has go:embed directives
}

// A scanner reads package directories, each once.
type scanner struct {
	w      *workspace
	tokens *tokens
	limit  chan struct{}
}

func newScanner(w *workspace, t *tokens) *scanner {
	return &scanner{w: w, tokens: t, limit: make(chan struct{}, 2*runtime.GOMAXPROCS(0))}
}

// graph scans the given directories and everything of the main modules that
// they reach through imports. The result is keyed by directory.
func (s *scanner) graph(dirs []string) map[string]*node {
	nodes := map[string]*node{}
	for next := dirs; len(next) > 0; {
		found := make([]*node, len(next))
		var wg sync.WaitGroup
		for i, dir := range next {
			nodes[dir] = nil // seen
			wg.Go(func() {
				s.limit <- struct{}{}
				found[i] = s.scan(dir)
				<-s.limit
			})
		}
		wg.Wait()
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

func (s *scanner) scan(dir string) *node {
	n := &node{dir: dir}
	if m, ok := s.w.moduleOf(dir); ok {
		n.path = m.importPath(dir)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return n // an import that leads nowhere; the go command will say so
	}
	for _, e := range entries {
		if !isGoFile(e) {
			continue
		}
		n.hasGo = true
		src, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			// Nothing is known about it, so it may hold anything. Loading the
			// package reports the file.
			n.token = true
			continue
		}
		s.file(n, src)
	}
	slices.Sort(n.imports)
	n.imports = slices.Compact(n.imports)
	if n.embedded && !n.token {
		n.token = s.embeds(dir)
	}
	// The import path itself can hold the token.
	n.token = n.token || s.tokens.in([]byte(n.path))
	return n
}

func (s *scanner) file(n *node, src []byte) {
	holds := s.tokens.in(src)
	n.token = n.token || holds
	n.embedded = n.embedded || bytes.Contains(src, []byte("//go:embed "))
	mode := parser.ImportsOnly
	if holds && !n.exports {
		mode = 0
	}
	f, _ := parser.ParseFile(token.NewFileSet(), "", src, mode|parser.SkipObjectResolution)
	if f == nil {
		return
	}
	for _, imp := range f.Imports {
		path, err := strconv.Unquote(imp.Path.Value)
		if err != nil {
			continue
		}
		n.imports = append(n.imports, path)
		n.speaks = n.speaks || s.tokens.speaksHTTP(path)
	}
	if holds && !n.exports {
		n.exports = s.carries(f)
	}
}

// carries reports whether importers of the file's package could receive a
// token from it: an exported constant or variable with one, or anywhere a
// literal with Klaviyo's host, its key scheme or a key. A name such as
// KlaviyoKey of a field, or of an environment variable, carries nothing.
func (s *scanner) carries(f *ast.File) bool {
	found := false
	for _, decl := range f.Decls {
		gen, _ := decl.(*ast.GenDecl)
		value := gen != nil && (gen.Tok == token.CONST || gen.Tok == token.VAR)
		ast.Inspect(decl, func(x ast.Node) bool {
			switch x := x.(type) {
			case *ast.ImportSpec:
				return false
			case *ast.StructType:
				for _, field := range x.Fields.List {
					field.Tag = nil // this tree is thrown away
				}
			case *ast.BasicLit:
				if x.Kind == token.STRING {
					found = found || s.literal(x.Value, value)
				}
			}
			return !found
		})
	}
	return found
}

func (s *scanner) literal(lit string, value bool) bool {
	lower := strings.ToLower(lit)
	if strings.Contains(lower, "klaviyo.com") || strings.Contains(lower, "klaviyo-api-key") || hasKey([]byte(lit)) {
		return true
	}
	if value && s.tokens.in([]byte(lit)) {
		return true
	}
	return slices.ContainsFunc(s.tokens.words, func(w []byte) bool { return strings.Contains(lit, string(w)) })
}

// embeds reports whether a file that a go:embed directive of the directory
// could name holds a token. The patterns themselves are not read: a token in
// some other file costs a load, a missed one would cost a finding.
func (s *scanner) embeds(dir string) bool {
	found := false
	filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || found {
			return filepath.SkipAll
		}
		if d.IsDir() {
			if path != dir && (d.Name() == "node_modules" || d.Name() == ".git") {
				return filepath.SkipDir
			}
			return nil
		}
		info, err := d.Info()
		if err != nil || !info.Mode().IsRegular() || info.Size() > maxSide || filepath.Ext(path) == ".go" {
			return nil
		}
		src, err := os.ReadFile(path)
		found = err != nil || s.tokens.in(src)
		return nil
	})
	return found
}
