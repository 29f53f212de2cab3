package paths

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// ClientTimeouts lists the values of Timeout of the clients that a send is made
// with: those that are made where the client comes from.
func (p *Program) ClientTimeouts(s *Send) []ssa.Value {
	var common *ssa.CallCommon
	for _, c := range s.Chain {
		if k := c.Common(); !k.IsInvoke() && len(k.Args) > 0 && typeName(k.Args[0].Type()) == "net/http.Client" {
			common = k
		}
	}
	if common == nil {
		return nil
	}
	var out []ssa.Value
	seen := map[ssa.Value]bool{}
	t := &tracer{p: p, seen: map[ssa.Value]bool{}, deps: true}
	t.stop = func(v ssa.Value) bool {
		al, ok := v.(*ssa.Alloc)
		if !ok || typeName(al.Type()) != "net/http.Client" || seen[v] {
			return false
		}
		seen[v] = true
		for _, r := range *al.Referrers() {
			fa, ok := r.(*ssa.FieldAddr)
			if !ok || fieldName(fa.X.Type(), fa.Field) != "Timeout" {
				continue
			}
			for _, u := range *fa.Referrers() {
				if st, ok := u.(*ssa.Store); ok {
					out = append(out, st.Val)
				}
			}
		}
		return false
	}
	t.trace(common.Args[0])
	return out
}

// Shares reports whether a function reads a field or variable that is set from the
// result of a send elsewhere.
func (p *Program) Shares(f *ssa.Function, s *Send) bool {
	read := map[any]bool{}
	seen := map[*ssa.Function]bool{}
	var walk func(f *ssa.Function, depth int)
	walk = func(f *ssa.Function, depth int) {
		if seen[f] || depth > 5 || !p.Own(f) {
			return
		}
		seen[f] = true
		for _, b := range f.Blocks {
			for _, in := range b.Instrs {
				switch in := in.(type) {
				case *ssa.FieldAddr:
					if !onlyStored(in) {
						read[keyOf(in.X.Type(), in.Field)] = true
					}
				case *ssa.UnOp:
					if g, ok := in.X.(*ssa.Global); ok {
						read[g] = true
					}
				case ssa.CallInstruction:
					for _, g := range p.Callees(in) {
						walk(through(g), depth+1)
					}
				}
			}
		}
	}
	walk(f, 0)
	if slicesContainsChain(seen, s) {
		return false // it sends itself
	}
	results := map[ssa.Value]bool{}
	for _, c := range s.Chain {
		if v, ok := c.(ssa.Value); ok {
			results[v] = true
		}
	}
	for _, c := range p.Above(s.Root()) {
		if v, ok := c.(ssa.Value); ok {
			results[v] = true
		}
	}
	made := func(v ssa.Value) bool { return p.Depends(v, func(x ssa.Value) bool { return results[x] }) }
	for k, stored := range p.fields {
		if !read[k] {
			continue
		}
		for _, st := range stored {
			if _, isBasic := st.val.Type().Underlying().(*types.Basic); (isBasic || IsErr(st.val.Type())) && made(st.val) {
				return true
			}
		}
	}
	// Atomics and the like: a method of a field is given the result.
	for _, g := range p.funcs {
		for _, b := range g.Blocks {
			for _, in := range b.Instrs {
				c, ok := in.(*ssa.Call)
				if !ok || len(c.Call.Args) < 2 || !slicesContains(p.Names(c), "sync/atomic.Bool.Store", "sync/atomic.Value.Store", "sync/atomic.Int32.Store", "sync/atomic.Int64.Store", "sync/atomic.Pointer.Store") {
					continue
				}
				fa, ok := c.Call.Args[0].(*ssa.FieldAddr)
				if ok && read[keyOf(fa.X.Type(), fa.Field)] && made(c.Call.Args[1]) {
					return true
				}
				if gl, ok := c.Call.Args[0].(*ssa.Global); ok && made(c.Call.Args[1]) {
					_ = gl
					return true
				}
			}
		}
	}
	return false
}

func slicesContains(list []string, any ...string) bool {
	for _, s := range list {
		for _, a := range any {
			if s == a {
				return true
			}
		}
	}
	return false
}

func slicesContainsChain(seen map[*ssa.Function]bool, s *Send) bool {
	for _, c := range s.Chain {
		if seen[c.Parent()] {
			return true
		}
	}
	return false
}

// onlyStored reports whether an address is written to, and never read.
func onlyStored(fa *ssa.FieldAddr) bool {
	for _, r := range *fa.Referrers() {
		if st, ok := r.(*ssa.Store); !ok || st.Addr != ssa.Value(fa) {
			return false
		}
	}
	return true
}
