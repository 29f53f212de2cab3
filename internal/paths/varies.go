package paths

import (
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// readers give something else at each call: the next line, row, message or value.
var readers = []string{"bufio.Scanner.Text", "bufio.Scanner.Bytes", "bufio.Reader.ReadString", "bufio.Reader.ReadBytes", "bufio.Reader.ReadLine", "encoding/csv.Reader.Read",
	"encoding/json.Decoder.Decode", "database/sql.Rows.Scan", ".Rows.Scan", ".Rows.StructScan", ".ReadMessage", ".FetchMessage", ".Receive", ".ReceiveMessage", ".NextMsg", ".Next", ".Fetch", "net/http.Request.FormValue"}

// varies reports whether what a call is given is something else in each turn of the
// loop around it: an element, a line, a message, a page. Then the next turn sends
// something else. What is only built anew from the same values does not vary.
func (x *explorer) varies(c ssa.CallInstruction, l *loop) bool {
	v := &variation{p: x.p, loop: l, seen: map[ssa.Value]bool{}}
	for _, a := range c.Common().Args {
		if v.of(a) {
			return true
		}
	}
	return c.Common().IsInvoke() && v.of(c.Common().Value)
}

// A loop is a natural one: its header dominates all of its blocks.
type loop struct {
	header *ssa.BasicBlock
	blocks map[*ssa.BasicBlock]bool
}

// loopsOf lists the loops around a block, the innermost first.
func loopsOf(b *ssa.BasicBlock) []*loop {
	var out []*loop
	for h := b; h != nil; h = h.Idom() {
		l := &loop{h, map[*ssa.BasicBlock]bool{}}
		for _, p := range h.Preds {
			if h.Dominates(p) {
				l.add(p)
			}
		}
		if l.blocks[b] {
			out = append(out, l)
		}
	}
	return out
}

// add adds a block and all that lead to it without the header.
func (l *loop) add(b *ssa.BasicBlock) {
	if l.blocks[b] {
		return
	}
	l.blocks[b] = true
	if b == l.header {
		return
	}
	l.blocks[l.header] = true
	for _, p := range b.Preds {
		l.add(p)
	}
}

type variation struct {
	p    *Program
	loop *loop
	seen map[ssa.Value]bool
	bare bool // a counter by itself is no item
}

func (v *variation) of(val ssa.Value) bool {
	in, ok := val.(ssa.Instruction)
	if !ok || v.seen[val] || !v.loop.blocks[in.Block()] {
		return false
	}
	v.seen[val] = true
	switch val := val.(type) {
	case *ssa.Next:
		return true
	case *ssa.Phi:
		if val.Block() != v.loop.header {
			return v.any(val.Edges...)
		}
		return v.changes(val)
	case *ssa.UnOp:
		switch val.Op {
		case token.ARROW:
			return true
		case token.MUL:
			return v.of(val.X) || v.stored(val.X)
		}
		return v.of(val.X)
	case *ssa.Select:
		return true
	case *ssa.IndexAddr:
		return v.of(val.X) || v.counts(val.Index)
	case *ssa.Index:
		return v.of(val.X) || v.counts(val.Index)
	case *ssa.Lookup:
		return v.of(val.X) || v.counts(val.Index)
	case *ssa.Alloc:
		return v.stored(val)
	case *ssa.MakeClosure:
		return v.any(val.Bindings...)
	case *ssa.Call:
		if v.reads(val) {
			return true
		}
		return v.any(val.Call.Args...) || val.Call.IsInvoke() && v.of(val.Call.Value)
	}
	for _, op := range in.Operands(nil) {
		if *op != nil && v.of(*op) {
			return true
		}
	}
	return false
}

// changes reports whether a value of the loop's header is another one in the next
// turn, and no counter of attempts.
func (v *variation) changes(phi *ssa.Phi) bool {
	for i, e := range phi.Edges {
		in, ok := e.(ssa.Instruction)
		if ok && e != ssa.Value(phi) && v.loop.blocks[phi.Block().Preds[i]] && v.loop.blocks[in.Block()] {
			return !attempts(phi, v.bare)
		}
	}
	return false
}

func (v *variation) any(vals ...ssa.Value) bool {
	return slices.ContainsFunc(vals, v.of)
}

// counts reports whether an index is the counter of the loop.
func (v *variation) counts(i ssa.Value) bool {
	in, ok := i.(ssa.Instruction)
	if !ok || !v.loop.blocks[in.Block()] {
		return false
	}
	switch i := i.(type) {
	case *ssa.Phi:
		return true
	case *ssa.BinOp:
		return v.counts(i.X) || v.counts(i.Y)
	}
	return v.of(i)
}

func (v *variation) reads(c *ssa.Call) bool {
	return slices.ContainsFunc(v.p.Names(c), func(n string) bool {
		return slices.ContainsFunc(readers, func(r string) bool { return n == r || r[0] == '.' && strings.HasSuffix(n, r) })
	})
}

// stored reports whether the loop stores something else at an address each time, or
// has it filled by a reader.
func (v *variation) stored(addr ssa.Value) bool {
	refs := addr.Referrers()
	if refs == nil {
		return false
	}
	for _, r := range *refs {
		if !v.loop.blocks[r.Block()] {
			continue
		}
		switch r := r.(type) {
		case *ssa.Store:
			if r.Addr == addr && v.of(r.Val) {
				return true
			}
		case *ssa.FieldAddr:
			if v.stored(r) {
				return true
			}
		case *ssa.IndexAddr:
			if v.stored(r) {
				return true
			}
		case *ssa.Call:
			if v.reads(r) {
				return true
			}
		case *ssa.MakeInterface:
			if v.stored(r) {
				return true
			}
		}
	}
	return false
}

// attempts reports whether a value that changes from turn to turn is a counter that
// ends at a small constant, or a wait: then the turns are attempts, not items. With
// any the constant does not matter.
func attempts(phi *ssa.Phi, any bool) bool {
	for _, e := range phi.Edges {
		if k, ok := e.(*ssa.Const); ok && k.Value != nil {
			continue
		}
		op, ok := e.(*ssa.BinOp)
		if !ok || op.X != ssa.Value(phi) && op.Y != ssa.Value(phi) {
			return false
		}
		if op.Op == token.MUL || op.Op == token.SHL {
			continue
		}
		if !any && !bounded(phi) && !bounded(op) {
			return false
		}
	}
	return true
}

// small is how many turns are attempts at most.
const small = 12

func bounded(v ssa.Value) bool {
	refs := v.Referrers()
	if refs == nil {
		return false
	}
	for _, r := range *refs {
		if cmp, ok := r.(*ssa.BinOp); ok {
			for _, o := range []ssa.Value{cmp.X, cmp.Y} {
				if k, ok := o.(*ssa.Const); ok && k.Value != nil && isCompare(cmp.Op) {
					if n, exact := constInt64(k); exact && n > 0 && n <= small {
						return true
					}
				}
			}
		}
	}
	return false
}

func isCompare(op token.Token) bool {
	switch op {
	case token.LSS, token.LEQ, token.GTR, token.GEQ, token.EQL, token.NEQ:
		return true
	}
	return false
}
