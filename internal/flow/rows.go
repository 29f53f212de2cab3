package flow

import (
	"maps"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// A table is a list or a map of structs that is written down:
//
//	[]Op{{"POST", "/api/lists"}, {"GET", "/api/tags"}}
//
// A function that takes one of them from outside is executed once for each row, so
// that what stands in one row stays together. What else it may be given is unknown,
// and no mixture of rows.

// tableRow names what is stored of the rows of a type.
func tableRow(typ string) string { return typ + "{}" }

// noteRow keeps an element of a table.
func (it *Interp) noteRow(v Value) {
	id, ok := v.IsObject()
	if !ok || it.Stores == nil || !it.tabular(it.objs[id].Type) {
		return
	}
	it.note(tableRow(it.objs[id].Type), v, true)
}

// tabular reports whether a type is a struct of this package with several fields of
// which tables are made.
func (it *Interp) tabular(typ string) bool {
	t := it.Prog.Type(typ)
	return t != nil && t.Struct && len(t.Fields) > 1 && strings.HasPrefix(typ, it.Prog.Unit().Pkg+".")
}

// tableRows are the rows of a type that functions write down, or that stand in the
// package's variables.
func (it *Interp) tableRows(typ string) []Value {
	if !it.tabular(typ) {
		return nil
	}
	var out Value
	if s := it.given(tableRow(typ)); !s.empty() {
		out = it.thaw(s)
	}
	u := it.Prog.Unit()
	for _, name := range slices.Sorted(maps.Keys(u.Globals)) {
		g := u.Globals[name]
		if g.Init.Missing() || g.Init.Op != ir.OpList && g.Init.Op != ir.OpMap || ir.Elem(ir.ElemType(it.Prog.Under(g.Type))) != typ {
			continue
		}
		table := it.readGlobal(&ir.Node{Op: ir.OpGlobal, Str: name, Type: g.Type})
		for _, id := range table.Objects() {
			for _, k := range it.Written(id) {
				if k.IsElement() || k.IsEntry() {
					v, _ := it.Get(id, k)
					out = Join(out, v)
				}
			}
		}
	}
	var rows []Value
	for _, id := range out.Objects() {
		rows = append(rows, ObjValue(id))
	}
	if len(rows) < 2 || len(rows) > maxTrees-1 {
		return nil
	}
	return rows
}

// invokeRows executes a function from outside: once on unknown arguments, and where
// it takes a row of a table, for each of them.
func (it *Interp) invokeRows(f *ir.Func) []Value {
	args := it.symbolic(f)
	at, rows := -1, []Value(nil)
	for i, typ := range f.Types {
		if rows = it.tableRows(ir.Elem(typ)); rows != nil {
			at = i
			break
		}
	}
	if at < 0 {
		return it.invoke(f, nil, args, nil)
	}
	if id, ok := args[at].IsObject(); ok {
		it.objs[id].apart = true
	}
	var results []Value
	var fs []func()
	for _, row := range append(rows, args[at]) {
		fs = append(fs, func() {
			with := slices.Clone(args)
			with[at] = row
			rs := it.invoke(f, nil, with, nil)
			if !it.st.dead {
				results = joinResults(results, rs)
			}
		})
	}
	it.Fork(fs...)
	return results
}
