package flow

import "github.com/klaviyolint/klaviyolint/internal/flow/ir"

// refinePrefix narrows a variable that was found to start with a prefix worth
// knowing: what was unknown about it is now the prefix and an unknown rest. The
// literal stands nowhere in the source.
func (it *Interp) refinePrefix(c *ir.Node) {
	if it.Hooks.Prefix == nil || len(c.Kids) != 2 {
		return
	}
	x, y := c.Kids[0], c.Kids[1]
	if y.Op != ir.OpConst || !it.Hooks.Prefix(y.Str) || x.Op != ir.OpVar && x.Op != ir.OpField {
		return
	}
	v := it.eval(x)
	out := make(Value, len(v))
	for i, a := range v {
		switch {
		case a.Kind == TextK && len(a.Text) > 0 && a.Text[0].Hole: // trimmed, say
			a.Text = append(Text{{Lit: y.Str}}, a.Text...)
		case a.Kind == Unknown:
			a = Atom{Kind: TextK, Type: a.Type, Text: Text{{Lit: y.Str}, {Hole: true, From: a.Origin}}}
		}
		out[i] = a
	}
	if len(out) > 0 {
		it.narrow(x, out)
	}
}
