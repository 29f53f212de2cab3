// Package flow answers one question about Go code: which values can this
// expression have when this statement runs?
//
// It executes the functions of a package, which [ir.Lower] has brought into
// tree form, on abstract values: strings with holes and alternatives, objects
// with fields, closures. Calls are followed into functions of the same package,
// and into functions of other packages whose tree form arrived as a fact. What
// a library function does is told by intrinsics, which the user of the package
// supplies: those of the standard library are in package stdlib, and
// internal/requests knows HTTP.
//
// The rooms, none of which imports one further down:
//
//   - ir: the tree form, lowering, what travels in facts
//   - flow: values, memory, and the execution of the tree form
//   - stdlib: what functions of the standard library do
//
// Memory is a set of objects whose parts are named by a [Key]: a field, an
// element, an entry, or a note. A path of execution is an overlay over the
// memory before it forked.
//
// Execution is bounded: loops run twice, recursion is cut, alternatives are
// capped, and a budget of steps ends everything. What lies beyond a bound is a
// hole, never a guess.
package flow
