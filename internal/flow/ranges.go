package flow

import (
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// Iterator is the type of objects that stand for iterators of the standard
// library: a list of what they give, first and second values apart.
const Iterator = "iterator"

// Second is what an iterator gives beside its i-th value; -1 where it is not
// known which one.
func Second(i int64) Key { return Key{Kind: NoteKey, Name: "second", Num: i} }

// A pair is what a turn of a range statement is for.
type pair struct {
	k, v Value
	// at reads the value when the turn begins: an element of a list may be written
	// in the turns before.
	at func() Value
}

func (it *Interp) rangeLoop(n *ir.Node) {
	coll := it.Deref(it.eval(n.Kids[2]))
	l := it.rangeKind(n, coll)
	defer it.enterLoop(l)()
	if n.Decl && !n.PerTurn {
		for _, v := range n.Kids[:2] {
			if v.Op == ir.OpVar && it.frame().fn.IsBoxed(int(v.Int)) {
				it.declare(it.frame(), v.Int, it.Zero(v.Type))
			}
		}
	}
	r := &ranging{it: it, n: n, l: l}
	it.multi++
	defer func() { it.multi-- }()
	defer it.enterBody(n)()
	var fs []func()
	for _, a := range coll {
		switch a.Kind {
		case NilK:
			fs = append(fs, func() {})
		case ObjK:
			fs = append(fs, func() { r.object(a.Obj) })
		case FuncK:
			fs = append(fs, func() { r.function(a, coll) })
		case IntK:
			fs = append(fs, func() { r.number(a.Int) })
		default:
			fs = append(fs, func() { r.unknown([]pair{r.fresh()}) })
		}
	}
	switch len(fs) {
	case 0:
		r.unknown([]pair{r.fresh()})
	case 1:
		fs[0]()
	default:
		it.Fork(fs...)
	}
}

// A ranging is a range statement under execution.
type ranging struct {
	it *Interp
	n  *ir.Node
	l  *Loop
}

// turn is one turn with the given variables.
func (r *ranging) turn(p pair) {
	it, key, value := r.it, r.n.Kids[0], r.n.Kids[1]
	if p.at != nil {
		p.v = p.at()
	}
	if !key.Missing() && len(p.k) > 0 {
		it.store(key, it.item(r.l, r.own(key, p.k)))
	}
	if !value.Missing() && len(p.v) > 0 {
		it.store(value, it.item(r.l, r.own(value, p.v)))
	}
	it.turn(func() { it.exec(r.n.Kids[3]) })
}

// own copies what the variable of a turn gets, where that is a struct.
func (r *ranging) own(place *ir.Node, v Value) Value {
	if place.ByValue {
		return r.it.Copy(v)
	}
	return v
}

// fresh is a turn of which only the types are known.
func (r *ranging) fresh() pair {
	var p pair
	if k := r.n.Kids[0]; !k.Missing() {
		p.k = r.it.Fresh(k.Type, Origin{Kind: "range", Name: k.Str})
	}
	if v := r.n.Kids[1]; !v.Missing() {
		p.v = r.it.Fresh(v.Type, Origin{Kind: "range", Name: v.Str})
	}
	return p
}

// object ranges over a list, a map, a channel or an iterator.
func (r *ranging) object(id ID) {
	it := r.it
	o := it.objs[id]
	first := func(i int64, v Value) pair { return pair{k: IntValue(i), v: v} }
	switch {
	case o.Type == Iterator:
		first = func(i int64, v Value) pair {
			w, _ := it.Get(id, Second(i))
			return pair{k: v, v: w}
		}
	case !o.List && !o.Map:
		first = func(_ int64, v Value) pair { return pair{k: v} } // a channel
		it.received = true
	}
	var known, any []pair
	open, others := o.Symbolic, false
	if !o.List && !o.Map && o.Type != Iterator {
		for _, e := range rows(it.sent(id)) {
			if len(e) > 0 {
				any, open, others = append(any, first(-1, e)), true, o.Symbolic || o.thawed
			}
		}
	}
	for _, f := range it.Written(id) {
		v, _ := it.Get(id, f)
		switch f.Kind {
		case AnyIndexKey:
			open = true
			for _, e := range rows(v) {
				p := first(-1, e)
				if o.List && o.Type != Iterator {
					p.k = UnknownFrom(Origin{Kind: "range", Name: r.n.Kids[0].Str}, "int")
				}
				any = append(any, p)
			}
		case AnyEntryKey:
			open = true
			k, _ := it.Get(id, anyNamed)
			any = append(any, pair{k: k, v: v})
		case IndexKey:
			p := first(f.Num, v)
			if _, array := ir.IsArray(o.Type); o.List && o.Type != Iterator && !(array && r.n.Kids[2].ByValue) && !v.Has(AbsentK) {
				p.at = func() Value { return it.ReadIndex(id, IntValue(f.Num), ir.ElemType(o.Type)) }
			}
			known = append(known, p)
		case EntryKey:
			known = append(known, pair{k: it.mapKey(id, f), v: v})
		}
	}
	if size, array := ir.IsArray(o.Type); array && !o.Symbolic && size <= maxUnroll {
		known = known[:0]
		for i := range size {
			read := func() Value { return it.ReadIndex(id, IntValue(i), ir.ElemType(o.Type)) }
			p := first(i, read())
			if !r.n.Kids[2].ByValue {
				p.at = read
			}
			known = append(known, p)
		}
		open = false
	} else if size, ok := it.length(id); ok && int64(len(known)) == size && o.List && o.Type != Iterator {
		open = false // what was written at unknown indexes is in the elements
	}
	if o.thawed && len(known) == 0 {
		open = true // made empty, and filled since
	}
	switch {
	case others: // one row more, of which nothing is known
		any = append(any, pair{k: UnknownFrom(Origin{Kind: "range", Name: "channel", loops: it.made()}, r.n.Kids[0].Type)})
	case o.Symbolic || open && len(any) == 0:
		any = append(any, r.fresh())
	}
	if o.Map && len(known) > 1 && leaves(r.n.Kids[3]) {
		// Which one comes first is not known, and the others may not come at all.
		r.unknown(append(known, any...))
		return
	}
	if len(known) > maxUnroll {
		any, open = append(any, known[maxUnroll:]...), true
		known = known[:maxUnroll]
	}
	r.each(known, o.Map)
	if open && !it.st.dead {
		r.unknown(any)
	}
}

// mapKey gives back the key expression of a map entry, with its place.
func (it *Interp) mapKey(id ID, f Key) Value {
	if v, ok := it.EntryName(id, f); ok && len(v) > 0 {
		return v
	}
	return TextValue(f.Name)
}

// EntryName is the key expression of a map entry, with its place, where it is
// known.
func (it *Interp) EntryName(id ID, k Key) (Value, bool) { return it.Get(id, entryName(k)) }

// rows lists the alternatives of an element: the parts of one of them belong
// together.
func rows(v Value) []Value {
	if len(v) < 2 || len(v) > 12 {
		return []Value{v}
	}
	var out []Value
	var rest Value
	for _, a := range v {
		if a.Kind == ObjK || a.Kind == FuncK {
			out = append(out, Value{a})
		} else {
			rest = append(rest, a)
		}
	}
	if len(rest) > 0 {
		out = append(out, rest)
	}
	return out
}

// leaves reports whether a statement may end the loop around it.
func leaves(n *ir.Node) bool {
	if n.Missing() {
		return false
	}
	switch n.Op {
	case ir.OpBreak, ir.OpReturn:
		return true
	case ir.OpFuncLit:
		return false
	}
	for _, k := range n.Kids {
		if leaves(k) {
			return true
		}
	}
	return false
}

// each executes the turns one by one. The entries of a map come in any order:
// what more than one of them changes is not known by the last one.
func (r *ranging) each(known []pair, unordered bool) {
	it := r.it
	start := ID(len(it.objs))
	times := map[key]int{}
	var changes []change
	for _, p := range known {
		turn := func() { r.turn(p) }
		if p.v.Has(AbsentK) {
			p.v = p.v.Without(func(a Atom) bool { return a.Kind == AbsentK })
			if len(p.v) == 0 {
				continue
			}
			turn = func() { it.Fork(func() { r.turn(p) }, func() {}) }
		}
		if !unordered || len(known) < 2 {
			turn()
		} else {
			for _, c := range it.oneTurn(false, start, turn) {
				times[c.key]++
				changes = append(changes, c)
			}
		}
		if it.st.dead {
			return
		}
	}
	done := map[key]bool{}
	for _, c := range changes {
		if times[c.key] > 1 && !done[c.key] && it.plain(c.new) && c.key.field.Kind != LengthKey {
			done[c.key] = true
			last, _ := it.st.get(c.key)
			for _, d := range changes {
				if d.key == c.key {
					last = Join(last, d.new)
				}
			}
			it.st.put(c.key, it.widened(c.old, last, last))
		}
	}
}

// plain reports whether a value is made of texts and numbers.
func (it *Interp) plain(v Value) bool {
	for _, a := range v {
		if a.Kind != TextK && a.Kind != IntK && a.Kind != BoolK && a.Kind != Unknown {
			return false
		}
	}
	return true
}

// unknown executes any number of turns, each of them for one of the pairs.
func (r *ranging) unknown(any []pair) {
	it := r.it
	it.loops++
	defer func() { it.loops-- }()
	it.manyTurns(true, func() {
		if len(any) == 1 {
			r.turn(any[0])
			return
		}
		var fs []func()
		for _, p := range any {
			fs = append(fs, func() { r.turn(p) })
		}
		it.Fork(fs...)
	})
}

func (r *ranging) number(n int64) {
	if n < 0 || n > maxCounted {
		r.unknown([]pair{{k: UnknownFrom(Origin{Kind: "range", Name: r.n.Kids[0].Str}, "int")}})
		return
	}
	for i := range n {
		if r.turn(pair{k: IntValue(i)}); r.it.st.dead {
			return
		}
	}
}

// function ranges over an iterator that the program has written: it is called
// with the body of the loop as yield.
func (r *ranging) function(a Atom, coll Value) {
	it := r.it
	if a.Fn.Fn == nil && a.Fn.Native == nil {
		r.unknown([]pair{r.fresh()})
		return
	}
	fr := it.frame()
	depth := len(it.frames)
	called := false
	yield := &Closure{Name: "yield", id: it.nativeID()}
	yield.Native = func(args []Value, _ *ir.Node) []Value {
		called = true
		inner := it.frames
		it.frames = append(inner[:len(inner):len(inner)], fr)
		var p pair
		if len(args) > 0 {
			p.k = args[0]
		}
		if len(args) > 1 {
			p.v = args[1]
		}
		r.turn(p)
		it.frames = inner
		return []Value{BoolValue(true)}
	}
	it.callValue(Value{a}, []Value{{{Kind: FuncK, Fn: yield}}}, &ir.Node{Op: ir.OpDynCall, Pos: r.n.Pos, End: r.n.End, NamePos: r.n.Pos})
	if !called && len(it.frames) == depth && !it.st.dead {
		r.unknown([]pair{r.fresh()})
	}
}

func (it *Interp) nativeID() int {
	it.natives++
	return it.natives
}
