package flow

import "github.com/klaviyolint/klaviyolint/internal/flow/ir"

// A labelFrame is a block with labels, while it is executed. Those of one
// function form a stack.
type labelFrame struct {
	node *ir.Node
	base *state // memory before the block
	// jumps are what goto statements left on the way to each label; entry is the
	// memory with which it was gone on from there the last time.
	jumps map[string][]*state
	entry map[string]*state
}

// gotoLabel executes a goto statement.
func (it *Interp) gotoLabel(n *ir.Node) {
	f := it.frame()
	for i := len(f.labels) - 1; i >= 0; i-- {
		b := f.labels[i]
		if b.index(n.Str) >= 0 {
			b.jumps[n.Str] = append(b.jumps[n.Str], it.st.since(b.base))
			break
		}
	}
	it.st.dead = true
}

func (b *labelFrame) index(label string) int {
	for i, k := range b.node.Kids {
		if k.Op == ir.OpLabel && k.Str == label {
			return i
		}
	}
	return -1
}

// labelled executes a block with labels. What jumps forward is joined where the
// label stands; what jumps back is executed from there again, as the turns of a
// loop are.
func (it *Interp) labelled(n *ir.Node) {
	f := it.frame()
	limit := ID(len(it.objs))
	b := &labelFrame{node: n, base: it.st, jumps: map[string][]*state{}, entry: map[string]*state{}}
	f.labels = append(f.labels, b)
	it.st = b.base.child()
	ends := it.from(b, 0, limit, nil)
	it.loops++
	for range maxTurns {
		again := -1
		for i, k := range n.Kids {
			if k.Op == ir.OpLabel && len(b.jumps[k.Str]) > 0 {
				again = i
				break
			}
		}
		if again < 0 {
			break
		}
		it.st = b.base.child()
		it.st.dead = true
		ends = it.from(b, again, limit, ends)
	}
	it.loops--
	f.labels = f.labels[:len(f.labels)-1]
	it.settle(b.base, ends, limit)
}

// from executes the statements of a block from one on.
func (it *Interp) from(b *labelFrame, at int, limit ID, ends []*state) []*state {
	for _, k := range b.node.Kids[at:] {
		if k.Op == ir.OpLabel {
			it.arrive(b, k.Str, limit)
		}
		if !it.st.dead {
			it.exec(k)
		}
	}
	if !it.st.dead {
		ends = append(ends, it.st.since(b.base))
	}
	return ends
}

// arrive joins what came to a label. What changes from time to time is widened.
func (it *Interp) arrive(b *labelFrame, label string, limit ID) {
	alive := b.jumps[label]
	b.jumps[label] = nil
	before := b.entry[label]
	if len(alive) == 0 && it.st.dead {
		return
	}
	if !it.st.dead {
		alive = append(alive, it.st.since(b.base))
	}
	if before != nil {
		alive = append(alive, before)
	}
	s := b.base.child()
	it.st = s
	it.merge(s, alive, limit)
	if before != nil {
		for _, o := range s.objs.all() {
			if o.key >= limit && !it.objs[o.key].frame {
				continue
			}
			for _, row := range o.value.all() {
				k := key{o.key, row.key}
				if old, ok := before.get(k); ok && len(old) > 0 && row.key != made && it.differs(old, row.value, limit) {
					it.widen(change{k, old, row.value})
				}
			}
		}
	}
	// The state goes on being written to: keep what is there now.
	kept := b.base.child()
	it.merge(kept, []*state{s.copied()}, limit)
	b.entry[label] = kept
}
