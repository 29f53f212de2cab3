package oracle

import (
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/oracle/grammar"
)

// Shrink makes a failing program smaller while it fails in the same kind and
// part: statements and declarations are taken out, branches put in place of
// what chooses between them. It returns the smallest program it found.
func Shrink(ctx context.Context, w *World, f *Failure) (*Failure, error) {
	part, _, _ := strings.Cut(f.Part, " ")
	for round := range 40 {
		candidates := w.cuts(f.Program, round)
		if len(candidates) == 0 {
			break
		}
		js, err := Judge(ctx, w, candidates)
		if err != nil {
			return f, err
		}
		best := f
		for _, j := range js {
			if j.Failure == nil || j.Failure.Kind != f.Kind {
				continue
			}
			if p, _, _ := strings.Cut(j.Failure.Part, " "); p == part && size(j.Program) < size(best.Program) {
				best = j.Failure
			}
		}
		if best == f {
			break
		}
		f = best
	}
	return f, nil
}

func size(p *grammar.Program) (n int) {
	for _, src := range p.Files {
		n += len(src)
	}
	return n
}

// A cut is a change of the source: what stands from one byte to another goes,
// and something else comes in its place.
type cut struct {
	file     string
	from, to int
	with     string
}

// cuts returns the smaller programs that type-check, under names of their own:
// larger cuts first, a hundred at most.
func (w *World) cuts(p *grammar.Program, round int) []*grammar.Program {
	var all []cut
	for _, name := range slices.Sorted(maps.Keys(p.Files)) {
		all = append(all, cutsOf(name, p.Files[name])...)
	}
	slices.SortStableFunc(all, func(a, b cut) int { return (b.to - b.from - len(b.with)) - (a.to - a.from - len(a.with)) })
	var out []*grammar.Program
	for i, c := range all {
		if len(out) == 100 {
			break
		}
		q := *p
		q.Files = maps.Clone(p.Files)
		src := p.Files[c.file]
		q.Files[c.file] = src[:c.from] + c.with + src[c.to:]
		if q := w.repaired(&q); q != nil {
			id, _, _ := strings.Cut(p.ID, "r")
			out = append(out, q.Renamed(id+"r"+strconv.Itoa(round)+"c"+strconv.Itoa(i)))
		}
	}
	return out
}

func cutsOf(name, src string) []cut {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, name, src, parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	at := func(p token.Pos) int { return fset.Position(p).Offset }
	var out []cut
	add := func(from, to token.Pos, with string) { out = append(out, cut{name, at(from), at(to), with}) }
	text := func(n ast.Node) string { return src[at(n.Pos()):at(n.End())] }
	inside := func(b *ast.BlockStmt) string { return src[at(b.Lbrace)+1 : at(b.Rbrace)] }
	for _, d := range f.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
			continue
		}
		if fn, ok := d.(*ast.FuncDecl); !ok || !strings.HasPrefix(fn.Name.Name, "Run_") {
			add(d.Pos(), d.End(), "")
		}
	}
	list := func(stmts []ast.Stmt) {
		for i, s := range stmts {
			add(s.Pos(), s.End(), "")
			for j := i + 1; j < len(stmts); j++ {
				add(s.Pos(), stmts[j].End(), "")
			}
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BlockStmt:
			list(n.List)
		case *ast.CaseClause:
			list(n.Body)
			add(n.Pos(), n.End(), "")
		case *ast.CommClause:
			list(n.Body)
		case *ast.IfStmt:
			init := ""
			if n.Init != nil {
				init = text(n.Init) + "\n"
			}
			add(n.Pos(), n.End(), init+inside(n.Body))
			if n.Else != nil {
				add(n.Pos(), n.End(), init+text(n.Else))
				add(n.Body.End(), n.End(), "")
			}
		case *ast.ForStmt:
			add(n.Pos(), n.End(), inside(n.Body))
		case *ast.RangeStmt:
			add(n.Pos(), n.End(), inside(n.Body))
		case *ast.LabeledStmt:
			add(n.Pos(), n.End(), text(n.Stmt))
		case *ast.DeferStmt:
			add(n.Pos(), n.End(), text(n.Call))
		case *ast.GoStmt:
			add(n.Pos(), n.End(), text(n.Call))
		case *ast.BinaryExpr:
			add(n.Pos(), n.End(), text(n.X))
			add(n.Pos(), n.End(), text(n.Y))
		case *ast.CallExpr:
			for _, a := range n.Args {
				add(n.Pos(), n.End(), text(a))
			}
			if lit, ok := n.Fun.(*ast.FuncLit); ok {
				add(n.Pos(), n.End(), inside(lit.Body))
			}
		case *ast.CompositeLit:
			for _, e := range n.Elts {
				add(e.Pos(), e.End(), "")
			}
		}
		return true
	})
	return out
}

// repaired takes out what a cut left unused, and returns nil where the program
// is broken in another way.
func (w *World) repaired(p *grammar.Program) *grammar.Program {
	for range 12 {
		for name, src := range p.Files {
			p.Files[name] = grammar.Tidy(src)
		}
		err := w.Check(p)
		if err == nil {
			return p
		}
		var te types.Error
		if !errors.As(err, &te) || !strings.HasPrefix(te.Msg, "declared and not used") && !strings.Contains(te.Msg, "no new variables") {
			return nil
		}
		at := te.Fset.Position(te.Pos)
		c, ok := statementAt(at.Filename, p.Files[at.Filename], at.Offset)
		if !ok {
			return nil
		}
		src := p.Files[c.file]
		p.Files[c.file] = src[:c.from] + c.with + src[c.to:]
	}
	return nil
}

// statementAt finds the simple statement that stands at a byte.
func statementAt(name, src string, offset int) (c cut, ok bool) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, name, src, parser.SkipObjectResolution)
	if err != nil {
		return c, false
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if n == nil || fset.Position(n.Pos()).Offset > offset || fset.Position(n.End()).Offset <= offset {
			return n == nil || n == f
		}
		switch n := n.(type) {
		case *ast.DeclStmt:
			c, ok = cut{name, fset.Position(n.Pos()).Offset, fset.Position(n.End()).Offset, ""}, true
		case *ast.AssignStmt:
			if len(n.Lhs) == 1 {
				c, ok = cut{name, fset.Position(n.Pos()).Offset, fset.Position(n.End()).Offset, ""}, true
				break
			}
			for _, l := range n.Lhs {
				if fset.Position(l.Pos()).Offset == offset {
					c, ok = cut{name, offset, fset.Position(l.End()).Offset, "_"}, true
				}
			}
			if fullyBlank(n, offset, fset) {
				c = cut{name, fset.Position(n.Pos()).Offset, fset.Position(n.End()).Offset, ""}
			}
		}
		return true
	})
	return c, ok
}

// fullyBlank reports whether nothing but the variable at a byte is assigned.
func fullyBlank(n *ast.AssignStmt, offset int, fset *token.FileSet) bool {
	for _, l := range n.Lhs {
		id, ok := l.(*ast.Ident)
		if !ok || id.Name != "_" && fset.Position(l.Pos()).Offset != offset {
			return false
		}
	}
	return true
}
