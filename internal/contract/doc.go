// Package contract judges what code sends to Klaviyo and what it decodes
// answers into against the schema of the revision that answers. It is plain Go:
// callers turn what they know of a body, a query or a type into the trees of
// this package, and get faults back.
//
// A fault is certain, or marked Strict. The line between the two follows what
// was seen of the server (internal/klaviyo/schema is the description, and the
// server takes a little more than that): see each file's comments.
package contract

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo/schema"
)

// A Target is the operation that a request reaches, at the revisions that may
// answer it.
type Target struct {
	Op *schema.Operation
	// At holds the revisions, as indices of the operation's table, oldest
	// first. A fault counts when it is one at each of them.
	At []int
	// Sent is the revision in the header where another one answers for it, as
	// the oldest that is served does for a retired one; "" otherwise.
	Sent string
}

// A Fault is one thing that Klaviyo refuses, or that an answer cannot have.
type Fault struct {
	Code    string // what it is, for those who group faults: unknown, gone, missing, ...
	Path    string // where in the document, or the parameter
	Name    string // the member, parameter, field or value that is wrong
	Strict  bool   // only possible
	Message string // one line: what, where, at which revision, the way out
	At      any    // where the caller's tree says that it is written
	Instead string // what to write in its place, where exactly one thing fits
	Revised bool   // it is a fault because of the revision: an older or newer one has it
}

// key tells which faults of two revisions are one. A page size that one revision
// does not take and another finds too large is wrong at both.
func (f Fault) key() string {
	if f.Path == "page[size]" {
		return f.Path
	}
	return f.Code + "\x00" + f.Path + "\x00" + f.Name
}

// atEach runs a judge at each revision and keeps what all of them find, in the
// words of the oldest. A fault that is strict anywhere is strict.
func (t Target) atEach(judge func(rev int) []Fault) []Fault {
	var out []Fault
	defer func() {
		for i := range out {
			out[i].Message = t.fit(out[i].Message)
		}
	}()
	for i, rev := range t.At {
		found := judge(rev)
		if i == 0 {
			out = found
			continue
		}
		out = slices.DeleteFunc(out, func(f Fault) bool {
			return !slices.ContainsFunc(found, func(g Fault) bool { return g.key() == f.key() })
		})
		for j := range out {
			for _, g := range found {
				out[j].Strict = out[j].Strict || g.key() == out[j].key() && g.Strict
			}
		}
	}
	return out
}

// Both keeps the faults that two targets agree on: a request of which it is not
// known which of several operations it reaches.
func Both(a, b []Fault) []Fault {
	return slices.DeleteFunc(a, func(f Fault) bool {
		return !slices.ContainsFunc(b, func(g Fault) bool { return g.key() == f.key() })
	})
}

// served says at which revision a request is judged, and why.
func (t Target) served(rev int) string {
	name := t.Op.Table().Name(rev)
	if t.Sent != "" && t.Sent != name {
		return name + " (sent: " + t.Sent + ")"
	}
	return name
}

// since names the revision of a change, and the one that is judged where that is
// sent as another.
func (t Target) since(change, rev int) string {
	name := t.Op.Table().Name(change)
	if answers := t.Op.Table().Name(rev); t.Sent != "" && t.Sent != answers {
		return name + " (" + t.Sent + " is answered as " + answers + ")"
	}
	return name
}

// maxMessage is how long a message may be, in characters.
const maxMessage = 140

// fit shortens a message that does not fit on a line: it drops the place in the
// document, then the advice that says no more than the fact, then the operation.
func (t Target) fit(m string) string {
	op := t.Op.String()
	for _, cut := range []func(string) string{
		func(s string) string {
			if i := strings.Index(s, "("+op+" "); i >= 0 {
				if j := strings.IndexByte(s[i:], ')'); j >= 0 {
					return s[:i+1+len(op)] + s[i+j:]
				}
			}
			return s
		},
		func(s string) string { return strings.NewReplacer("; leave it out", "", "; add it", "").Replace(s) },
		func(s string) string { return strings.Replace(s, ": Klaviyo answers 400", ": 400", 1) },
		func(s string) string { return strings.Replace(s, " ("+op+")", "", 1) },
	} {
		if utf8.RuneCountInString(m) <= maxMessage {
			return m
		}
		m = cut(m)
	}
	return m
}

// A history is what each revision of an operation has of one document. Nothing
// is read before a name is asked for.
type history struct {
	t     Target
	docs  []schema.Node // by revision, zero where there is none
	names []map[string]*schema.Name
}

func (t Target) history(doc func(*schema.Operation, int) (schema.Node, bool)) *history {
	n := t.Op.Table().Newest() + 1
	h := &history{t: t, docs: make([]schema.Node, n), names: make([]map[string]*schema.Name, n)}
	for i := range h.docs {
		if d, ok := doc(t.Op, i); ok {
			h.docs[i] = d
		}
	}
	return h
}

// at returns the names at a revision; nil where there is no document. Most
// revisions share one shape.
func (h *history) at(rev int) map[string]*schema.Name {
	if h.names[rev] != nil || h.docs[rev].IsZero() {
		return h.names[rev]
	}
	for i, d := range h.docs {
		if h.names[i] != nil && d.Same(h.docs[rev]) {
			h.names[rev] = h.names[i]
			return h.names[i]
		}
	}
	h.names[rev] = h.docs[rev].Names()
	return h.names[rev]
}

func bodyOf(o *schema.Operation, rev int) (schema.Node, bool) {
	b, ok := o.Body(rev)
	return b.Node, ok
}

// A standing is how a name relates to the revision that is judged.
type standing int

const (
	has   standing = iota
	never          // no revision has it
	gone           // an earlier revision had it
	later          // only a later revision has it
	flap           // earlier and later ones have it: an accident of the description
)

// stand finds out where a name stands, and the first revision that lacks it or
// has it. holds tells of a revision whether it has the name.
func stand(rev, newest int, holds func(int) bool) (standing, int) {
	if holds(rev) {
		return has, rev
	}
	before, after := -1, -1
	for i := rev - 1; i >= 0; i-- {
		if holds(i) {
			before = i
			break
		}
	}
	for i := rev + 1; i <= newest; i++ {
		if holds(i) {
			after = i
			break
		}
	}
	switch {
	case before < 0 && after < 0:
		return never, -1
	case before >= 0 && after >= 0:
		return flap, -1
	case before >= 0:
		return gone, before + 1
	}
	return later, after
}

func (h *history) stand(path string, rev int) (standing, int) {
	return stand(rev, len(h.names)-1, func(i int) bool { return h.at(i)[path] != nil })
}

// required reports whether every revision of the operation requires a path.
func (h *history) required(path string) bool {
	for i := range h.docs {
		if names := h.at(i); names != nil && (names[path] == nil || !names[path].Required) {
			return false
		}
	}
	return true
}

// went returns where a name of an earlier revision is found at another.
func (h *history) went(path string, rev int) string {
	for i := rev - 1; i >= 0; i-- {
		if h.at(i)[path] != nil {
			return schema.Went(path, h.at(i), h.at(rev))
		}
	}
	return ""
}

// short returns the end of a path that is too long for a message.
func short(path string) string {
	const enough = 36
	if len(path) <= enough {
		return path
	}
	cut := path[len(path)-enough:]
	if i := strings.IndexByte(cut, '.'); i >= 0 {
		cut = cut[i+1:]
	}
	return "…" + cut
}
