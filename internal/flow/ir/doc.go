// Package ir is the tree form of Go code that internal/flow executes: nodes,
// types, functions and package variables, how they are made of typed syntax
// ([Lower]), and the form in which they travel in facts ([Portable]).
//
// The tree form, and not go/ssa, is used because a finding stands at a literal,
// and SSA constants have no position; because it survives ill-typed functions
// next to well-typed ones; and because it can travel in a fact, so that a
// wrapper in another package is seen through exactly as one in this package.
package ir
