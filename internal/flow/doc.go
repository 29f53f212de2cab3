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
// What an expression is given is sound: what the program really has there is
// among the alternatives. What is not modelled is unknown, and never a value
// that stands nearby; unknown code may change what it is given ([Interp] opens
// it). A condition narrows the alternatives of a place, and is no source of one.
//
// The tree form is executed as it is, statement by statement, on paths that fork
// and join where the statements do, and not on basic blocks: the alternatives
// of one path stay together (the method, the path and the body of one row of a
// table) without relations between blocks, break, continue and goto are states
// that wait for the place where they are joined, and iterators of the program
// call the body of a loop as a function. Loops and jumps back are executed until
// nothing changes any more; what still changes then is widened.
//
// What fields, package variables and channels hold is learned by executing the
// functions until they store nothing new ([Interp.Learn]).
//
// Execution is bounded: turns of loops, recursion, functions that call one
// another in circles, alternatives of a value, and steps. What lies beyond a
// bound is a hole, never a guess; Exhausted tells that a function did not come
// to its end.
package flow
