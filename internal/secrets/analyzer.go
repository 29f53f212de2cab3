package secrets

import (
	"bytes"
	"go/ast"
	"go/token"
	"reflect"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/rule"
	"github.com/klaviyolint/klaviyolint/internal/sidefile"
)

// Analyzer lists the keys in the Go files of a package, tests and generated
// code included, and in the files that they embed. Its result is a *[Result].
var Analyzer = &analysis.Analyzer{
	Name:             "klaviyosecrets",
	Doc:              "lists text in the shape of Klaviyo keys",
	Requires:         []*analysis.Analyzer{config.Analyzer},
	ResultType:       reflect.TypeFor[*Result](),
	RunDespiteErrors: true,
	Run: func(pass *analysis.Pass) (any, error) {
		result := new(Result)
		err := rule.Guard("klaviyosecrets", pass, func() error {
			s := &search{pass: pass, shows: rule.Settings(pass).Host.OtherFiles, sources: make(map[*token.File]source)}
			s.search()
			result.Findings = ordered(s.found)
			return nil
		})
		return result, err
	},
}

// A search goes through one package.
type search struct {
	pass   *analysis.Pass
	shows  bool // the host shows positions in files that are not Go
	consts *constants
	// sources are the Go files that could be read.
	sources map[*token.File]source
	found   []Finding
}

// A source is one Go file with its bytes. Carriage returns are cut out of raw
// strings and comments before the syntax tree is made, so that only the bytes
// tell where a line of them stands.
type source struct {
	file *ast.File
	tok  *token.File
	data []byte
	test bool
}

func (s *search) search() {
	mentioned := false
	for _, f := range s.pass.Files {
		tok := s.pass.Fset.File(f.FileStart)
		if tok == nil {
			continue
		}
		data, err := config.ReadFile(s.pass, tok.Name())
		if err != nil {
			continue // the host made the syntax tree from something else
		}
		src := source{f, tok, data, strings.HasSuffix(tok.Name(), "_test.go")}
		s.sources[tok] = src
		mentioned = mentioned || mentions(data)
		s.embedded(src)
	}
	// Pieces of a key in a package where no file has a token are out of scope.
	if !mentioned {
		return
	}
	s.consts = newConstants(s.pass.TypesInfo, s.pass.Files)
	for _, f := range s.pass.Files {
		if src, ok := s.sources[s.pass.Fset.File(f.FileStart)]; ok {
			s.comments(src)
			s.literals(src)
		}
	}
}

// mentions reports whether a text names Klaviyo or holds a key.
func mentions(text []byte) bool {
	return sidefile.ContainsFold(text, "klaviyo") ||
		bytes.Contains(text, []byte("pk_")) && len(klaviyo.FindKeys(string(text))) > 0
}

// pos returns the place of a byte of a comment or a raw string, whose text
// begins at start in the file, by its offset in that text.
func (src source) pos(start token.Pos, offset int) token.Pos {
	i := src.tok.Offset(start)
	for ; offset > 0 && i < len(src.data); i++ {
		if src.data[i] != '\r' {
			offset--
		}
	}
	for i < len(src.data) && src.data[i] == '\r' {
		i++
	}
	return src.tok.Pos(min(i, src.tok.Size()))
}

func (s *search) comments(src source) {
	for _, group := range src.file.Comments {
		for _, c := range group.List {
			for _, m := range klaviyo.FindKeys(c.Text) {
				if m.Shape == klaviyo.LooseKey && src.test || !textual(c.Text[:m.Start], m.Shape) {
					continue
				}
				s.found = append(s.found, Finding{
					Pos: src.pos(c.Slash, m.Start), End: src.pos(c.Slash, m.End),
					Masked: klaviyo.Mask(c.Text[m.Start:m.End]), Place: Comment,
				})
			}
		}
	}
}
