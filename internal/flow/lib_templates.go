package flow

import "text/template/parse"

// addTemplates knows the template packages: what a template gives is its text,
// with what the data are known to hold where it shows them.
func addTemplates(m map[string]Intrinsic) {
	for _, pkg := range []string{"text/template.", "html/template."} {
		m[pkg+"New"] = func(c *Call) ([]Value, bool) {
			return []Value{ObjValue(c.It.New(pkg+"Template", c.Node))}, true
		}
		m[pkg+"Must"] = func(c *Call) ([]Value, bool) { return []Value{c.Arg(0)}, true }
		same := func(c *Call) ([]Value, bool) { return []Value{c.Recv}, true }
		m[pkg+"Template.Funcs"], m[pkg+"Template.Option"] = same, same
		m[pkg+"Template.Delims"] = func(c *Call) ([]Value, bool) {
			c.It.Each(c.Recv, func(id ID) { c.It.Set(id, "!delims", c.Arg(0)) })
			return []Value{c.Recv}, true
		}
		m[pkg+"Template.Parse"] = func(c *Call) ([]Value, bool) {
			c.It.Each(c.Recv, func(id ID) { c.It.Set(id, "!template", c.Arg(0)) })
			return []Value{c.Recv, NilOr("error")}, true
		}
		m[pkg+"Template.Execute"] = func(c *Call) ([]Value, bool) {
			var out []Text
			for _, id := range c.Recv.Objects() {
				out = append(out, c.It.rendered(id, c.Arg(1))...)
			}
			if len(out) == 0 || len(out) > maxAlternatives {
				out = []Text{{{Hole: true, From: Origin{Kind: "template"}}}}
			}
			write(c, c.Arg(0), out)
			return []Value{NilOr("error")}, true
		}
	}
}

// rendered is what a template may give for data, or nothing where it cannot be
// told.
func (it *Interp) rendered(id ID, data Value) []Text {
	v, ok := it.Get(id, "!template")
	if _, other := it.Get(id, "!delims"); other || !ok {
		return nil
	}
	var out []Text
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
	it     *Interp
	source Text
	data   Value
	inner  int // statements that give the dot another meaning
	lost   bool
}

func (r *renderer) list(l *parse.ListNode) []Text {
	out := []Text{{}}
	if l == nil {
		return out
	}
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.TextNode:
			out = Concat(out, []Text{r.literal(n)})
		case *parse.ActionNode:
			if len(n.Pipe.Decl) == 0 { // a declaration shows nothing
				out = Concat(out, r.shown(n.Pipe))
			}
		case *parse.IfNode:
			out = Concat(out, append(r.list(n.List), r.list(n.ElseList)...))
		case *parse.WithNode:
			r.inner++
			in := r.list(n.List)
			r.inner--
			out = Concat(out, append(in, r.list(n.ElseList)...))
		case *parse.CommentNode:
		default:
			r.lost = true // loops and other templates
		}
	}
	return out
}

// literal keeps the place of what a template says itself.
func (r *renderer) literal(n *parse.TextNode) Text {
	from := int(n.Pos)
	if t := r.source.Slice(from, from+len(n.Text)); len(t) > 0 {
		if s, ok := t.Const(); ok && s == string(n.Text) {
			return t
		}
	}
	return Text{{Lit: string(n.Text)}}
}

// shown is what a pipeline gives: a field of the data as it is, where that is
// all; else a hole.
func (r *renderer) shown(p *parse.PipeNode) []Text {
	hole := []Text{{{Hole: true, From: Origin{Kind: "template", Name: p.String()}}}}
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
	var v Value
	if r.it.objs[id].Map {
		v, ok = r.it.Get(id, "["+name+"]")
	} else {
		v, ok = r.it.Get(id, name)
	}
	if !ok || len(v) == 0 || v.Has(ObjK) || v.Has(AbsentK) {
		return hole
	}
	return v.Texts()
}
