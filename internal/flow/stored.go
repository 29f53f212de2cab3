package flow

import (
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// Stored is what the functions of a package store to one field or package
// variable: values without identity, fit to travel in a fact.
type Stored struct {
	Trees []Tree
	keys  map[string]bool
}

// A Tree is a value with the objects it refers to written out.
type Tree struct {
	Kind   Kind
	Text   Text
	Int    int64
	Type   string
	Origin Origin
	Src    ir.Source // of a number or truth value
	Fn     *ir.Func
	FnName string
	// Method and TypeArgs are as in [Closure].
	Method   *ir.Node
	TypeArgs map[string]string
	Map      bool
	List     bool
	Sym      bool
	Names    []Key
	Kids     []Branch
	Node     *ir.Node
	Chain    []Link // calls that led to Node

	memo string // its key, once it is an alternative of something stored
}

// A Branch is the value of one field of an object in a Tree.
type Branch struct{ Trees []Tree }

const maxTrees = 16

func (s *Stored) empty() bool { return s == nil || len(s.Trees) == 0 }

// add takes in alternatives, and returns the keys of those that were not there.
func (s *Stored) add(ts []Tree) (added []string) {
	if s.keys == nil {
		s.keys = map[string]bool{}
		for i := range s.Trees {
			s.keys[s.Trees[i].key()] = true
		}
	}
	for _, t := range ts {
		if lit, ok := t.Text.Const(); ok && t.Kind == TextK && lit == "" {
			continue // an empty string clears a field; what others have in it is not known by that
		}
		k := t.key()
		if s.keys[k] || len(s.Trees) >= 2*maxTrees {
			continue
		}
		s.keys[k] = true
		t.memo = k
		s.Trees = append(s.Trees, t)
		added = append(added, k)
	}
	return added
}

// settle puts the alternatives in an order that does not depend on who stored
// them first, and keeps as many as there may be.
func (s *Stored) settle() {
	if len(s.Trees) > 1 {
		slices.SortStableFunc(s.Trees, func(a, b Tree) int { return strings.Compare(a.key(), b.key()) })
	}
	if len(s.Trees) > maxTrees {
		for _, t := range s.Trees[maxTrees-1:] {
			delete(s.keys, t.key())
		}
		s.Trees = s.Trees[:maxTrees-1]
		s.add([]Tree{many})
	}
}

// drop takes alternatives out.
func (s *Stored) drop(keys []string) {
	if len(keys) == 0 {
		return
	}
	for _, k := range keys {
		delete(s.keys, k)
	}
	s.Trees = slices.DeleteFunc(s.Trees, func(t Tree) bool { return !s.keys[t.key()] })
}

// Keys identify the alternatives of a value, with what they hold.
func (it *Interp) Keys(v Value) []string {
	out := make([]string, 0, len(v))
	for _, t := range it.freeze(v, 0, nil) {
		out = append(out, t.key())
	}
	return out
}

// Within reports whether everything that is stored here is stored there too.
func (s *Stored) Within(o *Stored) bool {
	if len(s.Trees) == 0 {
		return true
	}
	have := map[string]bool{}
	for i := range o.Trees {
		have[o.Trees[i].key()] = true
	}
	for i := range s.Trees {
		if !have[s.Trees[i].key()] {
			return false
		}
	}
	return true
}

func (t *Tree) key() string {
	if t.memo != "" {
		return t.memo
	}
	a := Atom{Kind: t.Kind, Text: t.Text, Int: t.Int, Type: t.Type, Origin: t.Origin}
	switch t.Kind {
	case FuncK:
		k := "f" + t.FnName
		if t.Fn != nil {
			k += t.Fn.Name + itoa(int64(t.Fn.Pos))
		}
		return k + t.partKeys()
	case RefK:
		return "&" + t.partKeys()
	case ObjK:
		k := "o" + t.Type + "{"
		if t.Node != nil && t.Type == "net/http.Client" {
			k += itoa(int64(t.Node.Pos)) // two clients at two places stay two
		}
		return k + t.partKeys() + "}"
	}
	return a.key()
}

func (t *Tree) partKeys() string {
	k := ""
	for i, n := range t.Names {
		k += n.String() + "="
		for j := range t.Kids[i].Trees {
			k += t.Kids[i].Trees[j].key() + "|"
		}
	}
	return k
}

// stored notes a store, for the summary of the field.
func (it *Interp) stored(id ID, field Key, v Value) {
	o := it.objs[id]
	if it.Stores == nil || o.frame || o.Map || o.List || o.Type == "" || !field.IsField() {
		return
	}
	it.note(o.Type+"."+field.Name, v, it.Prog.Type(o.Type) != nil)
}

// note notes what is stored under a name. What is stored in a field of a
// library's type is not kept track of: each object of the program has that field,
// and what one of them is filled with says nothing about another.
func (it *Interp) note(name string, v Value, track bool) {
	s := it.Stores[name]
	if s == nil {
		s = &Stored{}
		it.Stores[name] = s
	}
	if len(s.Trees) >= 2*maxTrees {
		return
	}
	if !track {
		s.add(it.freeze(v, 0, nil))
		return
	}
	it.keep(s, v)
}

// summary returns what is stored to a field by this package's functions and
// by those of the package that declares it.
func (it *Interp) summary(name string) *Stored {
	if s := it.given(name); !s.empty() {
		return s
	}
	if s := it.Prog.fields[name]; !s.empty() {
		return s
	}
	return nil
}

func (it *Interp) freeze(v Value, depth int, path []ID) []Tree {
	var out []Tree
	for _, a := range v {
		it.step()
		t := Tree{Kind: a.Kind, Text: a.Text.anyTurn(), Int: a.Int, Type: a.Type, Origin: a.Origin, Src: a.Src}
		t.Origin.Obj, t.Origin.loops = 0, LoopSet{}
		switch a.Kind {
		case RefK:
			// The function whose variable this points to has ended by then; the
			// pointer goes on as one to a cell of its own.
			if w, ok := it.Get(a.Ref.Obj, a.Ref.Key); ok && depth <= 2 {
				t.Names, t.Kids = []Key{Pointee}, []Branch{{it.freeze(w, depth+1, path)}}
			}
		case FuncK:
			if a.Fn.Native != nil {
				t = Tree{Kind: Unknown, Origin: Origin{Kind: "function"}}
				break
			}
			t.Fn, t.FnName, t.Method, t.TypeArgs = a.Fn.Fn, a.Fn.Name, a.Fn.Method, a.Fn.TypeArgs
			if len(a.Fn.Bound) > 0 {
				t.Names, t.Kids = []Key{bound}, []Branch{{it.freeze(a.Fn.Bound, depth+1, path)}}
			}
			it.freezeCaptured(&t, a.Fn, depth, path)
		case ObjK:
			o := it.objs[a.Obj]
			it.frozen = append(it.frozen, a.Obj)
			t.Type, t.Map, t.List, t.Sym, t.Origin, t.Node = o.Type, o.Map, o.List, o.Symbolic, o.Origin, o.Node
			t.Origin.Obj, t.Origin.loops = 0, LoopSet{}
			t.Chain = o.Chain
			loops := false
			for _, p := range path {
				loops = loops || p == a.Obj
			}
			if depth > 2 || loops {
				t.Sym = true
				break
			}
			fields := it.Written(a.Obj)
			if it.channel(a.Obj) != "" {
				fields = nil // what it holds is stored on its own
			}
			if len(fields) > 40 {
				t.Sym = true
				break
			}
			for _, f := range fields {
				fv, _ := it.Get(a.Obj, f)
				t.Names = append(t.Names, f)
				t.Kids = append(t.Kids, Branch{it.freeze(fv, depth+1, append(path[:len(path):len(path)], a.Obj))})
			}
		}
		out = append(out, t)
	}
	return out
}

// maxCaptured bounds how many function literals are kept inside one another:
// the links of a chain of middlewares.
const maxCaptured = 6

// freezeCaptured keeps what a function literal captured.
func (it *Interp) freezeCaptured(t *Tree, c *Closure, depth int, path []ID) {
	if c.Fn == nil || len(c.Vars) == 0 || len(path) > maxCaptured {
		return
	}
	for i, vs := range c.Vars {
		var held []Tree
		for _, a := range vs {
			if a.Kind != RefK || slices.Contains(path, a.Ref.Obj) {
				continue
			}
			if v, ok := it.Get(a.Ref.Obj, a.Ref.Key); ok && len(v) > 0 {
				it.frozen = append(it.frozen, a.Ref.Obj)
				held = append(held, it.freeze(v, depth, append(path[:len(path):len(path)], a.Ref.Obj))...)
			}
		}
		if len(held) > 0 {
			t.Names = append(t.Names, variable(int64(i)))
			t.Kids = append(t.Kids, Branch{held})
		}
	}
}

func (it *Interp) thaw(s *Stored) Value { return it.thawTrees(s.Trees) }

func (it *Interp) thawTrees(ts []Tree) Value {
	var out Value
	for i := range ts {
		t := &ts[i]
		a := Atom{Kind: t.Kind, Text: t.Text, Int: t.Int, Type: t.Type, Origin: t.Origin, Src: t.Src}
		switch t.Kind {
		case RefK:
			var v Value
			for j := range t.Names {
				v = it.thawTrees(t.Kids[j].Trees)
			}
			a = it.rooted(v)[0]
		case FuncK:
			a.Fn = &Closure{Fn: t.Fn, Name: t.FnName, Method: t.Method, TypeArgs: t.TypeArgs}
			if t.Fn == nil {
				a.Fn.Fn = it.Prog.Func(t.FnName)
			}
			if f := a.Fn.Fn; f != nil {
				a.Fn.Vars = make([]Value, len(f.Captures))
			}
			for j, n := range t.Names {
				v := it.thawTrees(t.Kids[j].Trees)
				switch {
				case n == bound:
					a.Fn.Bound, a.Fn.Recv = v, true
				case int(n.Num) < len(a.Fn.Vars):
					a.Fn.Vars[n.Num] = it.rooted(v)
				}
			}
		case ObjK:
			o := &Object{Type: t.Type, Map: t.Map, List: t.List, Symbolic: t.Sym, Origin: t.Origin, Node: t.Node, Chain: t.Chain, thawed: true}
			a.Obj = it.alloc(o)
			for j, f := range t.Names {
				it.root.put(key{a.Obj, f}, it.thawTrees(t.Kids[j].Trees))
			}
		}
		out = append(out, a)
	}
	return out
}

// rooted makes a variable without a name that has always been there.
func (it *Interp) rooted(v Value) Value {
	id := it.alloc(&Object{Internal: true})
	it.root.put(key{id, Pointee}, v)
	return it.RefTo(id, Pointee)
}
