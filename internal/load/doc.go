// Package load gives packages their syntax and types without compiling anything.
//
// One `go list` says which files and imports there are. The packages that were
// asked for are parsed and checked whole. What they import is checked from its
// source as well, but only as far as an importer can see it: the bodies of
// functions are blanked before a file is parsed, declarations that nothing
// exported mentions are dropped, and an import that no declaration left mentions
// is not followed. Nothing is written to the build cache, no compiler and no C
// compiler is started, and a cold run costs what a warm one costs.
//
// What an importer cannot see is what the compiler leaves out of export data too,
// so that findings are the same as with types from there; internal/e2e keeps both
// ways side by side.
package load
