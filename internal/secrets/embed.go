package secrets

import (
	"go/ast"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/sidefile"
)

// embedded searches the files that the go:embed directives of a Go file name.
func (s *search) embedded(src source) {
	if !slices.ContainsFunc(src.file.Imports, func(i *ast.ImportSpec) bool { return i.Path.Value == `"embed"` }) {
		return
	}
	dir := filepath.Dir(src.tok.Name())
	for _, group := range src.file.Comments {
		for _, c := range group.List {
			args, ok := strings.CutPrefix(c.Text, "//go:embed ")
			if !ok {
				continue
			}
			for _, name := range EmbeddedFiles(dir, args) {
				s.embeddedFile(c, dir, name)
			}
		}
	}
}

// EmbeddedFiles returns the files, relative to a package's folder, that the
// directive go:embed with these arguments names.
func EmbeddedFiles(dir, args string) []string {
	var names []string
	for _, pattern := range embedPatterns(args) {
		names = append(names, embedFiles(dir, pattern)...)
	}
	return names
}

// embedPatterns splits the arguments of a go:embed directive, which may be
// quoted.
func embedPatterns(args string) []string {
	var patterns []string
	for {
		args = strings.TrimLeft(args, " \t\r")
		if args == "" {
			return patterns
		}
		if quoted, err := strconv.QuotedPrefix(args); err == nil {
			args = args[len(quoted):]
			if p, err := strconv.Unquote(quoted); err == nil {
				patterns = append(patterns, p)
			}
			continue
		}
		end := strings.IndexAny(args, " \t\r")
		if end < 0 {
			end = len(args)
		}
		patterns = append(patterns, args[:end])
		args = args[end:]
	}
}

// embedFiles returns the files that a pattern names, as the go command does: a
// folder stands for all in it but names that begin with a dot or an underscore,
// unless the pattern says all:, and for no other module.
func embedFiles(dir, pattern string) []string {
	pattern, all := strings.CutPrefix(pattern, "all:")
	root := os.DirFS(dir)
	matches, err := fs.Glob(root, pattern)
	if err != nil {
		return nil
	}
	var names []string
	for _, m := range matches {
		_ = fs.WalkDir(root, m, func(name string, e fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return nil
			case e.IsDir() && sidefile.Exists(filepath.Join(dir, name, "go.mod")):
				return fs.SkipDir
			case name != m && !all && (e.Name()[0] == '.' || e.Name()[0] == '_'):
				if e.IsDir() {
					return fs.SkipDir
				}
				return nil
			case e.Type().IsRegular():
				names = append(names, name)
			}
			return nil
		})
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// embeddedFile searches one file that a directive embeds. Source files of the
// package itself are searched as such.
func (s *search) embeddedFile(directive *ast.Comment, dir, name string) {
	file := filepath.Join(dir, filepath.FromSlash(name))
	if s.isSource(file) {
		return
	}
	f, err := sidefile.Read(file, sidefile.SmallLimit)
	if err != nil || f == nil {
		return // the go command refuses what it cannot read
	}
	keys := inFile(f, sidefile.KindOf(file))
	if len(keys) == 0 {
		return
	}
	var tok *token.File
	if s.shows {
		tok = s.pass.Fset.AddFile(file, -1, f.DiskOffset(len(f.Data)))
		tok.SetLines(f.LineStarts())
	}
	for _, k := range keys {
		found := Finding{Pos: directive.Pos(), End: directive.End(), Masked: k.masked, Place: Embedded}
		if tok != nil {
			found.Pos, found.End = tok.Pos(f.DiskOffset(k.start)), tok.Pos(f.DiskOffset(k.end))
		} else {
			found.File = path.Base(name)
			found.Line, _ = f.Position(k.start)
		}
		s.found = append(s.found, found)
	}
}

func (s *search) isSource(file string) bool {
	return slices.ContainsFunc(s.pass.Files, func(f *ast.File) bool {
		tok := s.pass.Fset.File(f.FileStart)
		return tok != nil && tok.Name() == file
	})
}
