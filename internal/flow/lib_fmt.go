package flow

import "strings"

func addFmt(m map[string]Intrinsic) {
	m["fmt.Sprintf"] = func(c *Call) ([]Value, bool) {
		return []Value{TextsValue(c.It.sprintf(c.Arg(0), spreadArgs(c, 1)))}, true
	}
	sprint := func(c *Call) ([]Value, bool) {
		out := []Text{{}}
		for i, a := range spreadArgs(c, 0) {
			if i > 0 && c.Name == "fmt.Sprintln" {
				out = Concat(out, []Text{{{Lit: " "}}})
			}
			out = Concat(out, c.It.printed(a).Texts())
		}
		return []Value{TextsValue(out)}, true
	}
	m["fmt.Sprint"], m["fmt.Sprintln"] = sprint, sprint
	m["fmt.Fprintf"] = func(c *Call) ([]Value, bool) {
		write(c, c.Arg(0), c.It.sprintf(c.Arg(1), spreadArgs(c, 2)))
		return c.Unknown("call"), true
	}
	m["fmt.Fprint"] = func(c *Call) ([]Value, bool) {
		out := []Text{{}}
		for _, a := range spreadArgs(c, 1) {
			out = Concat(out, c.It.printed(a).Texts())
		}
		write(c, c.Arg(0), out)
		return c.Unknown("call"), true
	}
	m["io.WriteString"] = func(c *Call) ([]Value, bool) {
		write(c, c.Arg(0), c.Arg(1).Texts())
		return c.Unknown("call"), true
	}
	// An error that wraps another one is that one, for errors.As and Is.
	m["fmt.Errorf"] = func(c *Call) ([]Value, bool) {
		out := UnknownFrom(Origin{Kind: "error"}, "error")
		if f, ok := c.Arg(0).Const(); ok && strings.Contains(f, "%w") {
			for _, a := range spreadArgs(c, 1) {
				if a.Has(ObjK) {
					out = Join(out, a)
				}
			}
		}
		return []Value{out}, true
	}
	m["errors.New"] = func(c *Call) ([]Value, bool) {
		return []Value{UnknownFrom(Origin{Kind: "error"}, "error")}, true
	}
	m["errors.As"] = func(c *Call) ([]Value, bool) {
		// The target keeps its type; an error value of that type becomes it.
		it := c.It
		old := it.Deref(c.Arg(1))
		v := it.wrapped(c.Arg(0), targetType(it, c.Node), 0)
		for _, id := range v.Objects() {
			// Others may have made the error too: what this one leaves out is not
			// certain to be empty.
			it.opened(id, Origin{Kind: "filled", Name: c.Name})
		}
		if len(v) > 0 {
			it.Assign(c.Arg(1), Join(v, old.Without(func(a Atom) bool { return a.Kind == NilK })))
		}
		if it.Hooks.Compare != nil {
			if t := it.Hooks.Compare(it, c.Name, c.Arg(0), c.Arg(1), c.Node); t != "" {
				it.tag = t
			}
		}
		return []Value{UnknownFrom(Origin{Kind: "cond"}, "bool")}, true
	}
	m["errors.Is"] = func(c *Call) ([]Value, bool) {
		if c.It.Hooks.Compare != nil {
			if t := c.It.Hooks.Compare(c.It, c.Name, c.Arg(0), c.Arg(1), c.Node); t != "" {
				c.It.tag = t
			}
		}
		return []Value{UnknownFrom(Origin{Kind: "cond"}, "bool")}, true
	}
}

// Wraps is the field in which an error of a library keeps the one that it was
// made of.
const Wraps = "!wraps"

// wrapped finds the errors of a type among a value and what it wraps; of every
// type that code declares where the type is not known.
func (it *Interp) wrapped(v Value, typ string, depth int) Value {
	var out Value
	for _, a := range v {
		if a.Kind != ObjK || depth > 4 {
			continue
		}
		if in, ok := it.Get(a.Obj, Wraps); ok {
			out = Join(out, it.wrapped(in, typ, depth+1))
		}
		switch o := it.Object(a.Obj); {
		case o.Type == "" || o.Type[0] == '!':
		case typ == "" || o.Type == typ:
			out = Join(out, Value{a})
		}
	}
	return out
}

// targetType is the struct that errors.As looks for, where its target is the
// address of a variable of such a type.
func targetType(it *Interp, n *Node) string {
	if len(n.Kids) != 2 || n.Kids[1].Op != OpAddr {
		return ""
	}
	t := it.Prog.Type(n.Kids[1].Kids[0].Type)
	if t == nil || !t.Struct {
		return ""
	}
	return t.Name
}

// sprintf fills a format. Verbs whose argument is a known string or number
// take it; everything else is a hole.
func (it *Interp) sprintf(format Value, args []Value) []Text {
	var out []Text
	for _, f := range format.Texts() {
		out = append(out, it.format(f, args)...)
		if len(out) > maxAlternatives {
			return out[:maxAlternatives]
		}
	}
	return out
}

func (it *Interp) format(format Text, args []Value) []Text {
	out := []Text{{}}
	next := 0
	for _, p := range format {
		if p.Hole {
			out = Concat(out, []Text{{p}})
			continue
		}
		s := p.Lit
		for s != "" {
			i := strings.IndexByte(s, '%')
			if i < 0 || i == len(s)-1 {
				out = Concat(out, []Text{{litPart(p, s, len(p.Lit)-len(s))}})
				break
			}
			if i > 0 {
				out = Concat(out, []Text{{litPart(p, s[:i], len(p.Lit)-len(s))}})
			}
			j := i + 1
			for j < len(s) && strings.IndexByte("+-# 0123456789.", s[j]) >= 0 {
				j++
			}
			if j < len(s) && s[j] == '[' { // explicit index
				k := strings.IndexByte(s[j:], ']')
				if k > 0 {
					idx := 0
					for _, d := range s[j+1 : j+k] {
						idx = idx*10 + int(d-'0')
					}
					if idx > 0 && idx <= len(args) {
						next = idx - 1
					}
					j += k + 1
				}
			}
			if j >= len(s) {
				break
			}
			verb := s[j]
			s = s[j+1:]
			if verb == '%' {
				out = Concat(out, []Text{{litPart(p, "%", len(p.Lit)-len(s)-1)}})
				continue
			}
			var arg Value
			if next < len(args) {
				arg = args[next]
			}
			next++
			if strings.IndexByte("svq", verb) >= 0 {
				arg = it.printed(arg)
			}
			out = Concat(out, verbTexts(verb, j-i > 1, arg))
		}
	}
	return out
}

// printed gives what fmt shows of a value: a type that has an Error or String
// method is asked.
func (it *Interp) printed(v Value) Value {
	var out Value
	for _, a := range v {
		w := Value{a}
		typ := a.Type
		if a.Kind == ObjK {
			typ = it.objs[a.Obj].Type
		}
		if t := it.Prog.Type(typ); t != nil {
			for _, name := range []string{"Error", "String"} {
				m, ok := t.Methods[name]
				if !ok || len(m.Path) > 0 {
					continue
				}
				w = UnknownFrom(Origin{Kind: "format"}, "string")
				if it.Prog.Func(m.Func) != nil {
					if rs := it.callMethod(&Node{Op: OpCall, Str: m.Func, Recv: true, Types: []string{"string"}}, Value{a}, nil); len(rs) > 0 {
						w = rs[0]
					}
				}
				break
			}
		}
		out = Join(out, w)
	}
	return out
}

func litPart(p Part, s string, off int) Part {
	p.Lit, p.Src.Folded = s, true
	p.Src.Off += off
	return p
}

func verbTexts(verb byte, flags bool, arg Value) []Text {
	hole := Origin{Kind: "format"}
	for _, a := range arg {
		if a.Kind == Unknown {
			hole = a.Origin
		}
	}
	if !flags && (verb == 's' || verb == 'v' || verb == 'd') {
		for _, a := range arg {
			if a.Kind == TextK || a.Kind == IntK || a.Kind == Unknown {
				return arg.Texts()
			}
		}
	}
	if verb == 'q' && !flags && arg.Has(TextK) {
		return Concat(Concat([]Text{{{Lit: `"`}}}, arg.Texts()), []Text{{{Lit: `"`}}})
	}
	return []Text{{{Hole: true, From: hole}}}
}
