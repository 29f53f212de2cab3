// Package ignore reads suppression directives and drops the findings that they
// name before these are reported. Because an analyzer does it, directives work
// the same in every host.
//
//	//klaviyolint:ignore RULE[,RULE] reason        this line, or the one below
//	//klaviyolint:file-ignore RULE[,RULE] reason   this file
//
// They go by lines: a directive above a statement of several lines covers
// findings on its first line. The nolint directives of golangci-lint are
// honoured too, with the reach that they have there.
package ignore

import (
	"go/ast"
	"go/token"
	"reflect"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/lazy"
)

// Directives reads the suppression directives of a package.
var Directives = &analysis.Analyzer{
	Name:             "klaviyoignore",
	Doc:              "reads the suppression directives of klaviyolint for the passes that require it",
	Run:              run,
	ResultType:       reflect.TypeFor[*Set](),
	RunDespiteErrors: true,
}

// A Set holds the directives of one package. Several passes may use it at once.
// An empty one, which stands for a package whose directives could not be read,
// drops nothing.
type Set struct {
	fset    *token.FileSet
	list    []*Directive
	files   map[string][]*Directive // file-ignore, by file name
	lines   map[line][]*Directive
	nolints []span

	mu  sync.Mutex
	ran map[string]bool
}

// A line is one of a file, as //line directives have it: a finding and the
// directive beside it go through the same translation.
type line struct {
	filename string
	number   int
}

func run(pass *analysis.Pass) (any, error) {
	s := &Set{fset: pass.Fset, files: map[string][]*Directive{}, lines: map[line][]*Directive{}, ran: map[string]bool{}}
	for _, f := range pass.Files {
		s.nolints = append(s.nolints, nolintSpans(pass.Fset, f)...)
		src := source{pass: pass, file: pass.Fset.File(f.FileStart)}
		for _, g := range f.Comments {
			for _, c := range g.List {
				if d, ok := inComment(c.Text); ok {
					s.add(d, c, g, &src)
				}
			}
		}
	}
	return s, nil
}

// ruleName is what a rule can be called.
var ruleName = lazy.Regexp(`^[a-z][a-z0-9]*$`)

// inComment reads a directive from a Go comment. Like all directives of Go it
// stands right behind the slashes. With a space between, it counts only when it
// names rules that exist: the rest is prose about directives.
func inComment(text string) (*Directive, bool) {
	text, ok := strings.CutPrefix(text, "//")
	if !ok {
		return nil, false
	}
	if d, ok := parse(text); ok {
		return d, true
	}
	d, ok := parse(strings.TrimLeft(text, " \t"))
	if !ok || len(d.Rules) == 0 || !slices.Contains(Verbs, d.Verb) {
		return nil, false
	}
	known := config.RuleNames()
	return d, !slices.ContainsFunc(d.Rules, func(r string) bool {
		return !ruleName().MatchString(r) || known != nil && !slices.Contains(known, r)
	})
}

func (s *Set) add(d *Directive, c *ast.Comment, g *ast.CommentGroup, src *source) {
	at := s.fset.Position(c.Pos())
	d.Pos, d.End, d.Filename = c.Pos(), c.End(), at.Filename
	s.list = append(s.list, d)
	cover := func(n int) {
		l := line{at.Filename, n}
		if !slices.Contains(s.lines[l], d) {
			s.lines[l] = append(s.lines[l], d)
		}
	}
	switch d.Verb {
	case "file-ignore":
		s.files[at.Filename] = append(s.files[at.Filename], d)
	case "ignore":
		if !src.alone(c.Pos()) {
			cover(at.Line)
		} else {
			// The next line may be a comment with a key in it; other comments
			// between the directive and the code do no harm either.
			cover(at.Line + 1)
			cover(s.fset.Position(g.End()).Line + 1)
		}
	}
}

// A source reads the text of a file when the first directive asks for it.
type source struct {
	pass *analysis.Pass
	file *token.File
	text []byte
	read bool
}

// alone reports whether nothing but white space stands before pos on its line.
// Comments are not in the tree, so only the text can tell. Where it cannot be
// read, the directive is taken to stand alone, as most do.
func (s *source) alone(pos token.Pos) bool {
	if !s.read {
		s.read = true
		s.text, _ = config.ReadFile(s.pass, s.file.Name())
	}
	end := s.file.Offset(pos)
	if end > len(s.text) {
		return true
	}
	start := strings.LastIndexByte(string(s.text[:end]), '\n') + 1
	return strings.Trim(string(s.text[start:end]), " \t\ufeff") == ""
}

// Suppress reports whether a directive of klaviyolint drops the finding of the
// rule at pos, and marks that directive as used.
func (s *Set) Suppress(rule string, pos token.Pos) bool {
	if s.fset == nil {
		return false
	}
	at := s.fset.Position(pos)
	s.mu.Lock()
	defer s.mu.Unlock()
	dropped := false
	for _, ds := range [][]*Directive{s.files[at.Filename], s.lines[line{at.Filename, at.Line}]} {
		for _, d := range ds {
			if d.names(rule) {
				d.used, dropped = true, true
			}
		}
	}
	return dropped
}

// Reason returns the words of the directive that drops the finding of the rule at
// pos, or "".
func (s *Set) Reason(rule string, pos token.Pos) string {
	if s.fset == nil {
		return ""
	}
	at := s.fset.Position(pos)
	for _, ds := range [][]*Directive{s.lines[line{at.Filename, at.Line}], s.files[at.Filename]} {
		for _, d := range ds {
			if d.names(rule) {
				return d.Reason
			}
		}
	}
	return ""
}

// Nolint reports whether a nolint directive covers pos.
func (s *Set) Nolint(pos token.Pos) bool {
	if s.fset == nil {
		return false
	}
	at := s.fset.Position(pos)
	return slices.ContainsFunc(s.nolints, func(n span) bool {
		return n.filename == at.Filename && n.from <= at.Line && at.Line <= n.to
	})
}

// Ran notes that the rule judged the package.
func (s *Set) Ran(rule string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ran == nil {
		s.ran = map[string]bool{}
	}
	s.ran[rule] = true
}

// HasRun reports whether the rule judged the package.
func (s *Set) HasRun(rule string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ran[rule]
}

// Directives returns all directives of the package in the order of its files,
// also those that do nothing.
func (s *Set) Directives() []*Directive { return slices.Clone(s.list) }

// Used reports whether the directive has dropped a finding.
func (s *Set) Used(d *Directive) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return d.used
}
