package flow

import (
	"go/token"
	"maps"
	"slices"

	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// A Portable is what a package tells its importers: code, and what is stored in
// fields and package variables. encoding/gob writes it the same way every time.
type Portable struct {
	ir.Portable
	Fields []PortableField
}

// A PortableField is what is stored to a field or package variable.
type PortableField struct {
	Name  string
	Trees []Tree
}

// Port writes the named functions and variables of the program, and the types,
// variables and field values that they need, for another package. judged tells
// which constants the package has judged itself.
func Port(p *Program, funcs, globals []string, fields map[string]*Stored, judged func(token.Pos) bool) *Portable {
	out := &Portable{Portable: *ir.Port(p.Program, funcs, globals, judged)}
	pt := &treePorter{pkg: p.Unit().Pkg, fields: fields, judged: judged}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		out.Fields = append(out.Fields, PortableField{Name: name, Trees: pt.trees(fields[name].Trees, 0)})
	}
	return out
}

// Import gives the portable form back its maps.
func (p *Portable) Import() *Import {
	in := &Import{Unit: p.Unit(), Fields: map[string]*Stored{}}
	for _, f := range p.Fields {
		in.Fields[f.Name] = &Stored{Trees: f.Trees}
	}
	return in
}

type treePorter struct {
	pkg    string
	fields map[string]*Stored
	judged func(token.Pos) bool
}

func (pt *treePorter) trees(ts []Tree, depth int) []Tree {
	judged := pt.judged
	out := make([]Tree, len(ts))
	for i, t := range ts {
		if s := pt.fields[channelName(pt.pkg, t.Type, t.Node)]; !s.empty() && depth < 3 {
			// Elsewhere nobody knows which expression made the channel.
			t.Names, t.Kids = []Key{AnyIndex}, []Branch{{s.Trees}}
		}
		t.Node, t.Chain, t.memo = nil, nil, ""
		t.Src.Pos, t.Src.End, t.Src.Use, t.Src.UseEnd = 0, 0, 0, 0
		if t.Fn != nil {
			t.FnName, t.Fn = t.Fn.Name, nil
		}
		t.Method, t.TypeArgs = nil, nil
		text := append(Text(nil), t.Text...)
		for j := range text {
			text[j].Src.Judged = text[j].Src.Judged || judged(text[j].Src.Pos)
			text[j].Src.Pos, text[j].Src.End = 0, 0
			text[j].Src.Use, text[j].Src.UseEnd = 0, 0
			text[j].From.Obj = 0
		}
		t.Text = text
		kids := make([]Branch, len(t.Kids))
		for j, k := range t.Kids {
			kids[j] = Branch{pt.trees(k.Trees, depth+1)}
		}
		t.Kids = kids
		out[i] = t
	}
	return out
}
