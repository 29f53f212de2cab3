package paths

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// Anew reports whether what a call makes is made again and again: in a loop, for
// each request, message or item, in place of once in the life of the process. What
// is kept in a map, or by sync.Once, is made once for its key.
func (p *Program) Anew(made ssa.CallInstruction) bool {
	if kept(made) {
		return false
	}
	return Looped(made) || p.repeated(made.Parent(), map[*ssa.Function]bool{})
}

// kept reports whether the result of a call is put into a map.
func kept(made ssa.CallInstruction) bool {
	v, ok := made.(ssa.Value)
	if !ok || v.Referrers() == nil {
		return false
	}
	for _, r := range *v.Referrers() {
		switch r := r.(type) {
		case *ssa.MapUpdate:
			return true
		case *ssa.MakeInterface:
			for _, u := range *r.Referrers() {
				if c, ok := u.(*ssa.Call); ok && c.Call.StaticCallee() != nil && slices.Contains([]string{"LoadOrStore", "Store"}, c.Call.StaticCallee().Name()) {
					return true
				}
			}
		}
	}
	return false
}

// repeated reports whether a function runs more than once in the life of the
// process: it serves requests or messages, or a loop leads to it.
func (p *Program) repeated(f *ssa.Function, seen map[*ssa.Function]bool) bool {
	if seen[f] {
		return false
	}
	seen[f] = true
	for i := range p.roots {
		r := &p.roots[i]
		if r.Func != f {
			continue
		}
		switch {
		case r.Kind == RootHandler || r.Kind == RootWorker:
			return true
		case r.Site == nil || !p.reached[r.Site.Parent()]:
		default:
			if c, ok := r.Site.(ssa.CallInstruction); ok && slices.ContainsFunc(p.Names(c), func(n string) bool {
				return slices.Contains([]string{"sync.Once.Do", "sync.OnceFunc", "sync.OnceValue", "sync.OnceValues"}, n)
			}) {
				continue
			}
			if Looped(r.Site) || p.repeated(r.Site.Parent(), seen) {
				return true
			}
		}
	}
	for _, c := range p.Callers(f) {
		if p.reached[c.Parent()] && (Looped(c) || p.repeated(c.Parent(), seen)) {
			return true
		}
	}
	return false
}
