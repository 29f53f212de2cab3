// Package inventory lists every call to Klaviyo that a code base makes: one row
// for each send, seen from the function that determines its path and method, with
// the operation it means, the scopes it needs and the limits that hold for it.
//
// A wrapper that takes the path from its callers is no call, it is a definition;
// the functions that merely lead to a call are its chain.
package inventory

import (
	"crypto/sha256"
	"encoding/hex"
	"go/token"
	"path/filepath"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// Schema names the form of the JSON. Fields are only added within a version.
const Schema = "klaviyolint.inventory/1"

// A Document is the inventory of a run.
type Document struct {
	Schema    string     `json:"schema"`
	Module    string     `json:"module"`
	Calls     []*Call    `json:"calls"`
	Endpoints []Endpoint `json:"endpoints"`
	Scopes    []Scope    `json:"scopes"`
	Limits    []Limit    `json:"limits"`
	Summary   Summary    `json:"summary"`
}

// A Role says what a row is.
type Role string

// The roles of rows.
const (
	RoleCall       Role = "call"       // a send whose path is determined here
	RoleDefinition Role = "definition" // a wrapper whose callers give the path, and all of them are calls
	RoleOpen       Role = "open"       // a wrapper with callers out of sight, or a path that nothing tells
)

// A Kind says which of Klaviyo's services a call goes to.
type Kind string

// The kinds of calls.
const (
	KindAPI    Kind = "api"
	KindClient Kind = "client"
	KindOAuth  Kind = "oauth"
	KindStatus Kind = "status"
	KindLegacy Kind = "legacy"
	KindAssets Kind = "assets"
)

// A Location is a place in a file: the path is relative to the root of the
// repository, with slashes; line and column count from 1.
type Location struct {
	Path      string `json:"path"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"end_line"`
	EndColumn int    `json:"end_column"`
}

// A Fact is something that is true of a call, and where it stands.
type Fact struct {
	What  string    `json:"what"`
	Place *Location `json:"place"`
}

// A Sure holds what is certain, and what is possible beside it.
type Sure struct {
	Certain  []string `json:"certain"`
	Possible []string `json:"possible"`
}

// Limits are those of Klaviyo for one account: see
// https://developers.klaviyo.com/en/docs/rate_limits_and_error_handling. Zero
// means that none is published.
type Limits struct {
	Burst  int    `json:"burst"`  // per second
	Steady int    `json:"steady"` // per minute
	Day    int    `json:"day"`
	Tier   string `json:"tier"`
}

// A Call is one row. Strings with parts that are not known show them as {?}.
type Call struct {
	ID         string     `json:"id"` // stable while package, functions, method and path stay
	Role       Role       `json:"role"`
	Package    string     `json:"package"`
	Function   string     `json:"function"`
	Location   Location   `json:"place"`
	Kind       Kind       `json:"kind"`
	Method     []string   `json:"method"`     // possible ones; empty where not known
	URL        []string   `json:"url"`        // alternatives
	Path       []string   `json:"path"`       // of the URLs that are Klaviyo's
	Operations Sure       `json:"operations"` // of Klaviyo's specification
	Likely     string     `json:"likely"`     // the operation meant where several are possible, or ""
	Endpoint   string     `json:"endpoint"`   // method and template, or method and path
	Scopes     Sure       `json:"scopes"`
	Limits     *Limits    `json:"limits"`   // null where none is known
	Revision   []string   `json:"revision"` // values of the header; "" where it may be unset
	Auth       string     `json:"auth"`
	Client     string     `json:"client"`
	Via        string     `json:"via"`
	Chain      []string   `json:"chain"`   // calls inwards, to the one that sends
	Callers    []Location `json:"callers"` // calls outwards that lead here
	NextPage   bool       `json:"next_page"`
	Open       string     `json:"open"`      // what could still change the headers
	Evidence   string     `json:"evidence"`  // what makes it Klaviyo's
	Reachable  string     `json:"reachable"` // yes, no or unknown
	Retries    *Fact      `json:"retries"`
	Limiter    *Fact      `json:"limiter"`
	Breaker    *Fact      `json:"breaker"`
	Flag       *Fact      `json:"flag"`
	Metrics    []Fact     `json:"metrics"`

	// Req is the request that the row was made of, and Fset its positions.
	Req  *requests.Request `json:"-"`
	Same []*Seen           `json:"-"` // the same send, seen from callers
	Fset *token.FileSet    `json:"-"`
	// File is the absolute path of the place.
	File string `json:"-"`
	// Group tells which client object sends it.
	Group string `json:"-"`

	endpoints []*klaviyo.Endpoint // candidates, the likeliest first
	certain   bool                // there is one candidate
}

// A Seen is a request as a caller sees it.
type Seen struct {
	Req  *requests.Request
	Fset *token.FileSet
}

// Resolved reports whether the operation of a call is certain.
func (c *Call) Resolved() bool { return c.certain }

// Candidates are the endpoints that the call may mean, the likeliest first.
func (c *Call) Candidates() []*klaviyo.Endpoint { return c.endpoints }

// What names the call: "POST /api/events".
func (c *Call) What() string {
	m := strings.Join(c.Method, "|")
	if m == "" {
		m = "{?}"
	}
	p := strings.Join(c.Path, " or ")
	if p == "" {
		p = "{?}"
	}
	return m + " " + p
}

// Writes reports whether the call certainly or possibly changes something at
// Klaviyo.
func (c *Call) Writes() bool {
	for _, e := range c.endpoints {
		for _, s := range e.Scopes {
			if strings.HasSuffix(s, ":write") {
				return true
			}
		}
	}
	if len(c.endpoints) > 0 && len(c.endpoints[0].Scopes) > 0 {
		return false
	}
	for _, m := range c.Method {
		if m != "GET" && m != "HEAD" {
			return true
		}
	}
	return len(c.Method) == 0
}

func identity(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:8])
}

// locate turns a range into a location, relative to root.
func locate(fset *token.FileSet, pos, end token.Pos, root string) (Location, string) {
	p := fset.Position(pos)
	if !pos.IsValid() || p.Filename == "" {
		return Location{}, ""
	}
	l := Location{Path: Relative(root, p.Filename), Line: p.Line, Column: p.Column, EndLine: p.Line, EndColumn: p.Column}
	if end.IsValid() {
		if e := fset.Position(end); e.Filename == p.Filename && e.Offset >= p.Offset {
			l.EndLine, l.EndColumn = e.Line, e.Column
		}
	}
	return l, p.Filename
}

// Relative names a file relative to root, with slashes.
func Relative(root, file string) string {
	if rel, err := filepath.Rel(root, file); err == nil && !strings.HasPrefix(rel, "..") {
		return filepath.ToSlash(rel)
	}
	return filepath.ToSlash(file)
}
