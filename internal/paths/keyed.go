package paths

import (
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A Keyed is a value that is written under a key: to a map, to a field with that key
// in JSON, or into the text of a document.
type Keyed struct {
	Val ssa.Value
	At  ssa.Instruction
}

// Keyed lists what the reached functions of the module write under some keys.
func (p *Program) Keyed(keys ...string) []Keyed {
	var out []Keyed
	for _, f := range p.funcs {
		if !p.reached[f] {
			continue
		}
		for _, b := range f.Blocks {
			for _, in := range b.Instrs {
				switch in := in.(type) {
				case *ssa.MapUpdate:
					if k, ok := constText(in.Key); ok && slices.Contains(keys, k) {
						out = append(out, Keyed{in.Value, in})
					}
				case *ssa.Store:
					if fa, ok := in.Addr.(*ssa.FieldAddr); ok && slices.Contains(keys, JSONName(fa.X.Type(), fa.Field)) {
						out = append(out, Keyed{in.Val, in})
					}
				case *ssa.BinOp:
					if in.Op == token.ADD && endsWithKey(in.X, keys) {
						out = append(out, Keyed{in.Y, in})
					}
				case *ssa.Call:
					out = append(out, p.formatted(in, keys)...)
				}
			}
		}
	}
	return out
}

func constText(v ssa.Value) (string, bool) {
	k, ok := v.(*ssa.Const)
	if !ok {
		return "", false
	}
	o := Origin{Const: k}
	return o.Text()
}

// endsWithKey reports whether a text ends with a key and the quote of its value.
func endsWithKey(v ssa.Value, keys []string) bool {
	if b, ok := v.(*ssa.BinOp); ok && b.Op == token.ADD {
		v = b.Y
	}
	s, ok := constText(v)
	return ok && keyBefore(s, keys)
}

func keyBefore(s string, keys []string) bool {
	s = strings.TrimRight(s, "\" \t")
	s, ok := strings.CutSuffix(s, ":")
	return ok && slices.ContainsFunc(keys, func(k string) bool { return strings.HasSuffix(strings.TrimRight(s, " \t"), `"`+k+`"`) })
}

// formatted lists the arguments of fmt.Sprintf that a document's text takes under a
// key.
func (p *Program) formatted(c *ssa.Call, keys []string) []Keyed {
	if !slices.Contains(p.Names(c), "fmt.Sprintf") || len(c.Call.Args) != 2 {
		return nil
	}
	format, ok := constText(c.Call.Args[0])
	if !ok {
		return nil
	}
	var out []Keyed
	list := p.allocs[sliceOf(c.Call.Args[1])]
	parts := strings.Split(strings.ReplaceAll(format, "%%", "  "), "%")
	for i, before := range parts[:len(parts)-1] {
		if keyBefore(before, keys) && i < len(list) {
			out = append(out, Keyed{list[i], c})
		}
	}
	return out
}

func sliceOf(v ssa.Value) ssa.Value {
	if s, ok := v.(*ssa.Slice); ok {
		return s.X
	}
	return v
}
