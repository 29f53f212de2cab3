package program

import (
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/httpcalls"
)

// reaching tells which functions of the package lead to a target, or with nil to a
// request at all.
func (p *Package) reaching(e *httpcalls.Engine, target func(name string) bool) map[string]bool {
	unit := p.Unit
	http := target == nil
	if http {
		target = func(name string) bool { return e.Speaks(name) || p.Imports.Sends[name] && unit.Funcs[name] == nil }
	}
	calls := map[string][]string{}
	direct := map[string]bool{}
	for name, f := range unit.Funcs {
		f.Body.Each(func(n *ir.Node) {
			switch n.Op {
			case ir.OpCall, ir.OpFunc, ir.OpMethodVal:
				calls[name] = append(calls[name], n.Str)
				if target(n.Str) {
					direct[name] = true
				}
				for _, t := range n.Types {
					if http && strings.HasSuffix(t, "http.Response") || http && strings.HasSuffix(t, "http.Request") {
						direct[name] = true
					}
				}
				calls[name] = append(calls[name], e.It.Prog.Implementations(n)...)
			case ir.OpStruct, ir.OpField:
				if http && strings.HasSuffix(n.Type, "http.Request") || http && strings.HasSuffix(n.Type, "http.Header") {
					direct[name] = true
				}
			case ir.OpConst:
				if Telling(n.Str) {
					direct[name] = true
				}
			case ir.OpGlobal:
				if !http && target(n.Str) {
					direct[name] = true
				}
			}
		})
	}
	for changed := true; changed; {
		changed = false
		for name, cs := range calls {
			if direct[name] {
				continue
			}
			for _, c := range cs {
				if direct[c] || target(c) {
					direct[name] = true
					changed = true
					break
				}
			}
		}
	}
	return direct
}

// storing tells which functions store what a request may be made of: they make
// or change a value of a type that a function on the way to a request handles.
// In a package that names Klaviyo and sends nothing, of configuration mostly,
// that is any type of its own. Where literals is set, so do those in which a function
// literal is written: whoever gets it may do either.
func storing(e *httpcalls.Engine, unit *ir.Unit, reach map[string]bool, literals bool) map[string]bool {
	types := map[string]bool{}
	var mark func(name string)
	mark = func(name string) {
		name = ir.Elem(name)
		t := unit.Types[name]
		if t == nil || types[name] {
			return
		}
		types[name] = true
		for _, f := range t.Fields {
			mark(f.Type)
		}
	}
	for n := range reach {
		if f := unit.Funcs[n]; f != nil {
			for _, t := range f.Types {
				mark(t)
			}
		}
	}
	if len(reach) == 0 {
		for name := range unit.Types {
			mark(name)
		}
	}
	out := map[string]bool{}
	for n, f := range unit.Funcs {
		for _, t := range append(append([]string(nil), f.Types...), f.ResTypes...) {
			if types[ir.Elem(t)] {
				out[n] = true
			}
		}
		if makes(e, f.Body, types, literals) {
			out[n] = true
		}
	}
	return out
}

// setter reports whether a method is called like one that fills what it is called
// on.
func setter(method string) bool {
	switch method {
	case "Add", "Store", "Swap", "CompareAndSwap", "LoadOrStore", "Put":
		return true
	}
	return strings.HasPrefix(method, "Set") || strings.HasPrefix(method, "Push")
}

// rooted reports whether a place is a package variable, or a part of one.
func rooted(n *ir.Node) bool {
	for {
		switch n.Op {
		case ir.OpGlobal:
			return true
		case ir.OpField, ir.OpIndex, ir.OpDeref, ir.OpAddr:
			n = n.Kids[0]
		default:
			return false
		}
	}
}

// part reports whether a place is a field of one of the types.
func part(n *ir.Node, types map[string]bool) bool {
	for n.Op == ir.OpAddr || n.Op == ir.OpDeref {
		n = n.Kids[0]
	}
	return n.Op == ir.OpField && types[ir.Elem(n.Kids[0].Type)]
}

func makes(e *httpcalls.Engine, n *ir.Node, types map[string]bool, literals bool) bool {
	return n.Any(func(n *ir.Node) bool {
		switch n.Op {
		case ir.OpFuncLit:
			return literals
		case ir.OpStruct:
			return types[ir.Elem(n.Type)]
		case ir.OpAssign:
			return slices.ContainsFunc(n.Kids[:n.Int], func(l *ir.Node) bool {
				return l.Op == ir.OpField && types[ir.Elem(l.Kids[0].Type)] || l.Op != ir.OpVar && rooted(l)
			})
		case ir.OpCall: // client.SetHeader("revision", ...), current.Store(&revision)
			return e.Settles(n.Str) || n.Recv && len(n.Kids) > 0 && setter(ir.Base(n.Str)) && (rooted(n.Kids[0]) || part(n.Kids[0], types))
		case ir.OpBuiltin:
			return n.Str == "send" || n.Str == "copy" && len(n.Kids) > 0 && rooted(n.Kids[0])
		}
		return false
	})
}
