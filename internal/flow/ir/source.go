package ir

import "go/token"

// A Source is where a constant stands.
type Source struct {
	Pkg      string // package in which Pos is valid
	Pos, End token.Pos
	Named    string // constant that was used to write it
	DeclPkg  string // package of that constant, when it is another one
	Judged   bool   // the declaring package has reported or accepted it
	Gen      bool
	Folded   bool // the literal has other text around this part
	Off      int  // where the part starts in the literal's value
	// Use is where the package under analysis takes the constant from another one:
	// the call that returns it, the field or variable that is read; invalid for a
	// constant of its own.
	Use, UseEnd token.Pos
}
