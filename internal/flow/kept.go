package flow

import "slices"

// What a field or variable holds is written down where it is stored; code goes
// on filling it:
//
//	c.api = resty.New()
//	c.api.SetHeader("revision", revision)
//
// So what was stored during the execution of a function is looked at once more
// whenever a function ends, where it has changed.

// A keeping is an object that was stored while the present function was executed.
type keeping struct {
	in    *Stored
	value Value
	added []string // keys of the trees that stand for it
	dirty bool
}

// keep notes what is stored, with the objects that it holds.
func (it *Interp) keep(s *Stored, v Value) {
	it.frozen = it.frozen[:0]
	trees := it.freeze(v, 0, nil)
	added := s.add(trees)
	if len(it.frozen) == 0 || len(added) == 0 {
		return
	}
	k := &keeping{in: s, value: v, added: added}
	for _, id := range it.frozen {
		if !slices.Contains(it.holders[id], k) {
			it.holders[id] = append(it.holders[id], k)
		}
	}
}

// touched tells that an object has changed.
func (it *Interp) touched(id ID) {
	if len(it.holders) == 0 {
		return
	}
	for _, k := range it.holders[id] {
		if !k.dirty {
			k.dirty = true
			it.dirty = append(it.dirty, k)
		}
	}
}

// review writes down anew what has changed since it was stored.
func (it *Interp) review() {
	for len(it.dirty) > 0 {
		k := it.dirty[0]
		it.dirty = it.dirty[1:]
		k.dirty = false
		it.frozen = it.frozen[:0]
		trees := it.freeze(k.value, 0, nil)
		k.in.drop(k.added)
		k.added = k.in.add(trees)
		for _, id := range it.frozen {
			if !slices.Contains(it.holders[id], k) {
				it.holders[id] = append(it.holders[id], k)
			}
		}
	}
}

// watch keeps track of what a package variable or a field holds from the start, in
// case the function fills it:
//
//	var client = new(http.Client)
//
//	func init() { client.Timeout = time.Minute }
//
//	func (a *API) Login(key string) { a.rest.SetHeader("Authorization", scheme+key) }
//
// What becomes of objects of the program's own types is known by their fields.
func (it *Interp) watch(name string, v Value) {
	if it.Stores == nil || !v.Has(ObjK) {
		return
	}
	it.frozen = it.frozen[:0]
	it.freeze(v, 0, nil)
	if !slices.ContainsFunc(it.frozen, it.foreign) {
		return
	}
	s := it.Stores[name]
	if s == nil {
		s = &Stored{}
		it.Stores[name] = s
	}
	k := &keeping{in: s, value: v}
	for _, id := range it.frozen {
		if it.foreign(id) {
			it.holders[id] = append(it.holders[id], k)
		}
	}
}

// foreign reports whether an object is of a type that the program does not
// declare.
func (it *Interp) foreign(id ID) bool { return it.Prog.Type(it.objs[id].Type) == nil }

// superseded leaves out of what a variable was initialised with the objects that
// functions fill: how they leave them is stored.
func (it *Interp) superseded(v Value, s *Stored) Value {
	return v.Without(func(a Atom) bool {
		// Which entry of a map was there before is not known by how a function
		// leaves it.
		return a.Kind == ObjK && it.objs[a.Obj].Node != nil && !it.objs[a.Obj].Map && !it.objs[a.Obj].List && slices.ContainsFunc(s.Trees, func(t Tree) bool {
			return t.Kind == ObjK && t.Node == it.objs[a.Obj].Node
		})
	})
}
