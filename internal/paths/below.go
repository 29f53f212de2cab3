package paths

import (
	"go/types"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// Below lists a function, the root it belongs to, and what these call in the module,
// goroutines included.
func (p *Program) Below(f *ssa.Function, root *Root) []*ssa.Function {
	start := []*ssa.Function{f}
	if root != nil {
		start = append([]*ssa.Function{root.Func}, start...)
	}
	return p.spread(start, true)
}

// Waited lists a function and what it calls in the module and waits for.
func (p *Program) Waited(f *ssa.Function) []*ssa.Function {
	return p.spread([]*ssa.Function{f}, false)
}

func (p *Program) spread(start []*ssa.Function, background bool) []*ssa.Function {
	var out []*ssa.Function
	work := start
	for len(work) > 0 {
		f := work[0]
		work = work[1:]
		if slices.Contains(out, f) || !p.Own(f) {
			continue
		}
		out = append(out, f)
		for _, b := range f.Blocks {
			for _, in := range b.Instrs {
				c, ok := in.(ssa.CallInstruction)
				if !ok {
					continue
				}
				if _, isGo := in.(*ssa.Go); isGo && !background {
					continue
				}
				for _, g := range p.Callees(c) {
					work = append(work, through(g))
				}
			}
		}
	}
	return out
}

// Leads lists what a function leads to in the module: what it calls, and what it gives
// to code out of sight.
func (p *Program) Leads(f *ssa.Function) map[*ssa.Function]bool {
	out := map[*ssa.Function]bool{}
	work := []*ssa.Function{f}
	for len(work) > 0 {
		f := work[len(work)-1]
		work = work[:len(work)-1]
		if out[f] || !p.Own(f) {
			continue
		}
		out[f] = true
		for _, r := range p.roots {
			if r.Site != nil && r.Site.Parent() == f {
				work = append(work, r.Func)
			}
		}
		for _, b := range f.Blocks {
			for _, in := range b.Instrs {
				if c, ok := in.(ssa.CallInstruction); ok {
					work = append(work, p.Callees(c)...)
				}
			}
		}
	}
	return out
}

// Wrappers finds calls of a function of another module around what a call registers.
func (p *Program) Wrappers(c ssa.CallInstruction, name string) []ssa.CallInstruction {
	var out []ssa.CallInstruction
	for _, a := range c.Common().Args {
		for _, o := range p.Origins(a) {
			if o.Call != nil && slices.Contains(o.Names, name) {
				out = append(out, o.Call)
			}
		}
	}
	return out
}

// JSONName is the key of a field in JSON, "" where it has none of its own.
func JSONName(t types.Type, i int) string {
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	s, ok := t.Underlying().(*types.Struct)
	if !ok || i >= s.NumFields() {
		return ""
	}
	name, _, _ := strings.Cut(reflect.StructTag(s.Tag(i)).Get("json"), ",")
	return name
}
