package paths

import (
	"go/token"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// atomic reads a call of package sync/atomic: the address it works on, what it stores
// there, nil for none, and whether it gives what is stored.
func atomic(c *ssa.CallCommon) (addr, stored ssa.Value, loads bool) {
	f := c.StaticCallee()
	if f == nil || len(c.Args) == 0 {
		return nil, nil, false
	}
	name, ok := strings.CutPrefix(Name(f), "sync/atomic.")
	if !ok {
		return nil, nil, false
	}
	op := name[strings.LastIndexByte(name, '.')+1:]
	last := c.Args[len(c.Args)-1]
	switch {
	case strings.HasPrefix(op, "Load"):
		return c.Args[0], nil, true
	case strings.HasPrefix(op, "Store"), strings.HasPrefix(op, "CompareAndSwap"):
		return c.Args[0], last, false
	case strings.HasPrefix(op, "Swap"), strings.HasPrefix(op, "Add"):
		return c.Args[0], last, true
	}
	return nil, nil, false
}

// atomically lists what the module stores by package sync/atomic to what an address
// may be.
func (p *Program) atomically(addr ssa.Value) []ssa.Value {
	if p.atomics == nil {
		p.atomics = map[any][]ssa.Value{}
		for _, f := range p.funcs {
			for _, b := range f.Blocks {
				for _, in := range b.Instrs {
					c, ok := in.(ssa.CallInstruction)
					if !ok {
						continue
					}
					if at, stored, _ := atomic(c.Common()); stored != nil {
						for _, s := range p.slots(at, map[ssa.Value]bool{}) {
							p.atomics[s] = append(p.atomics[s], stored)
						}
					}
				}
			}
		}
	}
	var out []ssa.Value
	for _, s := range p.slots(addr, map[ssa.Value]bool{}) {
		out = append(out, p.atomics[s]...)
	}
	return out
}

// slots lists the variables and fields that an address may be of.
func (p *Program) slots(addr ssa.Value, seen map[ssa.Value]bool) []any {
	if addr == nil || seen[addr] || len(seen) > 200 {
		return nil
	}
	seen[addr] = true
	var from []ssa.Value
	switch a := addr.(type) {
	case *ssa.FreeVar:
		from = p.bindings(a)
	case *ssa.Parameter:
		from = p.arguments(a)
	case *ssa.Phi:
		from = a.Edges
	case *ssa.ChangeType:
		from = []ssa.Value{a.X}
	case *ssa.UnOp:
		if a.Op == token.MUL {
			from = p.loaded(a.X)
		}
	case *ssa.Call:
		for _, f := range p.Callees(a) {
			if p.Own(f) {
				from = append(from, returned(f, 0)...)
			}
		}
	default:
		return []any{slot(addr)}
	}
	var out []any
	for _, v := range from {
		out = append(out, p.slots(v, seen)...)
	}
	return out
}

// bindings lists what a variable of a literal, or of a method value, was bound to.
func (p *Program) bindings(v *ssa.FreeVar) []ssa.Value {
	var out []ssa.Value
	for i, fv := range v.Parent().FreeVars {
		if fv != v {
			continue
		}
		for _, mc := range p.closures[v.Parent()] {
			if i < len(mc.Bindings) {
				out = append(out, mc.Bindings[i])
			}
		}
	}
	return out
}

// arguments lists what the callers of a function give for a parameter.
func (p *Program) arguments(v *ssa.Parameter) []ssa.Value {
	var out []ssa.Value
	for i, prm := range v.Parent().Params {
		if prm != v {
			continue
		}
		for _, c := range p.Callers(v.Parent()) {
			args, j := c.Common().Args, i
			if c.Common().IsInvoke() {
				if j--; j < 0 {
					out = append(out, c.Common().Value)
					continue
				}
			}
			if j < len(args) {
				out = append(out, args[j])
			}
		}
	}
	return out
}
