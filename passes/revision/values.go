package revision

import (
	"fmt"
	"slices"

	"github.com/klaviyolint/klaviyolint/internal/edit"
	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/flow/stdlib"
	"github.com/klaviyolint/klaviyolint/internal/httpcalls"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// A value is one revision that may be sent, and where it is written.
type value struct {
	text     string
	part     flow.Part // the literal, when it is written in this package
	place    requests.Place
	req      *requests.Request
	declared bool
}

const optOut = "X-Klaviyo-Revision-Fall-Forward-Opt-Out"

// values judges each revision that may reach the request.
func (j *judge) values(r *requests.Request) {
	j.clock(r)
	for _, a := range r.Headers.Set[header] {
		t := flow.Value{a}.Texts()[0]
		s, ok := t.Const()
		if !ok || s == "" || len(t) == 0 {
			continue
		}
		v := value{text: s, req: r}
		pkg := j.pass.Pkg.Path()
		if p, here := requests.Literal(pkg, t); here {
			if p.Src.Gen || j.judgedElsewhere(p.Src) {
				continue
			}
			v.part, v.place = p, requests.Place{Pos: p.Src.Pos, End: p.Src.End}
			if p.Src.DeclPkg != "" && p.Src.DeclPkg != pkg {
				v.part.Src.Folded = true // the literal stands elsewhere: no fix
			}
		} else {
			if j.judgedElsewhere(t[0].Src) || r.Build[0].Fn.Gen || j.ownersValue(r, t) {
				continue
			}
			k := t[0].Src.Pkg + " " + s
			if j.foreign[k] {
				continue // one literal elsewhere is one finding here
			}
			j.foreign[k] = true
			v.place = j.use(r, t[0].Src, a.Src.Pkg)
			v.part.Src.Folded = true
		}
		j.literal(v)
	}
}

// ownersValue reports whether the function of another package that makes the
// request Klaviyo's sends the value without help from here: it is judged there.
func (j *judge) ownersValue(r *requests.Request, t flow.Text) bool {
	if r.Owner <= r.Local {
		return false
	}
	if len(t) == 0 || t[0].Src.Pkg == "" || t[0].Src.Pkg == r.Build[r.Owner].Fn.Pkg {
		return true
	}
	s, _ := t.Const()
	return j.res.Judges(t[0].Src.Pkg + " " + s)
}

// use is where a value that another package writes is handed to the client: the
// call that makes the client of the request, or else the one that brings the value
// here, or leads to the request.
func (j *judge) use(r *requests.Request, src ir.Source, setter string) requests.Place {
	at := r.Place(min(r.Owner, r.Local))
	if src.Use.IsValid() && setter != src.Pkg { // else the other package sets the header itself
		at = requests.Place{Pos: src.Use, End: src.UseEnd}
	}
	if r.Local+1 >= len(r.Build) || r.Local != 0 {
		return at
	}
	call := r.Build[0].Node
	if !call.Recv || len(call.Kids) == 0 {
		return at
	}
	made := ir.Elem(call.Kids[0].Type)
	r.Root.Body.Each(func(n *ir.Node) {
		if n.Op == ir.OpCall && n != call && n.Pos < call.Pos && len(n.Kids) > 0 && len(n.Types) > 0 && ir.Elem(n.Types[0]) == made {
			at = httpcalls.PlaceOf(n)
		}
	})
	return at
}

// clock reports a revision that is made of the time of the call.
func (j *judge) clock(r *requests.Request) {
	if r.Owner > r.Local {
		return
	}
	for _, h := range j.res.HeaderValues(r, header) {
		if h.Gen || len(h.Text) != 1 || !h.Text[0].Hole || h.Text[0].From.Kind != stdlib.Clock || h.Text[0].From.Name == "" {
			continue
		}
		at := h.Set
		if !at.IsValid() {
			at = r.Place(r.Owner)
		}
		j.once.Report(at, "malformed", fmt.Sprintf("the day of the call is sent as the revision, and most days have none; name the date the code was written for, such as %q", klaviyo.NewestStable(j.s.Day).Value))
	}
}

// judgedElsewhere reports whether the package that declares a constant judges
// it itself, so that one constant is one finding.
func (j *judge) judgedElsewhere(src ir.Source) bool {
	if src.Judged {
		return true
	}
	return src.DeclPkg != "" && j.res.Judges(src.DeclPkg+"."+src.Named)
}

func (j *judge) declared(d requests.Declared) {
	switch st, _ := klaviyo.RevisionAt(d.Value, j.s.Day); st {
	case klaviyo.Malformed, klaviyo.Latest, klaviyo.Empty, klaviyo.Beta:
		return // perhaps no revision at all, or one for a beta endpoint: its uses tell
	}
	part := flow.Part{Lit: d.Value, Src: ir.Source{Pos: d.Place.Pos, End: d.Place.End}}
	j.literal(value{text: d.Value, part: part, place: d.Place, declared: true})
}

// literal judges one value at the place it is written.
func (j *judge) literal(v value) {
	if slices.Contains(j.s.Revision.Known, v.text) {
		return
	}
	st, rev := klaviyo.RevisionAt(v.text, j.s.Day)
	oldest := klaviyo.OldestServed(j.s.Day)
	newest := klaviyo.NewestStable(j.s.Day)
	fix := func(to, why string, safe bool) []rule.Fix {
		if v.part.Src.Folded || to == "" || to == v.text {
			return nil
		}
		edits, ok := edit.LiteralEdit(j.pass, v.place.Pos, v.text, to)
		if !ok {
			return nil
		}
		return []rule.Fix{{Message: fmt.Sprintf("use revision %s%s", to, why), Edits: edits, Safe: safe}}
	}
	q := fmt.Sprintf("%q", v.text)
	switch st {
	case klaviyo.Retired:
		since := ""
		if rev.Listed {
			since = " on " + rev.RetiredOn.String()
		}
		effect := fmt.Sprintf("Klaviyo answers as %q, or with 410", oldest.Value)
		if v.req != nil && v.req.Headers.May(optOut) {
			effect = "with the fall-forward opt-out, every call answers 410"
		}
		fixes := append(fix(oldest.Value, ", which is served today and retires on "+oldest.RetiredOn.String(), true), fix(j.target(), "", false)...)
		if j.s.Host.UnsafeFixes && !j.s.Host.Editor {
			// Asked for the other revision, one run goes all the way to it.
			slices.Reverse(fixes)
		}
		j.once.Report(v.place, "retired", fmt.Sprintf("revision %s was retired%s: %s; move to %q (klaviyolint migrate)", q, since, effect, j.target()), fixes...)
	case klaviyo.Deprecated:
		if w, ok := j.warnBefore(); ok && rev.RetiredOn.Sub(j.s.Day) > w {
			return
		}
		j.once.Report(v.place, "deprecated", fmt.Sprintf("revision %s is deprecated and retires on %s; the newest stable revision is %q: see klaviyolint migrate", q, rev.RetiredOn, newest.Value), fix(j.target(), "", false)...)
	case klaviyo.Future:
		j.once.Report(v.place, "future", fmt.Sprintf("revision %s lies in the future, and Klaviyo refuses it; the newest stable revision is %q", q, newest.Value), fix(j.target(), "", false)...)
	case klaviyo.Latest:
		j.once.Report(v.place, "latest", fmt.Sprintf("%s is not a revision; name the date the code was written for, such as %q", q, newest.Value), fix(j.target(), "", false)...)
	case klaviyo.Malformed:
		j.once.Report(v.place, "malformed", fmt.Sprintf("revision %s is not a date of the form YYYY-MM-DD; the newest stable revision is %q", q, newest.Value), fix(j.target(), "", false)...)
	case klaviyo.Beta:
		j.beta(v, fix(j.target(), "", false))
	case klaviyo.Unlisted:
		if j.s.Strict {
			j.once.Report(v.place, "unlisted", fmt.Sprintf("revision %s is in no list of revisions, and what Klaviyo answers is not confirmed; use %q", q, j.target()), fix(j.target(), "", false)...)
		}
	}
}

// beta reports a .pre revision on a request that a stable revision serves. A
// constant that beta endpoints need as well is reported at the use.
func (j *judge) beta(v value, fixes []rule.Fix) {
	if v.req == nil {
		return
	}
	eps := v.req.Endpoints()
	if len(eps) == 0 {
		return
	}
	for _, ep := range eps {
		if ep.Stage != klaviyo.StableStage {
			return
		}
	}
	at := v.place
	for _, r := range j.res.Requests {
		for _, t := range r.Headers.Set[header].Texts() {
			if p, ok := requests.Literal(j.pass.Pkg.Path(), t); !ok || p.Src.Pos != v.place.Pos {
				continue
			}
			for _, ep := range r.Endpoints() {
				if ep.Stage == klaviyo.BetaStage {
					at, fixes = v.req.Place(0), nil
				}
			}
		}
	}
	j.once.Report(at, "beta", fmt.Sprintf("revision %q is a beta, and stable revisions serve %s %s; use %q", v.text, eps[0].Method, eps[0].Path, j.target()), fixes...)
}

// warnBefore returns how many days before its retirement a deprecated revision
// is reported, if the configuration says so.
func (j *judge) warnBefore() (int, bool) {
	w := int(j.s.Revision.WarnBefore)
	return w, w > 0
}
