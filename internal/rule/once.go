package rule

import (
	"go/token"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/place"
)

// A Place is a stretch of source in a file of the package under analysis.
type Place = place.Place

// Once reports findings, at most one for each place: several requests, or
// several views of one, lead to the same place, and one edit mends them all.
type Once struct {
	pass *analysis.Pass
	said map[token.Pos]bool
}

// NewOnce returns a reporter for the pass that has said nothing yet.
func NewOnce(pass *analysis.Pass) *Once {
	return &Once{pass: pass, said: map[token.Pos]bool{}}
}

// Report reports a finding, as [Report] does, unless its place is unknown or
// has one. It returns whether it was the first there.
func (o *Once) Report(at Place, kind, message string, fixes ...Fix) bool {
	return o.ReportAt(at, Diagnostic{Kind: kind, Message: message, Fixes: fixes})
}

// ReportAt is Report for a diagnostic that is put at the place.
func (o *Once) ReportAt(at Place, d Diagnostic) bool {
	if !at.IsValid() || o.said[at.Pos] {
		return false
	}
	o.said[at.Pos] = true
	d.Pos, d.End = at.Pos, at.End
	Report(o.pass, d)
	return true
}

// Said reports whether a place has its finding.
func (o *Once) Said(at Place) bool { return o.said[at.Pos] }

// Skip leaves a place without a finding from here on.
func (o *Once) Skip(at Place) { o.said[at.Pos] = true }
