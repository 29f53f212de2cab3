package flow

import (
	"slices"
	"sort"
	"strconv"
)

type key struct {
	obj   ID
	field string
}

// A state is the memory on one path: an overlay over the memory before the
// path forked, so that a branch costs what it writes.
type state struct {
	parent *state
	m      map[ID]map[string]Value
	dead   bool // the path has ended: return, panic, break
}

func newState(parent *state) *state { return &state{parent: parent} }

func (s *state) child() *state { return newState(s) }

func (s *state) get(k key) (Value, bool) {
	for ; s != nil; s = s.parent {
		if fs, ok := s.m[k.obj]; ok {
			if v, ok := fs[k.field]; ok {
				return v, true
			}
		}
	}
	return nil, false
}

func (s *state) put(k key, v Value) {
	fs := s.m[k.obj]
	if fs == nil {
		if s.m == nil {
			s.m = map[ID]map[string]Value{}
		}
		fs = map[string]Value{}
		s.m[k.obj] = fs
	}
	fs[k.field] = v
}

// since flattens the overlays above base into one whose parent is base.
func (s *state) since(base *state) *state {
	if s.parent == base {
		return s
	}
	out := base.child()
	out.m = make(map[ID]map[string]Value, len(s.m))
	for ; s != nil && s != base; s = s.parent {
		for id, fs := range s.m {
			have := out.m[id]
			if have == nil {
				have = make(map[string]Value, len(fs))
				out.m[id] = have
			}
			for f, v := range fs {
				if _, ok := have[f]; !ok {
					have[f] = v
				}
			}
		}
	}
	return out
}

// An Object is what is fixed about an abstract object.
type Object struct {
	Type     string
	Symbolic bool // came from outside: what was not written is unknown, not zero
	Map      bool
	List     bool
	frame    bool
	thawed   bool // is as it was when it was stored, and may have been filled since
	loops    int  // loops of unknown length around its making
	Origin   Origin
	Node     *Node  // expression that made it
	Chain    []Link // calls that led there
	Data     any    // for the user of the package
}

// A Link is one call on the way to a place: the function that contains the
// call, and the call. The last link of a chain is the place itself.
type Link struct {
	Fn   *Func
	Node *Node
}

func (it *Interp) alloc(o *Object) ID {
	it.objs = append(it.objs, o)
	return ID(len(it.objs) - 1)
}

// Object returns the fixed part of an object.
func (it *Interp) Object(id ID) *Object { return it.objs[id] }

// New makes an object at the expression being executed.
func (it *Interp) New(typ string, n *Node) ID {
	return it.alloc(&Object{Type: Elem(typ), Node: n, Chain: it.Chain(n), loops: it.loops})
}

// NewSymbolic makes an object that came from outside.
func (it *Interp) NewSymbolic(typ string, o Origin) ID {
	return it.alloc(&Object{Type: Elem(typ), Symbolic: true, Origin: o})
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

// merge writes the join of the children into base. Objects from limit on were
// made on the way: what one path alone knows of them is all there is to know.
func (it *Interp) merge(base *state, alive []*state, limit ID) {
	if len(alive) == 1 {
		for id, fs := range alive[0].m {
			it.steps -= len(fs)
			for f, v := range fs {
				base.put(key{id, f}, v)
			}
		}
		return
	}
	vs := make([]Value, 0, len(alive))
	for i, s := range alive {
		for id := range s.m {
			if !slices.ContainsFunc(alive[:i], func(o *state) bool { return o.m[id] != nil }) {
				it.mergeObject(base, alive, id, id >= limit, vs)
			}
		}
	}
}

// mergeObject joins the fields of one object. vs is room for their values.
func (it *Interp) mergeObject(base *state, alive []*state, id ID, fresh bool, vs []Value) {
	for i, s := range alive {
		for f := range s.m[id] {
			if slices.ContainsFunc(alive[:i], func(o *state) bool { _, had := o.m[id][f]; return had }) {
				continue
			}
			it.steps--
			k := key{id, f}
			vs = vs[:0]
			for _, s := range alive {
				if v, ok := s.m[id][f]; ok {
					vs = append(vs, v)
				} else if !fresh {
					if v, ok := base.get(k); ok {
						vs = append(vs, v)
					} else {
						vs = append(vs, it.unset(k))
					}
				} else if it.owns(s, id) {
					vs = append(vs, it.unset(k))
				}
			}
			base.put(k, Join(vs...))
		}
	}
}

// owns reports whether a path that made no use of a field still knows its
// object: it wrote some other field of it.
func (it *Interp) owns(s *state, obj ID) bool {
	_, ok := s.m[obj]["!made"]
	return ok
}

// unset is what a path that did not write a field has there.
func (it *Interp) unset(k key) Value {
	o := it.objs[k.obj]
	if o.frame {
		return nil
	}
	if o.Symbolic {
		return Value{{Kind: Unknown, Origin: Origin{Kind: "field", Name: k.field, Obj: k.obj}}}
	}
	return Value{{Kind: AbsentK}}
}

// Get reads what was written to a field of an object on this path. ok is false
// when nothing was.
func (it *Interp) Get(id ID, field string) (Value, bool) { return it.st.get(key{id, field}) }

// Set writes a field of an object.
func (it *Interp) Set(id ID, field string, v Value) {
	it.steps--
	if it.st.parent != nil && !it.objs[id].frame {
		if _, ok := it.st.m[id]["!made"]; !ok {
			it.st.put(key{id, "!made"}, nil)
		}
	}
	it.st.put(key{id, field}, v)
	it.stored(id, field, v)
}

// Fields lists the fields of an object that were written on this path, sorted.
func (it *Interp) Fields(id ID) []string {
	seen := map[string]bool{}
	for s := it.st; s != nil; s = s.parent {
		for f := range s.m[id] {
			if f != "!made" {
				seen[f] = true
			}
		}
	}
	out := make([]string, 0, len(seen))
	for f := range seen {
		out = append(out, f)
	}
	sort.Slice(out, func(i, j int) bool {
		a, b := out[i], out[j]
		if len(a) > 1 && len(b) > 1 && a[0] == '#' && b[0] == '#' {
			x, ex := strconv.Atoi(a[1:])
			y, ey := strconv.Atoi(b[1:])
			if ex == nil && ey == nil {
				return x < y
			}
		}
		return a < b
	})
	return out
}
