package stdlib

import (
	"regexp"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// FromStripped is the kind of origin of a text that has lost its plus signs,
// or the one at its start. The source of such a part is the call that took
// them out.
const FromStripped = "stripped"

// withoutPlus marks a text of which only holes are left that may have held a
// plus sign.
func withoutPlus(c *flow.Call, t flow.Text) flow.Text {
	if len(t) == 0 || !t[0].Hole || t[0].From.Kind == FromStripped {
		return t
	}
	out := append(flow.Text(nil), t...)
	out[0].From.Kind = FromStripped
	out[0].Src = ir.Source{Pkg: c.It.Func().Pkg, Pos: c.Node.Pos, End: c.Node.End, Gen: c.It.Func().Gen}
	return out
}

// Stripped reports whether a text begins with a part that has lost its plus
// sign, and where that was taken out.
func Stripped(t flow.Text) (ir.Source, bool) {
	if len(t) == 0 || !t[0].Hole || t[0].From.Kind != FromStripped {
		return ir.Source{}, false
	}
	return t[0].Src, true
}

func allStripped(v flow.Value) bool {
	for _, t := range v.Texts() {
		if _, ok := Stripped(t); !ok {
			return false
		}
	}
	return len(v) > 0
}

func stripEach(c *flow.Call, vs []flow.Value) []flow.Value {
	if len(vs) != 1 {
		return vs
	}
	out := append(flow.Value(nil), vs[0]...)
	for i, a := range out {
		switch {
		case a.Kind == flow.TextK:
			out[i].Text = withoutPlus(c, a.Text)
		case a.Kind == flow.Unknown:
			t := withoutPlus(c, flow.Text{{Hole: true, From: a.Origin}})
			out[i] = flow.Atom{Kind: flow.TextK, Text: t}
		}
	}
	return []flow.Value{out}
}

// addStripped notes the functions that take plus signs out of a text.
func addStripped(m map[string]flow.Intrinsic) {
	stripping := func(name string, strips func(*flow.Call) bool) {
		usual := m[name]
		m[name] = func(c *flow.Call) ([]flow.Value, bool) {
			if !strips(c) {
				if usual == nil {
					return nil, false
				}
				return usual(c)
			}
			if usual != nil {
				if out, ok := usual(c); ok {
					return stripEach(c, out), true
				}
			}
			v := c.Arg(textArg(c))
			for _, t := range v.Texts() {
				// What the call makes of a literal part is not worked out here.
				for _, p := range t {
					if !p.Hole {
						return nil, false
					}
				}
			}
			return stripEach(c, []flow.Value{v}), true
		}
	}
	isText := func(v flow.Value, want func(string) bool) bool {
		s, ok := v.Const()
		return ok && want(s)
	}
	plus := func(s string) bool { return s == "+" }
	empty := func(s string) bool { return s == "" }
	stripping("strings.ReplaceAll", func(c *flow.Call) bool { return isText(c.Arg(1), plus) && isText(c.Arg(2), empty) })
	stripping("strings.TrimPrefix", func(c *flow.Call) bool { return isText(c.Arg(1), plus) })
	cut := func(c *flow.Call) bool {
		return isText(c.Arg(1), func(s string) bool { return strings.Contains(s, "+") })
	}
	stripping("strings.TrimLeft", cut)
	stripping("strings.Trim", cut)
	stripping("strings.Replacer.Replace", func(c *flow.Call) bool {
		id, ok := c.Recv.IsObject()
		for i := int64(0); ok; i += 2 {
			old, more := c.It.Get(id, flow.Index(i))
			if !more {
				return false
			}
			with, _ := c.It.Get(id, flow.Index(i+1))
			if isText(old, plus) && isText(with, empty) {
				return true
			}
		}
		return false
	})
	stripping("strings.Map", func(c *flow.Call) bool {
		out := c.It.CallFunc(c.Arg(0), []flow.Value{flow.IntValue('+')}, c.Node)
		return len(out) == 1 && len(out[0]) == 1 && out[0][0].Kind == flow.IntK && out[0][0].Int < 0
	})
	addRegexps(m)
	stripping("regexp.Regexp.ReplaceAllString", strippingPattern)
	stripping("regexp.Regexp.ReplaceAllLiteralString", strippingPattern)
}

// textArg is the argument that holds the text which a function changes.
func textArg(c *flow.Call) int {
	if c.Name == "strings.Map" {
		return 1
	}
	return 0
}

// pattern is where the text of a regular expression is kept.
var pattern = flow.Field("pattern")

// addRegexps keeps the text of a regular expression with its value.
func addRegexps(m map[string]flow.Intrinsic) {
	compile := func(c *flow.Call) ([]flow.Value, bool) {
		id := c.It.New("regexp.Regexp", c.Node)
		c.It.Set(id, pattern, c.Arg(0))
		out := []flow.Value{flow.ObjValue(id)}
		if len(c.Types) > 1 {
			out = append(out, flow.UnknownFrom(flow.Origin{Kind: "error"}, "error"))
		}
		return out, true
	}
	m["regexp.MustCompile"], m["regexp.Compile"] = compile, compile
}

// A full number in E.164: a pattern that takes a plus sign out of it takes out
// any that a number has.
const someNumber = "+15551234567"

func strippingPattern(c *flow.Call) bool {
	id, ok := c.Recv.IsObject()
	if !ok {
		return false
	}
	p, ok := c.It.Get(id, pattern)
	if !ok {
		return false
	}
	text, ok := p.Const()
	if !ok || len(text) > 200 {
		return false
	}
	with, ok := c.Arg(1).Const()
	if !ok || strings.Contains(with, "+") {
		return false
	}
	re, err := regexp.Compile(text)
	return err == nil && !strings.Contains(re.ReplaceAllString(someNumber, with), "+")
}
