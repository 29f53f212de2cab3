package paths

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// intoTransport prolongs a chain that ends at an http.Client whose transport is a
// type of the module, to the call by which that transport sends: what it does around
// the call is done around every send.
func (p *Program) intoTransport(chain []ssa.CallInstruction) []ssa.CallInstruction {
	common := chain[len(chain)-1].Common()
	if common.IsInvoke() || len(common.Args) == 0 || typeName(common.Args[0].Type()) != "net/http.Client" {
		return chain
	}
	next := p.transportOf(common.Args[0])
	for range 4 {
		if len(next) != 1 {
			return chain // none, or one of several
		}
		f := next[0]
		call := sendingCall(p, f)
		if call == nil || slices.Contains(chain, ssa.CallInstruction(call)) {
			return chain
		}
		if call.Parent() != f {
			// In a literal that something runs, such as a breaker.
			run := p.runs(call.Parent())
			if run == nil || run.Parent() != f {
				return chain
			}
			chain = append(slices.Clone(chain), run)
		}
		chain = append(slices.Clone(chain), call)
		next = nil
		recv := call.Common().Value
		if !call.Common().IsInvoke() && len(call.Common().Args) > 0 {
			recv = call.Common().Args[0]
		}
		next = p.roundTripsOf(recv)
	}
	return chain
}

// transportOf finds the methods RoundTrip of the module that a client sends by.
func (p *Program) transportOf(client ssa.Value) []*ssa.Function {
	var stored []ssa.Value
	seen := map[ssa.Value]bool{}
	t := &tracer{p: p, seen: map[ssa.Value]bool{}, deps: true}
	t.stop = func(v ssa.Value) bool {
		a, ok := v.(*ssa.Alloc)
		if !ok || typeName(a.Type()) != "net/http.Client" || seen[v] {
			return false
		}
		seen[v] = true
		for _, r := range *a.Referrers() {
			fa, ok := r.(*ssa.FieldAddr)
			if !ok || fieldName(fa.X.Type(), fa.Field) != "Transport" {
				continue
			}
			for _, u := range *fa.Referrers() {
				if st, ok := u.(*ssa.Store); ok && st.Addr == ssa.Value(fa) {
					stored = append(stored, st.Val)
				}
			}
		}
		return true
	}
	t.trace(client)
	var out []*ssa.Function
	for _, v := range stored {
		for _, f := range p.roundTripsOf(v) {
			if !slices.Contains(out, f) {
				out = append(out, f)
			}
		}
	}
	return out
}

// roundTripsOf finds the methods RoundTrip of what a value may be.
func (p *Program) roundTripsOf(v ssa.Value) []*ssa.Function {
	var out []*ssa.Function
	t := &tracer{p: p, seen: map[ssa.Value]bool{}, deps: true}
	t.stop = func(v ssa.Value) bool {
		mi, ok := v.(*ssa.MakeInterface)
		if !ok {
			return false
		}
		ms := p.SSA.MethodSets.MethodSet(mi.X.Type())
		for sel := range ms.Methods() {
			if sel.Obj().Name() != "RoundTrip" {
				continue
			}
			if f := p.SSA.MethodValue(sel); f != nil {
				if g := through(f); p.Own(g) && !slices.Contains(out, g) {
					out = append(out, g)
				}
			}
		}
		// A function that is made a transport: what it is.
		if ct, ok := mi.X.(*ssa.ChangeType); ok {
			if fs := p.funcsIn(ct.X, 0); len(fs) == 1 {
				out = fs
			}
		}
		return true
	}
	t.trace(v)
	return out
}

// sendingCall finds the call by which a transport hands the request on: the one in
// a loop, if there are several.
func sendingCall(p *Program, f *ssa.Function) *ssa.Call {
	var found *ssa.Call
	for _, g := range append([]*ssa.Function{f}, f.AnonFuncs...) {
		for _, b := range g.Blocks {
			for _, in := range b.Instrs {
				c, ok := in.(*ssa.Call)
				if ok && p.sends(c) && (found == nil || Looped(c) && !Looped(found)) {
					found = c
				}
			}
		}
	}
	return found
}

// runs finds the one call that a literal is given to, and that runs it.
func (p *Program) runs(f *ssa.Function) *ssa.Call {
	for _, r := range p.roots {
		if r.Func == f && r.Site != nil {
			c, _ := r.Site.(*ssa.Call)
			return c
		}
	}
	return nil
}

// Transports lists, for each value that becomes the transport of an http.Client,
// where it comes from: wrappers of wrappers included.
func (p *Program) Transports() [][]Origin {
	var out [][]Origin
	for k, stored := range p.fields {
		if k.typ != "net/http.Client" {
			continue
		}
		for _, s := range stored {
			if typeName(s.val.Type()) != "net/http.RoundTripper" {
				continue
			}
			out = append(out, p.wrappers(s.val, 0))
		}
	}
	return out
}

func (p *Program) wrappers(v ssa.Value, depth int) []Origin {
	var out []Origin
	for _, o := range p.Origins(v) {
		if o.Call != nil {
			out = append(out, o)
		}
	}
	return out
}
