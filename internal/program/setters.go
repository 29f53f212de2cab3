package program

import (
	"maps"
	"slices"

	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/httpcalls"
)

// transports recognises a function literal that is a RoundTripper, once it is
// converted to a type of functions that has the method.
func transports(f *ir.Func) bool {
	return len(f.Types) == 1 && f.Types[0] == "*net/http.Request" && len(f.ResTypes) == 2 && f.ResTypes[0] == "*net/http.Response" && f.ResTypes[1] == "error"
}

// ownSetters lists the headers that RoundTrippers of this package set.
func ownSetters(e *httpcalls.Engine, unit *ir.Unit) []string {
	set := map[string]bool{}
	sees := func(f *ir.Func) {
		for _, r := range e.Run(f) {
			for h := range r.Headers.Set {
				if r.Headers.May(h) {
					set[h] = true
				}
			}
			if r.Headers.AnyName {
				set["Revision"], set["Authorization"] = true, true
			}
		}
	}
	for _, t := range unit.Types {
		if m, ok := t.Methods["RoundTrip"]; ok && unit.Funcs[m.Func] != nil {
			sees(unit.Funcs[m.Func])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(unit.Funcs)) {
		unit.Funcs[name].Body.Each(func(n *ir.Node) {
			if n.Op == ir.OpFuncLit && transports(n.Fn) {
				sees(n.Fn)
			}
		})
	}
	return slices.Sorted(maps.Keys(set))
}
