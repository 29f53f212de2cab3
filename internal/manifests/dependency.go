package manifests

import (
	"cmp"
	"slices"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/sidefile"
)

// Go is the ecosystem of Go modules; the others are those of
// [klaviyo.ManifestPackage].
const Go = "go"

// A Pin is how firmly a requirement holds a version.
type Pin int

const (
	Exact        Pin = iota // one released version
	Range                   // a range, a caret, a tilde, a wildcard
	AnyVersion              // no version at all
	Moving                  // a name that moves: latest, a branch
	VCS                     // a git URL, whatever it names
	Archive                 // the URL of an archive
	Folder                  // a folder of this machine
	Pseudo                  // Go: a pseudo-version, that is a commit
	Incompatible            // Go: +incompatible
	Fork                    // Go: replaced by a commit of another module
	Unjudged                // not visible here: a variable, a peer's range
)

// A Lock says what holds the whole tree of versions beside a requirement.
type Lock int

const (
	NoLockNeeded Lock = iota // the requirement is all there is, as in a command
	LockMissing
	LockPresent
)

// A Dependency is one Klaviyo package that a file asks for.
type Dependency struct {
	Ecosystem   string
	Name        string // as the registry spells it
	Requirement string // as written; a URL can carry credentials, so never print one
	Pin         Pin
	// Version is the one version that an exact requirement allows, or "".
	Version string
	// Command names the tool of an install command ("npm install"); "" in a
	// manifest.
	Command string

	File              string
	Line, Col, EndCol int
	// Start and End are the bytes of the requirement in the file on disk, for
	// an edit; both 0 where it cannot be edited alone.
	Start, End int

	Lock          Lock
	LockFile      string // path of the lock file, or the names to expect ("uv.lock or poetry.lock")
	LockedVersion string // "" unknown
}

// place puts a dependency at the bytes [start,end) of a file.
func (d *Dependency) place(f *sidefile.File, start, end int) {
	d.File = f.Path
	d.Line, d.Col = f.Position(start)
	line, col := f.Position(end)
	d.EndCol = col
	if line != d.Line {
		d.EndCol = d.Col
	}
}

// editable marks the bytes [start,end) of a file as the requirement's text.
func (d *Dependency) editable(f *sidefile.File, start, end int) {
	d.Start, d.End = f.DiskOffset(start), f.DiskOffset(end)
}

// Package returns what is known about the package, or nil for a Go module.
func (d *Dependency) Package() *klaviyo.ManifestPackage {
	return knownPackage(d.Ecosystem, d.Name)
}

// sorted brings dependencies into the order of their places.
func sorted(deps []Dependency) []Dependency {
	slices.SortStableFunc(deps, func(a, b Dependency) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	return deps
}
