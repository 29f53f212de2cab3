// Package flow answers one question about Go code: which values can this
// expression have when this statement runs?
//
// It lowers the functions of a package to a small tree form ([Func], [Node])
// and executes them on abstract values: strings with holes and alternatives,
// objects with fields, closures. Calls are followed into functions of the same
// package, and into functions of other packages whose tree form arrived as a
// fact. What a library function does is told by intrinsics, which the user of
// the package supplies (internal/requests knows HTTP).
//
// The tree form, and not go/ssa, is used because a finding stands at a literal,
// and SSA constants have no position; because it survives ill-typed functions
// next to well-typed ones; and because it can travel in a fact, so that a
// wrapper in another package is seen through exactly as one in this package.
//
// Execution is bounded: loops run twice, recursion is cut, alternatives are
// capped, and a budget of steps ends everything. What lies beyond a bound is a
// hole, never a guess.
package flow
