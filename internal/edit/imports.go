// Package edit makes the text edits that several rules' fixes need.
package edit

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// Import returns the name under which a package of the standard library can be
// used at a place, and the edit that imports it if need be. ok is false where
// the name means something else.
func Import(pass *analysis.Pass, file *ast.File, at token.Pos, pkg string) (name string, edits []analysis.TextEdit, ok bool) {
	name = pkg[strings.LastIndexByte(pkg, '/')+1:]
	scope := pass.TypesInfo.Scopes[file]
	if scope == nil {
		return "", nil, false
	}
	if inner := scope.Innermost(at); inner != nil {
		scope = inner
	}
	for _, imp := range file.Imports {
		if path(imp) != pkg {
			continue
		}
		if imp.Name != nil {
			name = imp.Name.Name
		}
		_, obj := scope.LookupParent(name, at)
		used, ok := obj.(*types.PkgName)
		return name, nil, ok && used.Imported().Path() == pkg
	}
	if _, obj := scope.LookupParent(name, at); obj != nil {
		return "", nil, false
	}
	edit, ok := insertImport(file, pkg)
	return name, []analysis.TextEdit{edit}, ok
}

// insertImport adds an import where gofmt would have it: in order in
// the first group of a list, when that group is the standard library's, else
// in a group of its own before it; as a declaration of its own in a file
// without a list.
func insertImport(file *ast.File, pkg string) (analysis.TextEdit, bool) {
	var last *ast.GenDecl
	for _, d := range file.Decls {
		gen, ok := d.(*ast.GenDecl)
		if !ok || gen.Tok != token.IMPORT {
			break
		}
		if gen.Lparen.IsValid() && len(gen.Specs) > 0 {
			return insertSpec(gen, pkg), true
		}
		last = gen
	}
	at, text := file.Name.End(), "\n\nimport "+strconv.Quote(pkg)
	if last != nil {
		at, text = last.End(), "\nimport "+strconv.Quote(pkg)
	}
	// A comment behind it, on the same line, would be torn off.
	for _, group := range file.Comments {
		if group.Pos() >= at && group.Pos()-at < 4 {
			return analysis.TextEdit{}, false
		}
	}
	return analysis.TextEdit{Pos: at, End: at, NewText: []byte(text)}, true
}

func insertSpec(list *ast.GenDecl, pkg string) analysis.TextEdit {
	first := list.Specs[0].(*ast.ImportSpec)
	before := func(spec *ast.ImportSpec, text string) analysis.TextEdit {
		at := spec.Pos()
		if spec.Doc != nil {
			at = spec.Doc.Pos()
		}
		return analysis.TextEdit{Pos: at, End: at, NewText: []byte(text)}
	}
	if !isStandard(first) {
		return before(first, strconv.Quote(pkg)+"\n\n\t")
	}
	behind := first
	for _, s := range list.Specs {
		spec := s.(*ast.ImportSpec)
		if !isStandard(spec) {
			break
		}
		if path(spec) > pkg {
			return before(spec, strconv.Quote(pkg)+"\n\t")
		}
		behind = spec
	}
	at := behind.End()
	if behind.Comment != nil {
		at = behind.Comment.End()
	}
	return analysis.TextEdit{Pos: at, End: at, NewText: []byte("\n\t" + strconv.Quote(pkg))}
}

func path(spec *ast.ImportSpec) string {
	p, _ := strconv.Unquote(spec.Path.Value)
	return p
}

// isStandard reports whether an import is the standard library's: only other
// paths have a dot in their first element.
func isStandard(spec *ast.ImportSpec) bool {
	first, _, _ := strings.Cut(path(spec), "/")
	return !strings.Contains(first, ".") && first != "C"
}
