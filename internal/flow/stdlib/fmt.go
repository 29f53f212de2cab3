package stdlib

import (
	"fmt"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

func addFmt(m map[string]flow.Intrinsic) {
	m["fmt.Sprintf"] = func(c *flow.Call) ([]flow.Value, bool) {
		return []flow.Value{flow.TextsValue(sprintf(c.It, c.Arg(0), spreadArgs(c, 1)))}, true
	}
	m["fmt.Sprint"] = func(c *flow.Call) ([]flow.Value, bool) {
		return []flow.Value{flow.TextsValue(sprint(c.It, spreadArgs(c, 0)))}, true
	}
	m["fmt.Sprintln"] = func(c *flow.Call) ([]flow.Value, bool) {
		return []flow.Value{flow.TextsValue(sprintln(c.It, spreadArgs(c, 0)))}, true
	}
	m["fmt.Fprintf"] = func(c *flow.Call) ([]flow.Value, bool) {
		write(c, c.Arg(0), sprintf(c.It, c.Arg(1), spreadArgs(c, 2)))
		return c.Unknown("call"), true
	}
	m["fmt.Fprint"] = func(c *flow.Call) ([]flow.Value, bool) {
		write(c, c.Arg(0), sprint(c.It, spreadArgs(c, 1)))
		return c.Unknown("call"), true
	}
	m["fmt.Fprintln"] = func(c *flow.Call) ([]flow.Value, bool) {
		write(c, c.Arg(0), sprintln(c.It, spreadArgs(c, 1)))
		return c.Unknown("call"), true
	}
	m["io.WriteString"] = func(c *flow.Call) ([]flow.Value, bool) {
		write(c, c.Arg(0), c.Arg(1).Texts())
		return c.Unknown("call"), true
	}
	// An error that wraps another one is that one, for errors.As and Is.
	m["fmt.Errorf"] = func(c *flow.Call) ([]flow.Value, bool) {
		out := flow.UnknownFrom(flow.Origin{Kind: "error"}, "error")
		if f, ok := c.Arg(0).Const(); ok && strings.Contains(f, "%w") {
			out[0].Origin.Name = wraps
			for _, a := range spreadArgs(c, 1) {
				if a.Has(flow.ObjK) {
					out = flow.Join(out, a)
				}
			}
		}
		return []flow.Value{out}, true
	}
	m["errors.New"] = func(c *flow.Call) ([]flow.Value, bool) {
		return []flow.Value{flow.UnknownFrom(flow.Origin{Kind: "error"}, "error")}, true
	}
	m["errors.As"] = func(c *flow.Call) ([]flow.Value, bool) {
		// The target keeps its type; an error value of that type becomes it.
		it := c.It
		old := it.Deref(c.Arg(1))
		v := wrapped(it, c.Arg(0), targetType(it, c.Node), 0)
		for _, id := range v.Objects() {
			// Others may have made the error too: what this one leaves out is not
			// certain to be empty.
			it.Opened(id, flow.Origin{Kind: "filled", Name: c.Name})
		}
		if len(v) > 0 {
			it.Assign(c.Arg(1), flow.Join(v, old.Without(func(a flow.Atom) bool { return a.Kind == flow.NilK })))
		}
		c.It.Compared(c.Name, c.Arg(0), c.Arg(1), c.Node)
		if made(c.Arg(0)) && targetType(it, c.Node) != "" {
			return []flow.Value{flow.BoolValue(false)}, true
		}
		return []flow.Value{flow.UnknownFrom(flow.Origin{Kind: "cond"}, "bool")}, true
	}
	m["errors.Is"] = func(c *flow.Call) ([]flow.Value, bool) {
		c.It.Compared(c.Name, c.Arg(0), c.Arg(1), c.Node)
		return []flow.Value{flow.UnknownFrom(flow.Origin{Kind: "cond"}, "bool")}, true
	}
}

// wraps names the origin of an error that holds others.
const wraps = "wraps"

// made reports whether an error is one that errors.New or fmt.Errorf made of a text
// alone.
func made(v flow.Value) bool {
	return len(v) > 0 && !slices.ContainsFunc(v, func(a flow.Atom) bool {
		return a.Kind != flow.Unknown || a.Origin.Kind != "error" || a.Origin.Name == wraps
	})
}

// Wraps is the field in which an error of a library keeps the one that it was
// made of.
var Wraps = flow.Note("wraps")

// wrapped finds the errors of a type among a value and what it wraps; of every
// type that code declares where the type is not known.
func wrapped(it *flow.Interp, v flow.Value, typ string, depth int) flow.Value {
	var out flow.Value
	for _, a := range v {
		if a.Kind != flow.ObjK || depth > 4 {
			continue
		}
		if in, ok := it.Get(a.Obj, Wraps); ok {
			out = flow.Join(out, wrapped(it, in, typ, depth+1))
		}
		switch o := it.Object(a.Obj); {
		case o.Type == "" || o.Internal:
		case typ == "" || o.Type == typ:
			out = flow.Join(out, flow.Value{a})
		}
	}
	return out
}

// targetType is the struct that errors.As looks for, where its target is the
// address of a variable of such a type.
func targetType(it *flow.Interp, n *ir.Node) string {
	if len(n.Kids) != 2 || n.Kids[1].Op != ir.OpAddr {
		return ""
	}
	t := it.Prog.Type(n.Kids[1].Kids[0].Type)
	if t == nil || !t.Struct {
		return ""
	}
	return t.Name
}

// sprint writes operands as fmt.Sprint does, with a space between two of which
// neither is a string. Where that is not known, there may be one.
func sprint(it *flow.Interp, args []flow.Value) []flow.Text {
	out := []flow.Text{{}}
	for i, a := range args {
		if i > 0 {
			switch l, r := stringly(args[i-1]), stringly(a); {
			case l == 1 || r == 1:
			case l == 0 && r == 0:
				out = flow.Concat(out, []flow.Text{{{Lit: " "}}})
			default:
				out = flow.Concat(out, []flow.Text{{{Hole: true, From: flow.Origin{Kind: "format"}}}})
			}
		}
		out = flow.Concat(out, verbTexts('v', "", printed(it, a)))
	}
	return out
}

func sprintln(it *flow.Interp, args []flow.Value) []flow.Text {
	out := []flow.Text{{}}
	for i, a := range args {
		if i > 0 {
			out = flow.Concat(out, []flow.Text{{{Lit: " "}}})
		}
		out = flow.Concat(out, verbTexts('v', "", printed(it, a)))
	}
	return flow.Concat(out, []flow.Text{{{Lit: "\n"}}})
}

// stringly says whether an operand is a string: 1, 0, or -1 where that is not
// known.
func stringly(v flow.Value) int {
	texts, others := 0, 0
	for _, a := range v {
		switch {
		case a.Kind == flow.TextK || a.Kind == flow.Unknown && a.Type == "string":
			texts++
		case a.Kind == flow.Unknown:
			return -1
		default:
			others++
		}
	}
	switch {
	case others == 0 && texts > 0:
		return 1
	case texts == 0:
		return 0
	}
	return -1
}

// sprintf fills a format. Verbs whose argument is a known string or number
// take it; everything else is a hole.
func sprintf(it *flow.Interp, formats flow.Value, args []flow.Value) []flow.Text {
	var out []flow.Text
	for _, f := range formats.Texts() {
		out = append(out, format(it, f, args)...)
		if len(out) > flow.MaxAlternatives {
			return []flow.Text{{{Hole: true, From: flow.Origin{Kind: "many"}}}}
		}
	}
	return out
}

func format(it *flow.Interp, format flow.Text, args []flow.Value) []flow.Text {
	out := []flow.Text{{}}
	next, indexed := 0, false
	for _, p := range format {
		if p.Hole {
			// It may hold verbs, which take what follows.
			indexed, next = true, len(args)
			out = flow.Concat(out, []flow.Text{{p}})
			continue
		}
		s := p.Lit
		for s != "" {
			i := strings.IndexByte(s, '%')
			if i >= 0 && i == len(s)-1 {
				out = flow.Concat(out, []flow.Text{{litPart(p, s[:i], len(p.Lit)-len(s)), {Hole: true, From: flow.Origin{Kind: "format"}}}})
				break
			}
			if i < 0 {
				out = flow.Concat(out, []flow.Text{{litPart(p, s, len(p.Lit)-len(s))}})
				break
			}
			if i > 0 {
				out = flow.Concat(out, []flow.Text{{litPart(p, s[:i], len(p.Lit)-len(s))}})
			}
			j := i + 1
			stars := false
			for j < len(s) && strings.IndexByte("+-# 0123456789.*", s[j]) >= 0 {
				if s[j] == '*' {
					stars = true
					next++
				}
				j++
			}
			flags := s[i+1 : j]
			if j < len(s) && s[j] == '[' { // explicit index
				k := strings.IndexByte(s[j:], ']')
				if k > 0 {
					idx := 0
					for _, d := range s[j+1 : j+k] {
						idx = idx*10 + int(d-'0')
					}
					next, indexed = idx-1, true
					j += k + 1
				}
			}
			if j >= len(s) {
				break
			}
			verb := s[j]
			s = s[j+1:]
			if verb == '%' {
				out = flow.Concat(out, []flow.Text{{litPart(p, "%", len(p.Lit)-len(s)-1)}})
				continue
			}
			arg := flow.UnknownFrom(flow.Origin{Kind: "format"}, "")
			if next >= 0 && next < len(args) {
				arg = args[next]
			}
			next++
			if strings.IndexByte("svq", verb) >= 0 {
				arg = printed(it, arg)
			}
			if stars {
				arg = flow.UnknownFrom(flow.Origin{Kind: "format"}, "")
			}
			out = flow.Concat(out, verbTexts(verb, flags, arg))
		}
	}
	if !indexed && next < len(args) {
		// fmt adds what no verb took.
		out = flow.Concat(out, []flow.Text{{{Hole: true, From: flow.Origin{Kind: "format"}}}})
	}
	return out
}

// printed gives what fmt shows of a value: a type that has an Error or String
// method is asked.
func printed(it *flow.Interp, v flow.Value) flow.Value {
	var out flow.Value
	for _, a := range v {
		w := flow.Value{a}
		typ := a.Type
		if a.Kind == flow.ObjK {
			typ = it.Object(a.Obj).Type
		}
		if t := it.Prog.Type(typ); t != nil {
			for _, name := range []string{"Error", "String"} {
				m, ok := t.Methods[name]
				if !ok || len(m.Path) > 0 {
					continue
				}
				w = flow.UnknownFrom(flow.Origin{Kind: "format"}, "string")
				if it.Prog.Func(m.Func) != nil {
					if rs := it.CallMethod(&ir.Node{Op: ir.OpCall, Str: m.Func, Recv: true, Types: []string{"string"}}, flow.Value{a}, nil); len(rs) > 0 {
						w = rs[0]
					}
				}
				break
			}
		}
		out = flow.Join(out, w)
	}
	return out
}

func litPart(p flow.Part, s string, off int) flow.Part {
	p.Lit, p.Src.Folded = s, true
	p.Src.Off += off
	return p
}

// verbTexts is what a verb makes of its argument.
func verbTexts(verb byte, flags string, arg flow.Value) []flow.Text {
	var out []flow.Text
	for _, a := range arg {
		out = append(out, verbText(verb, flags, a)...)
	}
	if len(out) == 0 {
		return []flow.Text{{{Hole: true, From: flow.Origin{Kind: "format"}}}}
	}
	return dedupeHoles(out)
}

// dedupeHoles keeps one of several texts that are nothing but a hole.
func dedupeHoles(ts []flow.Text) []flow.Text {
	var out []flow.Text
	seen := map[flow.Origin]bool{}
	for _, t := range ts {
		if len(t) == 1 && t[0].Hole {
			if seen[t[0].From] {
				continue
			}
			seen[t[0].From] = true
		}
		out = append(out, t)
	}
	return out
}

func verbText(verb byte, flags string, a flow.Atom) []flow.Text {
	hole := []flow.Text{{{Hole: true, From: flow.Origin{Kind: "format"}}}}
	if a.Kind == flow.Unknown {
		hole = flow.Value{a}.Texts()
		if verb == 'q' && flags == "" && a.Type == "string" {
			q, _ := quoted(&flow.Call{Args: []flow.Value{flow.TextsValue(hole)}})
			return q[0].Texts()
		}
	}
	exactly := a.Origin.Kind == "" && !strings.Contains(a.Type, ".")
	switch a.Kind {
	case flow.TextK:
		switch {
		case flags == "" && (verb == 's' || verb == 'v'):
			return []flow.Text{a.Text}
		case flags == "" && verb == 'q':
			q, _ := quoted(&flow.Call{Args: []flow.Value{{a}}})
			return q[0].Texts()
		}
		if s, ok := a.Text.Const(); ok && strings.IndexByte("svqxX", verb) >= 0 {
			return []flow.Text{{{Lit: fmt.Sprintf("%"+flags+string(verb), s)}}}
		}
	case flow.IntK:
		switch {
		case !exactly:
		case flags == "" && (verb == 'd' || verb == 'v'):
			return flow.Value{a}.Texts()
		case strings.IndexByte("dvxXobcq", verb) >= 0:
			return []flow.Text{{{Lit: fmt.Sprintf("%"+flags+string(verb), a.Int)}}}
		}
	case flow.BoolK:
		if verb == 't' || verb == 'v' {
			return []flow.Text{{{Lit: fmt.Sprintf("%"+flags+string(verb), a.Int == 1)}}}
		}
	}
	return hole
}
