package report

import (
	"cmp"
	"slices"

	"github.com/klaviyolint/klaviyolint/internal/config"
)

// A Finding is one diagnostic that survived suppression.
type Finding struct {
	Rule     string
	Kind     string // one of the rule's kinds, or ""
	Severity config.Severity
	Message  string
	URL      string // page of the rule

	// Package is the import path of the package the finding belongs to; the
	// path of the module where it stands in a file of no package.
	Package string
	Module  string // path of the module, or "" outside modules
	// Path is the file relative to the root of its module, with slashes.
	Path string

	File            string // absolute, in the form of the operating system
	Line, Col       int    // one-based; columns count bytes
	EndLine, EndCol int    // the same as Line and Col where the end is unknown
	Offset          int    // of the start in the file, in bytes, or -1
	Decl            string // the enclosing declaration, or "" outside Go code
	Fingerprint     string // see [Fingerprints]
	Fix             *Fix   // what -fix applies, or nil
	Choices         []Fix  // all that a person may choose from, where the host is an editor; the first is Fix
}

// A Fix is a set of edits to be applied together or not at all.
type Fix struct {
	Message string
	Edits   []Edit
	Unsafe  bool // changes behaviour; known where the host is an editor, or marks such fixes
}

// An Edit replaces the bytes [Start,End) of a file.
type Edit struct {
	File       string // absolute
	Start, End int
	New        string
}

// Sort brings findings into the order in which every format shows them: file,
// line, column, rule, message. The order does not depend on how packages were
// scheduled.
func Sort(fs []Finding) {
	slices.SortStableFunc(fs, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File),
			cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Col, b.Col),
			cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Message, b.Message),
			cmp.Compare(a.Package, b.Package),
		)
	})
}

// Unique drops findings that say the same about the same place. Files that
// belong to a package and to its test variant are analysed twice, but a person
// has one place to edit. The input must be sorted.
func Unique(fs []Finding) []Finding {
	return slices.CompactFunc(fs, func(a, b Finding) bool {
		return a.File == b.File && a.Line == b.Line && a.Col == b.Col &&
			a.Rule == b.Rule && a.Message == b.Message
	})
}
