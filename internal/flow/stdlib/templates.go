package stdlib

import (
	"text/template/parse"

	"github.com/klaviyolint/klaviyolint/internal/flow"
)

var (
	templateText   = flow.Note("template")
	templateDelims = flow.Note("delimiters")
)

// addTemplates knows the template packages: what a template gives is its text,
// with what the data are known to hold where it shows them.
func addTemplates(m map[string]flow.Intrinsic) {
	for _, pkg := range []string{"text/template.", "html/template."} {
		m[pkg+"New"] = func(c *flow.Call) ([]flow.Value, bool) {
			return []flow.Value{flow.ObjValue(c.It.New(pkg+"Template", c.Node))}, true
		}
		m[pkg+"Must"] = func(c *flow.Call) ([]flow.Value, bool) { return []flow.Value{c.Arg(0)}, true }
		same := func(c *flow.Call) ([]flow.Value, bool) { return []flow.Value{c.Recv}, true }
		m[pkg+"Template.Funcs"], m[pkg+"Template.Option"] = same, same
		m[pkg+"Template.Delims"] = func(c *flow.Call) ([]flow.Value, bool) {
			c.It.Each(c.Recv, func(id flow.ID) { c.It.Set(id, templateDelims, c.Arg(0)) })
			return []flow.Value{c.Recv}, true
		}
		m[pkg+"Template.Parse"] = func(c *flow.Call) ([]flow.Value, bool) {
			c.It.Each(c.Recv, func(id flow.ID) { c.It.Set(id, templateText, c.Arg(0)) })
			return []flow.Value{c.Recv, NilOr("error")}, true
		}
		m[pkg+"Template.Execute"] = func(c *flow.Call) ([]flow.Value, bool) {
			var out []flow.Text
			for _, id := range c.Recv.Objects() {
				out = append(out, rendered(c.It, id, c.Arg(1))...)
			}
			if len(out) == 0 || len(out) > flow.MaxAlternatives {
				out = []flow.Text{{{Hole: true, From: flow.Origin{Kind: "template"}}}}
			}
			write(c, c.Arg(0), out)
			return []flow.Value{NilOr("error")}, true
		}
	}
}

// rendered is what a template may give for data, or nothing where it cannot be
// told.
func rendered(it *flow.Interp, id flow.ID, data flow.Value) []flow.Text {
	v, ok := it.Get(id, templateText)
	if _, other := it.Get(id, templateDelims); other || !ok {
		return nil
	}
	var out []flow.Text
	for _, t := range v.Texts() {
		src, known := t.Const()
		if !known {
			return nil
		}
		tree := parse.New("")
		// The functions are those that the program gave it.
		tree.Mode = parse.SkipFuncCheck
		if _, err := tree.Parse(src, "", "", map[string]*parse.Tree{}); err != nil || tree.Root == nil {
			return nil
		}
		r := renderer{it: it, source: t, data: data}
		texts := r.list(tree.Root)
		if r.lost {
			return nil
		}
		out = append(out, texts...)
	}
	return out
}

type renderer struct {
	it     *flow.Interp
	source flow.Text
	data   flow.Value
	inner  int // statements that give the dot another meaning
	lost   bool
}

func (r *renderer) list(l *parse.ListNode) []flow.Text {
	out := []flow.Text{{}}
	if l == nil {
		return out
	}
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.TextNode:
			out = flow.Concat(out, []flow.Text{r.literal(n)})
		case *parse.ActionNode:
			if len(n.Pipe.Decl) == 0 { // a declaration shows nothing
				out = flow.Concat(out, r.shown(n.Pipe))
			}
		case *parse.IfNode:
			out = flow.Concat(out, append(r.list(n.List), r.list(n.ElseList)...))
		case *parse.WithNode:
			r.inner++
			in := r.list(n.List)
			r.inner--
			out = flow.Concat(out, append(in, r.list(n.ElseList)...))
		case *parse.CommentNode:
		default:
			r.lost = true // loops and other templates
		}
	}
	return out
}

// literal keeps the place of what a template says itself.
func (r *renderer) literal(n *parse.TextNode) flow.Text {
	from := int(n.Pos)
	if t := r.source.Slice(from, from+len(n.Text)); len(t) > 0 {
		if s, ok := t.Const(); ok && s == string(n.Text) {
			return t
		}
	}
	return flow.Text{{Lit: string(n.Text)}}
}

// shown is what a pipeline gives: a field of the data as it is, where that is
// all; else a hole.
func (r *renderer) shown(p *parse.PipeNode) []flow.Text {
	hole := []flow.Text{{{Hole: true, From: flow.Origin{Kind: "template", Name: p.String()}}}}
	if r.inner > 0 || len(p.Cmds) != 1 || len(p.Cmds[0].Args) != 1 {
		return hole
	}
	field, ok := p.Cmds[0].Args[0].(*parse.FieldNode)
	if !ok || len(field.Ident) != 1 {
		return hole
	}
	id, ok := r.data.IsObject()
	if !ok {
		return hole
	}
	name := field.Ident[0]
	var v flow.Value
	if r.it.Object(id).Map {
		v, ok = r.it.Get(id, flow.Entry(name))
	} else {
		v, ok = r.it.Get(id, flow.Field(name))
	}
	if !ok || len(v) == 0 || v.Has(flow.ObjK) || v.Has(flow.AbsentK) {
		return hole
	}
	return v.Texts()
}
