// Package place names ranges of source for those who look and those who report.
package place

import "go/token"

// A Place is a range of a package's source.
type Place struct{ Pos, End token.Pos }

// IsValid reports whether the place is known.
func (p Place) IsValid() bool { return p.Pos.IsValid() }
