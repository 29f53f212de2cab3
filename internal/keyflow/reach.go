package keyflow

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/program"
)

// handling tells which functions of the package handle something that may be
// the key, by names and types: nothing else needs to be executed. Calls are
// followed from there as far as they go.
func (l *leaker) handling(unit *ir.Unit) map[string]bool {
	out := map[string]bool{}
	types := map[string]bool{}
	bears := func(typ string) bool {
		if _, ok := types[typ]; !ok {
			types[typ] = l.bears(typ, 0)
		}
		return types[typ]
	}
	for name, f := range unit.Funcs {
		if l.handles(f, bears) {
			out[name] = true
		}
	}
	return out
}

// handles reports whether a function itself does: it has a parameter, a field
// or a setting of such a name in hand, or hands on a value that holds one.
func (l *leaker) handles(f *ir.Func, bears func(typ string) bool) bool {
	found := false
	for _, n := range f.Names {
		found = found || keyish(n)
	}
	f.Body.Each(func(n *ir.Node) {
		switch n.Op {
		case ir.OpConst:
			found = found || len(n.Str) < 60 && !strings.Contains(n.Str, " ") && keyish(n.Str) || program.Telling(n.Str) || len(klaviyo.FindKeys(n.Str)) > 0
		case ir.OpField:
			found = found || keyish(n.Str)
		case ir.OpGlobal:
			// A constructor that chooses a stream decides who reads what is written.
			found = found || keyish(ir.Base(n.Str)) || standardStreams[n.Str]
		case ir.OpCall, ir.OpDynCall:
			for i, k := range n.Kids {
				if i > 0 || !n.Recv && n.Op == ir.OpCall {
					found = found || bears(k.Type)
				}
			}
		}
	})
	return found
}

// bears reports whether a type has a field that may hold a credential.
func (l *leaker) bears(typ string, depth int) bool {
	t := l.It.Prog.Type(strings.TrimPrefix(strings.TrimPrefix(typ, "[]"), "*"))
	if t == nil || depth > 2 {
		return false
	}
	for _, f := range t.Fields {
		if plainText(f.Type) && keyish(f.Name) || l.bears(f.Type, depth+1) {
			return true
		}
	}
	return false
}

// receiving adds the functions that get a text from one that handles the key:
// what it gives may hold it. An error may where a request's URL does.
func (l *leaker) receiving(unit *ir.Unit, handling map[string]bool) map[string]bool {
	out := map[string]bool{}
	for n := range handling {
		out[n] = true
	}
	foreign := map[string]bool{}
	gives := func(name string) bool {
		f := l.It.Prog.Func(name)
		if f == nil || f.Pkg == unit.Pkg && !out[name] {
			return false
		}
		if _, ok := foreign[name]; !ok && f.Pkg != unit.Pkg {
			foreign[name] = l.handles(f, func(string) bool { return false })
		}
		if f.Pkg != unit.Pkg && !foreign[name] {
			return false
		}
		for _, t := range f.ResTypes {
			switch {
			case t == "string", t == "[]byte", strings.HasPrefix(t, "map["), t == "error" && l.urlErrors:
				return true
			}
		}
		return false
	}
	for changed := true; changed; {
		changed = false
		for name, f := range unit.Funcs {
			if out[name] {
				continue
			}
			f.Body.Each(func(n *ir.Node) {
				if !out[name] && (n.Op == ir.OpCall || n.Op == ir.OpFunc || n.Op == ir.OpMethodVal) && gives(n.Str) {
					out[name], changed = true, true
				}
			})
		}
	}
	return out
}
