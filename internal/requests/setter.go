package requests

import (
	"github.com/klaviyolint/klaviyolint/internal/flow"
)

// A HeaderValue is one value that a header may have, and where it is set.
type HeaderValue struct {
	Text flow.Text
	// Set is the call that sets it, invalid when that is not in this package.
	Set Place
	Gen bool // the call stands in a generated file
	// General is set when the call sets whatever header it is given.
	General bool
}

// HeaderValues returns the values that a header may have, but for its absence.
func (res *Result) HeaderValues(r *Request, name string) []HeaderValue {
	var out []HeaderValue
	for _, a := range r.Headers.Set[name] {
		if a.Kind == flow.AbsentK || a.Kind == flow.NilK {
			continue
		}
		for _, t := range (flow.Value{a}).Texts() {
			h := HeaderValue{Text: t, Gen: a.Src.Gen, General: a.Src.Folded}
			if a.Src.Pkg == res.pkg && a.Src.Pos.IsValid() {
				h.Set = Place{Pos: a.Src.Pos, End: a.Src.End}
			}
			out = append(out, h)
		}
	}
	return out
}

// SetterPlace returns where a header value that is wrong is to be mended: the
// call that sets it; the literal, where a caller hands the value to a function
// of this package that sets it, or where no call does. ok is false when that is
// another package's business, or a generated file's.
func (res *Result) SetterPlace(r *Request, h HeaderValue) (Place, bool) {
	lit, here := Literal(res.pkg, h.Text)
	at := Place{Pos: lit.Src.Pos, End: lit.Src.End}
	if here && lit.Src.Gen {
		return Place{}, false
	}
	if h.Set.IsValid() {
		if here && h.General {
			return at, true
		}
		if here {
			in, by := res.In(at), res.In(h.Set)
			if in != nil && by != nil && in != by && in == r.Root {
				return at, true
			}
		}
		return h.Set, true
	}
	if here {
		return at, true
	}
	return Place{}, false
}

// StartsElsewhere reports whether another package writes the beginning of a
// value that it also sets: the scheme, before a credential that is written here.
func (res *Result) StartsElsewhere(h HeaderValue) bool {
	if h.Set.IsValid() || len(h.Text) == 0 || h.Text[0].Hole {
		return false
	}
	src := h.Text[0].Src
	return !src.Pos.IsValid() || src.Pkg != res.pkg
}

// ValueSite returns where a value of a request is written, or the call that
// builds the request with it, where its own package does.
func (res *Result) ValueSite(r *Request, t flow.Text) (Place, bool) {
	if lit, ok := Literal(res.pkg, t); ok {
		return Place{Pos: lit.Src.Pos, End: lit.Src.End}, !lit.Src.Gen
	}
	i := min(r.Owner, r.Local)
	if f := r.Build[i].Fn; f.Gen || f.Pkg != res.pkg || r.Owner > r.Local {
		return Place{}, false
	}
	at := r.Place(i)
	return at, at.IsValid()
}
