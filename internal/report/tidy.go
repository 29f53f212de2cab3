package report

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/lazy"
)

// tidyGo finishes an edited Go file: imports that two fixes both added stand
// once, imports that the fixes made useless go, and the file is formatted.
// A file that was not formatted before keeps its form, since formatting it
// would change lines that no fix touched. Line ends and a byte-order mark stay
// as they were.
func tidyGo(name string, old, changed []byte) ([]byte, error) {
	plainOld, _, _ := plain(old)
	src, crlf, mark := plain(changed)
	src, err := tidyImports(name, plainOld, src)
	if err != nil {
		return nil, err
	}
	if formatted(plainOld) {
		if src, err = format.Source(src); err != nil {
			return nil, broken(name, err)
		}
	}
	if crlf {
		src = bytes.ReplaceAll(src, []byte("\n"), []byte("\r\n"))
	}
	if mark {
		src = append(slices.Clone(bom), src...)
	}
	return src, nil
}

func broken(name string, err error) error {
	return fmt.Errorf("%s: a fix would break the file, so it is left as it is: %v", name, err)
}

// plain takes the line ends of Windows and the byte-order mark off a file that
// has them throughout.
func plain(src []byte) (text []byte, crlf, mark bool) {
	src, mark = bytes.CutPrefix(src, bom)
	if n := bytes.Count(src, []byte("\r\n")); n > 0 && n == bytes.Count(src, []byte("\n")) {
		return bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n")), true, mark
	}
	return src, false, mark
}

func formatted(src []byte) bool {
	f, err := format.Source(src)
	return err == nil && bytes.Equal(f, src)
}

func tidyImports(name string, old, src []byte) ([]byte, error) {
	fset := token.NewFileSet()
	after, err := parser.ParseFile(fset, name, src, parser.ParseComments)
	if err != nil {
		return nil, broken(name, err)
	}
	before, err := parser.ParseFile(token.NewFileSet(), name, old, 0)
	if err != nil {
		return src, nil // it did not parse before either
	}
	usedBefore, usedAfter := qualifiers(before), qualifiers(after)
	type key struct{ name, path string }
	seen := map[key]bool{}
	type span struct{ start, end int }
	var drop []span
	for _, decl := range after.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok || gen.Tok != token.IMPORT {
			continue
		}
		kept := len(gen.Specs)
		var specs []span
		for _, spec := range gen.Specs {
			imp := spec.(*ast.ImportSpec)
			local := localName(imp)
			k := key{local, imp.Path.Value}
			if !seen[k] && (!usedBefore[local] || usedAfter[local]) {
				seen[k] = true
				continue
			}
			kept--
			specs = append(specs, span{fset.Position(imp.Pos()).Offset, fset.Position(imp.End()).Offset})
		}
		if kept == 0 && len(specs) > 0 {
			specs = []span{{fset.Position(gen.Pos()).Offset, fset.Position(gen.End()).Offset}}
		}
		drop = append(drop, specs...)
	}
	for _, d := range slices.Backward(drop) {
		src = cutLine(src, d.start, d.end)
	}
	return src, nil
}

// cutLine removes a span and, where nothing else stands on them, its lines.
func cutLine(src []byte, start, end int) []byte {
	from := bytes.LastIndexByte(src[:start], '\n') + 1
	to := len(src)
	if i := bytes.IndexByte(src[end:], '\n'); i >= 0 {
		to = end + i + 1
	}
	if len(bytes.TrimSpace(src[from:start])) > 0 {
		from = start
	}
	rest := bytes.TrimSpace(src[end:to])
	if len(rest) > 0 && !bytes.HasPrefix(rest, []byte("//")) {
		to = end
	}
	return slices.Concat(src[:from], src[to:])
}

// qualifiers lists the names that a file uses as packages.
func qualifiers(f *ast.File) map[string]bool {
	used := map[string]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := sel.X.(*ast.Ident); ok && id.Obj == nil {
				used[id.Name] = true
			}
		}
		return true
	})
	return used
}

var majorVersion = lazy.Regexp(`^v[0-9]+$`)

// localName guesses the name of an import. A wrong guess is harmless: an
// import goes only when the same guess was in use before the fix.
func localName(imp *ast.ImportSpec) string {
	if imp.Name != nil {
		return imp.Name.Name
	}
	p, _ := strconv.Unquote(imp.Path.Value)
	base := path.Base(p)
	if majorVersion().MatchString(base) {
		base = path.Base(path.Dir(p))
	}
	base, _, _ = strings.Cut(base, ".v")
	return strings.TrimPrefix(base, "go-")
}
