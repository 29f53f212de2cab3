package flow

import (
	"maps"
	"slices"
	"strings"
)

// named begins the names of values that code stores and reads under a name of its
// own choice, as the settings of a configuration are.
const named = "named "

// Store stores a value under a name, for whoever reads it by [Interp.Stored]: in this
// package, or in one that imports it.
func (it *Interp) Store(name string, v Value) {
	if it.Stores != nil {
		it.note(named+name, v, true)
	}
}

// Stored is what is stored under a name.
func (it *Interp) Stored(name string) Value {
	var trees []Tree
	have := map[string]bool{}
	for _, s := range []*Stored{it.given(named + name), it.Prog.fields[named+name]} {
		if s.empty() {
			continue
		}
		for _, t := range s.Trees {
			if k := t.key(); !have[k] {
				have[k] = true
				trees = append(trees, t)
			}
		}
	}
	return it.thawTrees(trees)
}

// StoredNames lists the names under which something is stored that begin with a
// prefix, in order.
func (it *Interp) StoredNames(prefix string) []string {
	found := map[string]bool{}
	it.given(anything)
	for _, m := range []map[string]*Stored{it.Given, it.Prog.fields} {
		for name := range m {
			if rest, ok := strings.CutPrefix(name, named); ok && strings.HasPrefix(rest, prefix) {
				found[rest] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// Named reports whether what is stored under a name in [Interp.Stores] was stored by
// [Interp.Store], and under which name.
func Named(store string) (string, bool) { return strings.CutPrefix(store, named) }
