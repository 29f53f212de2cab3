package flow

import (
	"slices"

	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

type key struct {
	obj   ID
	field Key
}

// A state is the memory on one path: an overlay over the memory before the
// path forked, so that a branch costs what it writes.
type state struct {
	parent *state
	objs   table[ID, *fields]
	dead   bool // the path has ended: return, panic, break
}

// fields are what a path wrote to one object.
type fields = table[Key, Value]

func newState(parent *state) *state { return &state{parent: parent} }

func (s *state) child() *state { return newState(s) }

// copied is the overlay with rows of its own.
func (s *state) copied() *state {
	out := newState(s.parent)
	for _, o := range s.objs.all() {
		fs := out.own(o.key)
		for _, row := range o.value.all() {
			fs.add(row.key, row.value)
		}
	}
	return out
}

// of returns what was written to an object in this overlay; it may be nil.
func (s *state) of(id ID) *fields {
	fs, _ := s.objs.get(id)
	return fs
}

func (s *state) get(k key) (Value, bool) {
	for ; s != nil; s = s.parent {
		if v, ok := s.of(k.obj).get(k.field); ok {
			return v, true
		}
	}
	return nil, false
}

func (s *state) put(k key, v Value) { s.own(k.obj).put(k.field, v) }

// own returns an object's fields in this overlay, to write to.
func (s *state) own(id ID) *fields {
	fs := s.of(id)
	if fs == nil {
		fs = new(fields)
		s.objs.add(id, fs)
	}
	return fs
}

// since flattens the overlays above base into one whose parent is base. The
// path that made s has ended, so that what it wrote can be taken over; the
// overlays below belong to other paths as well.
func (s *state) since(base *state) *state {
	if s.parent == base {
		return s
	}
	out := base.child()
	out.objs = s.objs
	for s = s.parent; s != nil && s != base; s = s.parent {
		for _, o := range s.objs.all() {
			have := out.own(o.key)
			for _, f := range o.value.all() {
				if !have.has(f.key) {
					have.add(f.key, f.value)
				}
			}
		}
	}
	return out
}

// An Object is what is fixed about an abstract object.
type Object struct {
	Type     string
	Internal bool // is of no type of Go: its fields are nobody's
	Symbolic bool // came from outside: what was not written is unknown, not zero
	Map      bool
	List     bool
	frame    bool
	// shares are lists that may have the same elements in memory.
	shares  []share
	pointed bool // somebody has its address, although it is a part of a variable
	apart   bool // is none of the rows of its type that are known
	thawed  bool // is as it was when it was stored, and may have been filled since
	loops   int  // loops of unknown length around its making
	Origin  Origin
	Node    *ir.Node // expression that made it
	Chain   []Link   // calls that led there
	Data    any      // for the user of the package
}

// A share is another list with the same elements in memory: element i is
// element i+offset of it, where that is known.
type share struct {
	obj     ID
	offset  int64
	known   bool
	certain bool // else appending may have made a new array
}

// A Link is one call on the way to a place: the function that contains the
// call, and the call. The last link of a chain is the place itself.
type Link struct {
	Fn   *ir.Func
	Node *ir.Node
}

func (it *Interp) alloc(o *Object) ID {
	it.objs = append(it.objs, o)
	return ID(len(it.objs) - 1)
}

// Object returns the fixed part of an object.
func (it *Interp) Object(id ID) *Object { return it.objs[id] }

// New makes an object at the expression being executed.
func (it *Interp) New(typ string, n *ir.Node) ID {
	return it.alloc(&Object{Type: ir.Elem(typ), Node: n, Chain: it.Chain(n), loops: it.loops})
}

// NewInternal makes an object that stands for something of the engine's or its
// user's own, such as the text that encoding a value gives.
func (it *Interp) NewInternal(kind string, n *ir.Node) ID {
	id := it.New(kind, n)
	it.objs[id].Internal = true
	return id
}

// NewCell makes a variable without a name, and returns a pointer to it.
func (it *Interp) NewCell(v Value, n *ir.Node) Value {
	id := it.NewInternal("", n)
	it.Set(id, Pointee, v)
	return it.RefTo(id, Pointee)
}

// RefTo is a pointer to a part of an object.
func (it *Interp) RefTo(id ID, k Key) Value {
	return Value{{Kind: RefK, Ref: &Place{id, k}}}
}

// NewSymbolic makes an object that came from outside.
func (it *Interp) NewSymbolic(typ string, o Origin) ID {
	return it.alloc(&Object{Type: ir.Elem(typ), Symbolic: true, Origin: o})
}

// Fork runs the alternatives from the present state, each in its own, and
// joins what they leave behind.
func (it *Interp) Fork(fs ...func()) {
	base, limit := it.st, ID(len(it.objs))
	var alive []*state
	for _, f := range fs {
		s := base.child()
		it.st = s
		f()
		if !it.st.dead {
			alive = append(alive, it.st.since(base))
		}
	}
	it.settle(base, alive, limit)
}

// settle goes on from base with what the paths that are still alive left.
func (it *Interp) settle(base *state, alive []*state, limit ID) {
	it.st = base
	if len(alive) == 0 {
		base.dead = true
		return
	}
	it.merge(base, alive, limit)
}

// merge writes the join of the children, which end here, into base. Objects
// from limit on were made on the way: what one path alone knows of them is all
// there is to know.
func (it *Interp) merge(base *state, alive []*state, limit ID) {
	if len(alive) == 1 {
		for _, o := range alive[0].objs.all() {
			it.steps -= len(o.value.rows)
			into := base.of(o.key)
			if into == nil {
				base.objs.add(o.key, o.value)
				continue
			}
			for _, f := range o.value.all() {
				into.put(f.key, f.value)
			}
		}
		return
	}
	vs := make([]Value, 0, len(alive))
	for i, s := range alive {
		for _, o := range s.objs.all() {
			if !slices.ContainsFunc(alive[:i], func(s *state) bool { return s.objs.has(o.key) }) {
				it.mergeObject(base, alive, o.key, o.key >= limit, vs)
			}
		}
	}
}

// mergeObject joins the fields of one object. vs is room for their values.
func (it *Interp) mergeObject(base *state, alive []*state, id ID, fresh bool, vs []Value) {
	of := make([]*fields, len(alive))
	for i, s := range alive {
		of[i] = s.of(id)
	}
	into := base.own(id)
	for i := range of {
		for _, row := range of[i].all() {
			f := row.key
			if slices.ContainsFunc(of[:i], func(o *fields) bool { return o.has(f) }) {
				continue
			}
			it.steps--
			k := key{id, f}
			vs = vs[:0]
			for _, o := range of {
				if v, ok := o.get(f); ok {
					vs = append(vs, v)
				} else if !fresh {
					if v, ok := base.get(k); ok {
						vs = append(vs, v)
					} else {
						vs = append(vs, it.unset(k))
					}
				} else if o.has(made) {
					// A path that made no use of a field still knows its object
					// where it wrote some other field of it.
					vs = append(vs, it.unset(k))
				}
			}
			into.put(f, Join(vs...))
		}
	}
	it.touched(id) // what was stored of it on one path is not all there is
}

// unset is what a path that did not write a field has there.
func (it *Interp) unset(k key) Value {
	o := it.objs[k.obj]
	if o.frame {
		return nil
	}
	if o.Symbolic {
		return Value{{Kind: Unknown, Origin: Origin{Kind: "field", Name: k.field.Name, Obj: k.obj}}}
	}
	return Value{{Kind: AbsentK}}
}

// Get reads what was written to a field of an object on this path. ok is false
// when nothing was.
func (it *Interp) Get(id ID, field Key) (Value, bool) { return it.st.get(key{id, field}) }

// Set writes a field of an object.
func (it *Interp) Set(id ID, field Key, v Value) {
	it.Mark(id, field, v)
	it.touched(id)
	it.stored(id, field, v)
}

// Mark is Set for what the user of the package notes about an object: it does not
// change what was stored of it.
func (it *Interp) Mark(id ID, field Key, v Value) {
	it.steps--
	if it.st.parent != nil && !it.objs[id].frame {
		if fs := it.st.own(id); !fs.has(made) {
			fs.add(made, nil)
		}
	}
	it.st.put(key{id, field}, v)
}

// Made notes that the present path has made use of an object, although it wrote
// nothing to it.
func (it *Interp) Made(id ID) { it.Set(id, made, nil) }

// Written lists the keys of an object that were written on this path, in order.
func (it *Interp) Written(id ID) []Key {
	seen := map[Key]bool{}
	for s := it.st; s != nil; s = s.parent {
		for _, f := range s.of(id).all() {
			if f.key != made {
				seen[f.key] = true
			}
		}
	}
	out := make([]Key, 0, len(seen))
	for f := range seen {
		out = append(out, f)
	}
	slices.SortFunc(out, Key.compare)
	return out
}
