package paths

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// A Send is one send: the calls from the function that determines it, inwards, to
// the one that the transport is asked with.
type Send struct {
	Chain []ssa.CallInstruction // outermost first; the last one sends
}

// Last is the call that sends.
func (s *Send) Last() ssa.CallInstruction { return s.Chain[len(s.Chain)-1] }

// Root is the function that determines it.
func (s *Send) Root() *ssa.Function { return s.Chain[0].Parent() }

// Outer keeps, of several views of one send, those that begin in a function which the
// call graph leads to, in place of a literal that code out of sight runs. A view that
// is part of another in the end says no less, and knows all of its callers.
func (p *Program) Outer(list []*Send) []*Send {
	var out []*Send
	for _, s := range list {
		if !p.Run(s.Root()) && !slices.ContainsFunc(out, func(o *Send) bool { return slices.Equal(o.Chain, s.Chain) }) {
			out = append(out, s)
		}
	}
	return slices.DeleteFunc(slices.Clone(out), func(s *Send) bool {
		return slices.ContainsFunc(out, func(o *Send) bool {
			n := len(s.Chain) - len(o.Chain)
			return n > 0 && slices.Equal(s.Chain[n:], o.Chain)
		})
	})
}

// Run reports whether a function is one that a call of code out of sight runs, such as
// a breaker's.
func (p *Program) Run(f *ssa.Function) bool {
	return slices.ContainsFunc(p.roots, func(r Root) bool {
		_, isCall := r.Site.(*ssa.Call)
		return r.Func == f && r.Kind == RootOther && isCall
	})
}

// senders are what a request is finally sent with.
var senders = map[string]bool{
	"net/http.Client.Do": true, "net/http.Client.Get": true, "net/http.Client.Post": true, "net/http.Client.PostForm": true, "net/http.Client.Head": true,
	"net/http.Get": true, "net/http.Post": true, "net/http.PostForm": true, "net/http.Head": true, "net/http.RoundTripper.RoundTrip": true, "net/http.Transport.RoundTrip": true,
}

// SendsOf finds the sends of a request in the program. None are found where the
// request is made in a way that has no counterpart here.
func (p *Program) SendsOf(r *requests.Request) []*Send {
	if p.SSA == nil {
		return nil
	}
	if len(r.Send) == 0 {
		return p.sentElsewhere(r)
	}
	first := r.Send[0].Node
	sites := p.At(first.Pos, first.End)
	if len(sites) == 0 {
		// A chain of calls, or a literal: the one whose position is within.
		sites = p.within(r.Send[0])
	}
	var out []*Send
	for _, s := range sites {
		if chain := p.descend(s, r.Send, map[*ssa.Function]bool{}); chain != nil {
			out = append(out, &Send{p.intoTransport(chain)})
		}
	}
	return out
}

// sentElsewhere finds the sends of a request that a function makes and returns, by
// the sends whose request it may be.
func (p *Program) sentElsewhere(r *requests.Request) []*Send {
	if len(r.Build) == 0 {
		return nil
	}
	n := r.Build[0].Node
	made := map[ssa.Value]bool{}
	for _, c := range p.At(n.Pos, n.End) {
		if v, ok := c.(ssa.Value); ok {
			made[v] = true
		}
	}
	if len(made) == 0 {
		return nil
	}
	var out []*Send
	for _, f := range p.funcs {
		for _, b := range f.Blocks {
			for _, in := range b.Instrs {
				c, ok := in.(ssa.CallInstruction)
				if !ok || !p.sends(c) {
					continue
				}
				args := c.Common().Args
				if len(args) > 0 && p.Depends(args[len(args)-1], func(v ssa.Value) bool { return made[v] }) {
					out = append(out, &Send{[]ssa.CallInstruction{c}})
				}
			}
		}
	}
	return out
}

func (p *Program) within(l flow.Link) []ssa.CallInstruction {
	var out []ssa.CallInstruction
	for paren, list := range p.byParen {
		if l.Node.Pos <= paren && paren < l.Node.End {
			for _, c := range list {
				for _, n := range p.Names(c) {
					if n == l.Node.Str || senders[n] {
						out = append(out, c)
					}
				}
			}
		}
	}
	slices.SortFunc(out, p.compareCalls)
	return slices.Compact(out)
}

// descend follows the chain of a request to the call that sends.
func (p *Program) descend(c ssa.CallInstruction, links []flow.Link, seen map[*ssa.Function]bool) []ssa.CallInstruction {
	if len(links) <= 1 || p.sends(c) {
		return []ssa.CallInstruction{c}
	}
	for _, f := range p.Callees(c) {
		f = through(f)
		if seen[f] || !p.Own(f) {
			continue
		}
		seen[f] = true
		if !sameFunc(f, links[1].Fn) {
			continue
		}
		if next := p.step(f, links[1:], seen); next != nil {
			return append([]ssa.CallInstruction{c}, next...)
		}
	}
	// The chain has a link that the graph has not, such as a literal.
	for _, f := range p.Callees(c) {
		f = through(f)
		if p.Own(f) {
			if next := p.step(f, links[1:], seen); next != nil {
				return append([]ssa.CallInstruction{c}, next...)
			}
		}
	}
	// Code out of sight runs what it is given.
	for i := 1; i < len(links); i++ {
		for _, f := range p.givenTo(c, links[i].Fn) {
			if !seen[f] {
				seen[f] = true
				if next := p.step(f, links[i:], seen); next != nil {
					return append([]ssa.CallInstruction{c}, next...)
				}
			}
		}
	}
	return nil
}

// givenTo lists the arguments of a call that are the function of a link.
func (p *Program) givenTo(c ssa.CallInstruction, link *ir.Func) []*ssa.Function {
	var out []*ssa.Function
	for _, a := range c.Common().Args {
		for _, f := range p.funcsIn(a, 0) {
			if sameFunc(f, link) {
				out = append(out, f)
			}
		}
	}
	return out
}

// step finds, in a function, the call that a link stands for.
func (p *Program) step(f *ssa.Function, links []flow.Link, seen map[*ssa.Function]bool) []ssa.CallInstruction {
	var calls []ssa.CallInstruction
	for _, b := range f.Blocks {
		for _, in := range b.Instrs {
			if c, ok := in.(ssa.CallInstruction); ok {
				calls = append(calls, c)
			}
		}
	}
	for _, an := range f.AnonFuncs {
		for _, b := range an.Blocks {
			for _, in := range b.Instrs {
				if c, ok := in.(ssa.CallInstruction); ok {
					calls = append(calls, c)
				}
			}
		}
	}
	n := links[0].Node
	for _, c := range calls {
		for _, name := range p.Names(c) {
			if len(links) == 1 && (name == n.Str || senders[name]) {
				return []ssa.CallInstruction{c}
			}
		}
	}
	if len(links) > 1 {
		for _, c := range calls {
			for _, g := range p.Callees(c) {
				if sameFunc(through(g), links[1].Fn) {
					if next := p.descend(c, links, seen); next != nil {
						return next
					}
				}
			}
		}
	}
	if len(links) > 1 {
		// A literal that something runs, such as a breaker.
		for _, c := range calls {
			if len(p.givenTo(c, links[1].Fn)) > 0 {
				if next := p.descend(c, links, seen); next != nil {
					return next
				}
			}
		}
	}
	for _, c := range calls {
		if p.sends(c) {
			return []ssa.CallInstruction{c}
		}
	}
	return nil
}

// sameFunc reports whether a function is that of a link. Literals have no names, and
// those that came with facts no positions.
func sameFunc(g *ssa.Function, f *ir.Func) bool {
	if !f.Lit {
		return Name(g) == f.Name
	}
	if f.Pos.IsValid() && g.Pos().IsValid() && g.Parent() != nil {
		return f.Pos == g.Pos()
	}
	return strings.Contains(Name(g), "$")
}

func (p *Program) sends(c ssa.CallInstruction) bool {
	return slices.ContainsFunc(p.Names(c), func(n string) bool { return senders[n] })
}

// Above returns the calls that lead to a function, up to the roots: for each level
// the calls that may enter it.
func (p *Program) Above(f *ssa.Function) []ssa.CallInstruction {
	var out []ssa.CallInstruction
	seen := map[*ssa.Function]bool{}
	var up func(*ssa.Function)
	up = func(f *ssa.Function) {
		if seen[f] {
			return
		}
		seen[f] = true
		for _, c := range p.Callers(f) {
			out = append(out, c)
			up(c.Parent())
		}
	}
	up(f)
	return out
}

// A Guard is a call that stands before a send on every way to it, or around it.
type Guard struct {
	Names []string
	Call  ssa.CallInstruction
	// Around is set when the send runs inside what the call was given.
	Around bool
}

// Before lists the calls that dominate a send: in the functions of its chain, and
// in every caller up to the roots, where all of them have one.
func (p *Program) Before(s *Send, wanted func(names []string) bool) []Guard {
	var out []Guard
	for i := len(s.Chain) - 1; i >= 0; i-- {
		out = append(out, p.dominating(s.Chain[i], wanted)...)
	}
	if len(out) == 0 {
		out = p.beforeAll(s.Root(), wanted, map[*ssa.Function]bool{})
	}
	return out
}

// beforeAll lists what stands before every call of a function; nothing where one
// caller has none.
func (p *Program) beforeAll(f *ssa.Function, wanted func([]string) bool, seen map[*ssa.Function]bool) []Guard {
	if seen[f] {
		return nil
	}
	seen[f] = true
	if around := p.runner(f, wanted); around != nil {
		return around
	}
	callers := p.Callers(f)
	if len(callers) == 0 || p.isRoot(f) {
		return nil
	}
	var out []Guard
	for _, c := range callers {
		if !p.reached[c.Parent()] {
			continue
		}
		found := p.dominating(c, wanted)
		if len(found) == 0 {
			found = p.beforeAll(c.Parent(), wanted, seen)
		}
		if len(found) == 0 {
			return nil
		}
		out = append(out, found...)
	}
	return out
}

// runner finds the call that was given a function literal, and runs it.
func (p *Program) runner(f *ssa.Function, wanted func([]string) bool) []Guard {
	var out []Guard
	for _, r := range p.roots {
		if r.Func == f && r.Site != nil {
			if c, ok := r.Site.(ssa.CallInstruction); ok {
				if names := p.Names(c); wanted(names) {
					out = append(out, Guard{names, c, true})
				}
			}
		}
	}
	return out
}

// dominating lists the calls that stand before an instruction on every way to it,
// in its own function, and those that run the literal it stands in.
func (p *Program) dominating(at ssa.Instruction, wanted func([]string) bool) []Guard {
	var out []Guard
	f := at.Parent()
	for _, b := range f.Blocks {
		if b != at.Block() && !b.Dominates(at.Block()) {
			continue
		}
		for _, in := range b.Instrs {
			if in == at {
				break
			}
			c, ok := in.(ssa.CallInstruction)
			if !ok {
				continue
			}
			if _, deferred := in.(*ssa.Defer); deferred {
				continue
			}
			if names := p.Names(c); wanted(names) {
				out = append(out, Guard{names, c, false})
				continue
			}
			// A helper of the module that does it on every way through.
			for _, g := range p.Callees(c) {
				if inner := p.always(through(g), wanted, 0); inner != nil {
					out = append(out, *inner)
				}
			}
		}
	}
	out = append(out, p.runner(f, wanted)...)
	if f.Parent() != nil {
		for _, b := range f.Parent().Blocks {
			for _, in := range b.Instrs {
				if mc, ok := in.(*ssa.MakeClosure); ok && mc.Fn == f {
					// What stands before the literal is made stands before it runs.
					out = append(out, p.dominating(in, wanted)...)
				}
			}
		}
	}
	return out
}

// always finds a wanted call that every way through a function passes.
func (p *Program) always(f *ssa.Function, wanted func([]string) bool, depth int) *Guard {
	if depth > 3 || !p.Own(f) {
		return nil
	}
	for _, b := range f.Blocks {
		all := true
		for _, e := range f.Blocks {
			if len(e.Succs) == 0 && e != b && !b.Dominates(e) {
				all = false
			}
		}
		if !all {
			continue
		}
		for _, in := range b.Instrs {
			c, ok := in.(ssa.CallInstruction)
			if !ok {
				continue
			}
			if names := p.Names(c); wanted(names) {
				return &Guard{names, c, false}
			}
			for _, g := range p.Callees(c) {
				if inner := p.always(through(g), wanted, depth+1); inner != nil {
					return inner
				}
			}
		}
	}
	return nil
}

// A Condition is a branch that decides whether an instruction is reached.
type Condition struct {
	If  *ssa.If
	Via bool // the value with which it is reached
}

// Conditions lists the branches that dominate an instruction in its own function.
func Conditions(at ssa.Instruction) []Condition {
	var out []Condition
	b := at.Block()
	for d := b.Idom(); d != nil; d = d.Idom() {
		last, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If)
		if !ok {
			continue
		}
		yes, no := d.Succs[0], d.Succs[1]
		inYes := (yes == b || yes.Dominates(b)) && len(yes.Preds) == 1
		inNo := (no == b || no.Dominates(b)) && len(no.Preds) == 1
		switch {
		case inYes && !inNo:
			out = append(out, Condition{last, true})
		case inNo && !inYes:
			out = append(out, Condition{last, false})
		default:
			// One side leaves the function.
			if !reaches(yes, b, d) {
				out = append(out, Condition{last, false})
			} else if !reaches(no, b, d) {
				out = append(out, Condition{last, true})
			}
		}
	}
	return out
}

// reaches reports whether a block leads to another without passing a third.
func reaches(from, to, not *ssa.BasicBlock) bool {
	seen := map[*ssa.BasicBlock]bool{not: true}
	work := []*ssa.BasicBlock{from}
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		if b == to {
			return true
		}
		if seen[b] {
			continue
		}
		seen[b] = true
		work = append(work, b.Succs...)
	}
	return false
}

// Looped reports whether an instruction stands in a loop of its function.
func Looped(in ssa.Instruction) bool {
	b := in.Block()
	for _, s := range b.Succs {
		if reaches(s, b, nil) {
			return true
		}
	}
	return false
}

// IsErr reports whether a type is error.
func IsErr(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Pkg() == nil && n.Obj().Name() == "error"
}
