package secrets

import (
	"cmp"
	"go/ast"
	"go/token"
	"slices"
)

// A Secret is a kind of secret.
type Secret int

const (
	PrivateKey    Secret = iota // a private API key
	WebhookSecret               // the signing secret of a webhook
	ClientSecret                // the secret of an OAuth client
)

// A Place is where a secret stands in Go code.
type Place int

const (
	Literal  Place = iota // a string, or several that make one
	Tag                   // a struct tag
	Comment               // a comment or a directive
	Embedded              // a file that go:embed compiles in
)

// A Finding is one secret in a Go package.
type Finding struct {
	// Pos and End are the literal, its first one when it is split over
	// several; in comments, files and raw strings of several lines the key
	// itself. A secret whose literal lives in another package stands at its
	// use.
	Pos, End token.Pos
	Secret   Secret
	Masked   string // what may be shown of it: "pk_12…9f", or ""
	Place    Place
	// File and Line name an embedded file that the host cannot show; Pos is
	// then the directive.
	File string
	Line int
	// Expr is the one literal that holds the whole secret, with nothing but
	// Prefix before it; nil where it is made of parts or in longer text.
	Expr   *ast.BasicLit
	Prefix string // "" or the key scheme and a space
}

// A Result lists the secrets of a package in the order of their places.
type Result struct{ Findings []Finding }

// Merge adds findings that other helpers made, by what a value flows to, and
// drops those whose place is known already.
func (r *Result) Merge(more ...Finding) []Finding {
	return ordered(append(slices.Clone(r.Findings), more...))
}

// ordered sorts findings by place and keeps the first of each place.
func ordered(fs []Finding) []Finding {
	slices.SortStableFunc(fs, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Pos, b.Pos), cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return slices.CompactFunc(fs, func(a, b Finding) bool {
		return a.Pos == b.Pos && a.File == b.File && a.Line == b.Line
	})
}
