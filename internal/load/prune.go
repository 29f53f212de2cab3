package load

import (
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
)

// prune leaves of a package's files what an importer can see: exported
// declarations, and those that they mention, and so on. It returns the paths that
// what is left imports, sorted. nameOf tells the name of an imported package, ""
// where it is not known.
//
// Mentioning is judged by name alone, so that too much stays rather than too
// little. Values of variables whose type is written down are dropped, since only
// the type can be seen.
func prune(files []*ast.File, nameOf func(importPath string) string) []string {
	p := pruner{named: map[string][]*declaration{}, methods: map[string][]*declaration{}, mentioned: map[string]bool{}}
	for _, f := range files {
		p.collect(f)
	}
	p.reach()
	var paths []string
	for _, f := range files {
		paths = append(paths, p.rebuild(f, nameOf)...)
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// A declaration is what stays or goes as one: a function, a type, a variable with
// those declared together with it, or a group of constants, which may count.
type declaration struct {
	node ast.Node
	kept bool
	// packages are the names before a dot in what was kept.
	packages []string
}

type pruner struct {
	named     map[string][]*declaration // by the names that they declare
	methods   map[string][]*declaration // by the name of the receiver's type
	roots     []*declaration            // what importers can see on their own
	byNode    map[ast.Node]*declaration
	mentioned map[string]bool
	work      []*declaration
}

func (p *pruner) collect(f *ast.File) {
	if p.byNode == nil {
		p.byNode = map[ast.Node]*declaration{}
	}
	add := func(node ast.Node, names ...*ast.Ident) {
		d := &declaration{node: node}
		p.byNode[node] = d
		exported := false
		for _, n := range names {
			if n.Name == "_" {
				continue
			}
			exported = exported || n.IsExported()
			p.named[n.Name] = append(p.named[n.Name], d)
		}
		if exported {
			p.roots = append(p.roots, d)
		}
	}
	for _, decl := range f.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			if decl.Recv == nil {
				if decl.Name.Name != "init" {
					add(decl, decl.Name)
				}
				continue
			}
			d := &declaration{node: decl}
			p.byNode[decl] = d
			base := Receiver(decl)
			p.methods[base] = append(p.methods[base], d)
		case *ast.GenDecl:
			switch decl.Tok {
			case token.CONST:
				var names []*ast.Ident
				for _, s := range decl.Specs {
					names = append(names, s.(*ast.ValueSpec).Names...)
				}
				add(decl, names...)
			case token.VAR:
				for _, s := range decl.Specs {
					s := s.(*ast.ValueSpec)
					if s.Type != nil {
						s.Values = nil
					}
					add(s, s.Names...)
				}
			case token.TYPE:
				for _, s := range decl.Specs {
					s := s.(*ast.TypeSpec)
					add(s, s.Name)
					if s.Assign.IsValid() {
						// Methods may be declared on another name of their type.
						p.roots = append(p.roots, p.byNode[s])
					}
				}
			}
		}
	}
}

// Receiver returns the name of the type that a method is declared on, "" for a
// function and where the code is broken.
func Receiver(decl *ast.FuncDecl) string {
	if decl.Recv == nil || len(decl.Recv.List) == 0 {
		return ""
	}
	t := decl.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.ParenExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}

// reach keeps the roots and what they mention.
func (p *pruner) reach() {
	for _, d := range p.roots {
		p.keep(d)
	}
	for len(p.work) > 0 {
		d := p.work[len(p.work)-1]
		p.work = p.work[:len(p.work)-1]
		p.visit(d)
	}
}

func (p *pruner) keep(d *declaration) {
	if d.kept {
		return
	}
	d.kept = true
	p.work = append(p.work, d)
	if s, ok := d.node.(*ast.TypeSpec); ok {
		for _, m := range p.methods[s.Name.Name] {
			p.keep(m)
		}
	}
}

func (p *pruner) visit(d *declaration) {
	ast.Inspect(d.node, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok {
				d.packages = append(d.packages, x.Name)
			}
		case *ast.Ident:
			if !p.mentioned[n.Name] {
				p.mentioned[n.Name] = true
				for _, m := range p.named[n.Name] {
					p.keep(m)
				}
			}
		}
		return true
	})
}

// rebuild leaves what was kept of a file, and the imports that it needs, whose
// paths it returns.
func (p *pruner) rebuild(f *ast.File, nameOf func(string) string) []string {
	used := map[string]bool{}
	kept := func(n ast.Node) bool {
		d := p.byNode[n]
		if d == nil || !d.kept {
			return false
		}
		for _, name := range d.packages {
			used[name] = true
		}
		return true
	}
	var decls []ast.Decl
	for _, decl := range f.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			if kept(decl) {
				decls = append(decls, decl)
			}
		case *ast.GenDecl:
			switch decl.Tok {
			case token.CONST:
				if kept(decl) {
					decls = append(decls, decl)
				}
			case token.VAR, token.TYPE:
				decl.Specs = slices.DeleteFunc(decl.Specs, func(s ast.Spec) bool { return !kept(s) })
				if len(decl.Specs) > 0 {
					decls = append(decls, decl)
				}
			}
		}
	}
	var paths []string
	var imports []ast.Decl
	for _, decl := range f.Decls {
		g, ok := decl.(*ast.GenDecl)
		if !ok || g.Tok != token.IMPORT {
			continue
		}
		g.Specs = slices.DeleteFunc(g.Specs, func(s ast.Spec) bool {
			spec := s.(*ast.ImportSpec)
			importPath, err := strconv.Unquote(spec.Path.Value)
			if err != nil || !needs(spec, importPath, used, nameOf) {
				return true
			}
			paths = append(paths, importPath)
			return false
		})
		if len(g.Specs) > 0 {
			imports = append(imports, g)
		}
	}
	f.Decls = append(imports, decls...)
	f.Comments = nil
	return paths
}

// needs reports whether one of the used names may mean the import.
func needs(spec *ast.ImportSpec, importPath string, used map[string]bool, nameOf func(string) string) bool {
	if spec.Name != nil {
		return spec.Name.Name == "." || used[spec.Name.Name] // _ is never used
	}
	if name := nameOf(importPath); name != "" {
		return used[name]
	}
	// A package that is not there, most likely: whatever it is called.
	base := path.Base(importPath)
	for name := range used {
		if strings.Contains(base, name) || strings.Contains(importPath, name) {
			return true
		}
	}
	return false
}
