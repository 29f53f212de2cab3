package payload

import (
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/contract"
	"github.com/klaviyolint/klaviyolint/internal/edit"
	"github.com/klaviyolint/klaviyolint/internal/flow"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/place"
	"github.com/klaviyolint/klaviyolint/internal/requests"
	"github.com/klaviyolint/klaviyolint/internal/rule"
)

// Analyzer reports bodies that Klaviyo refuses.
var Analyzer = rule.New(Doc, run, requests.Analyzer)

type judge struct {
	pass *analysis.Pass
	s    *config.Settings
	res  *requests.Result
	once *rule.Once
	// sends are the bodies that were judged, in order.
	sends []send
	// right are the places of keys that some request sends where Klaviyo takes
	// them.
	right map[token.Pos]bool
	// senders are the operations that a key is sent to.
	senders map[token.Pos]map[string]bool
}

// A send is one body that goes to one operation.
type send struct {
	r      *requests.Request
	body   *contract.Value
	op     string
	faults []contract.Fault
}

func run(pass *analysis.Pass) error {
	j := &judge{
		pass: pass, s: rule.Settings(pass), res: pass.ResultOf[requests.Analyzer].(*requests.Result),
		once: rule.NewOnce(pass), right: map[token.Pos]bool{},
		senders: map[token.Pos]map[string]bool{},
	}
	for _, r := range j.res.Requests {
		if r.Via.SDK == "" && r.Calls() && r.Body != nil {
			j.request(r)
		}
	}
	for _, s := range j.sends {
		for _, f := range s.faults {
			j.report(s, f)
		}
	}
	return nil
}

func (j *judge) request(r *requests.Request) {
	body := requests.BodyValue(r.Body)
	if body == nil {
		return
	}
	hosted := r.Hosted()
	for i, u := range hosted {
		targets := r.Targets(u, j.s)
		if len(targets) == 0 {
			continue
		}
		faults := requests.Faults(targets, func(t contract.Target) []contract.Fault { return t.Payload(body) })
		if len(hosted) > 1 {
			// It is not known which address goes with the body: only what is wrong
			// for all of them is certain.
			for k, other := range hosted {
				if k != i {
					faults = contract.Both(faults, requests.Faults(r.Targets(other, j.s), func(t contract.Target) []contract.Fault { return t.Payload(body) }))
				}
			}
		}
		s := send{r, body, targets[0].Op.String(), faults}
		j.note(body, faults)
		j.sent(s)
		j.sends = append(j.sends, s)
	}
}

// note marks the keys of a body that are right. What lies in something wrong was
// not judged.
func (j *judge) note(body *contract.Value, faults []contract.Fault) {
	wrong := map[token.Pos]bool{}
	for _, f := range faults {
		if f.Code == "envelope" && !slices.ContainsFunc(body.Members, func(m contract.Member) bool { return m.Name == "attributes" }) {
			return
		}
		if w, ok := f.At.(requests.Written); ok && w.Name.Pos.IsValid() {
			wrong[w.Name.Pos] = true
		}
	}
	var walk func(v *contract.Value)
	walk = func(v *contract.Value) {
		if v == nil {
			return
		}
		for _, m := range v.Members {
			w, _ := m.At.(requests.Written)
			if wrong[w.Name.Pos] {
				continue
			}
			if w.Name.Pos.IsValid() {
				j.right[w.Name.Pos] = true
			}
			walk(m.Value)
		}
		for _, e := range v.Elems {
			walk(e)
		}
	}
	walk(body)
}

// sent notes which operation the keys of a body are sent to.
func (j *judge) sent(s send) {
	var walk func(v *contract.Value)
	walk = func(v *contract.Value) {
		if v == nil {
			return
		}
		for _, m := range v.Members {
			if w, _ := m.At.(requests.Written); w.Name.Pos.IsValid() {
				if j.senders[w.Name.Pos] == nil {
					j.senders[w.Name.Pos] = map[string]bool{}
				}
				j.senders[w.Name.Pos][s.op] = true
			}
			walk(m.Value)
		}
		for _, e := range v.Elems {
			walk(e)
		}
	}
	walk(s.body)
}

// around returns the innermost key around another that this operation alone is
// sent, where the key itself is right for others.
func (j *judge) around(s send, at token.Pos) (ir.Source, bool) {
	var find func(v *contract.Value) []ir.Source
	find = func(v *contract.Value) []ir.Source {
		if v == nil {
			return nil
		}
		for _, m := range v.Members {
			w, _ := m.At.(requests.Written)
			if w.Name.Pos == at {
				return []ir.Source{w.Name}
			}
			if in := find(m.Value); in != nil {
				return append(in, w.Name)
			}
		}
		for _, e := range v.Elems {
			if in := find(e); in != nil {
				return in
			}
		}
		return nil
	}
	path := find(s.body)
	for i := 1; i < len(path); i++ {
		if p := path[i]; p.Pos.IsValid() && len(j.senders[p.Pos]) == 1 {
			return p, true
		}
	}
	return ir.Source{}, false
}

func (j *judge) report(s send, f contract.Fault) {
	kind := kinds[f.Code]
	if f.Strict {
		if !j.s.Strict {
			return
		}
		kind = "possible"
	}
	w, _ := f.At.(requests.Written)
	shared := j.right[w.Name.Pos]
	if w.MayBeEmpty && shared || w.Optional && f.Code == "unknown" && f.Instead == "" {
		// The key may be left out: for another operation, or because the type is
		// that of the answer too.
		return
	}
	at, own := j.place(s, f, w, shared)
	if !at.IsValid() {
		return
	}
	d := rule.Diagnostic{Kind: kind, Message: f.Message}
	if own && !shared || f.Code == "type" {
		d.Fixes = j.fix(w, f)
	}
	if !own && j.here(w.Name) && w.Name.Pos != at.Pos {
		d.Related = []analysis.RelatedInformation{{Pos: w.Name.Pos, End: w.Name.End, Message: strconv.Quote(f.Name) + " is written here"}}
	}
	j.once.ReportAt(at, d)
}

// place returns where a person would mend the body, and whether that is the key
// itself.
func (j *judge) place(s send, f contract.Fault, w requests.Written, shared bool) (at place.Place, key bool) {
	here, r := j.here, s.r
	if j.owners(r, f, w) {
		return place.Place{}, false
	}
	missing := f.Code == "missing" || f.Code == "envelope"
	switch {
	case (f.Code == "type" || f.Code == "format") && here(w.Text) && !j.sameLine(w.Text.Pos, w.Name.Pos):
		return edit.PartPlace(j.pass, w.Text), false
	case !missing && !shared && here(w.Name):
		return edit.PartPlace(j.pass, w.Name), true
	case f.Code == "missing" && w.Given && j.declared(w.Type).IsValid():
		return j.declared(w.Type), false
	case missing && w.Given && here(w.Made) && !j.inRoot(r, w.Made.Pos):
		return r.Place(0), false // it is given to the function that writes it
	case missing && here(w.Made):
		return edit.PartPlace(j.pass, w.Made), false
	case missing && !shared && here(w.Name):
		return edit.PartPlace(j.pass, w.Name), false
	case f.Code == "missing" && j.declared(w.Type).IsValid():
		return j.declared(w.Type), false
	case here(w.Made) && f.Code != "unknown" && f.Code != "gone" && f.Code != "misplaced":
		return edit.PartPlace(j.pass, w.Made), false
	}
	if !missing && shared && w.Name.Pos.IsValid() {
		if src, ok := j.around(s, w.Name.Pos); ok && here(src) {
			return edit.PartPlace(j.pass, src), false
		}
	}
	if foreign(w.Made, j.res.Package()) || !w.Made.Pos.IsValid() && w.Made.Pkg == "" && foreign(w.Name, j.res.Package()) {
		return place.Place{}, false // its own package tells
	}
	last := len(r.Build) - 1
	if last < 0 || r.Build[last].Fn.Pkg != j.res.Package() && r.Local < 0 {
		return place.Place{}, false
	}
	i := min(r.Local, last)
	if r.Build[i].Fn.Pkg != j.res.Package() || r.Build[i].Fn.Gen {
		return place.Place{}, false
	}
	return r.Place(i), false
}

// owners reports whether the function of another package that makes the request
// Klaviyo's writes what is wrong: it is judged there. What this package adds, the
// path or the value, that function does not know.
func (j *judge) owners(r *requests.Request, f contract.Fault, w requests.Written) bool {
	if r.Owner <= r.Local || r.Owner >= len(r.Build) || r.Build[r.Owner].Fn.Gen {
		return false
	}
	pkg := r.Build[r.Owner].Fn.Pkg
	theirs := func(src ir.Source) bool { return src.Pkg == "" || src.Pkg == pkg }
	for _, u := range r.Hosted() {
		if slices.ContainsFunc(u.Path, func(p flow.Part) bool { return !p.Hole && !theirs(p.Src) }) {
			return false
		}
	}
	if !theirs(w.Name) {
		return false
	}
	switch f.Code {
	case "unknown", "gone", "misplaced":
		// That function is given a struct, and may leave out what has no value.
		return strings.HasPrefix(w.Type, pkg+".") && (!w.OmitEmpty || f.Instead != "")
	case "missing":
		return false
	}
	return theirs(w.Made) && theirs(w.Text)
}

// here reports whether something is written by hand in this package.
func (j *judge) here(src ir.Source) bool {
	return src.Pos.IsValid() && src.Pkg == j.res.Package() && !src.Gen && !j.generated(src.Pos)
}

// inRoot reports whether a place is in the function that makes the request, or
// that function is not this package's.
func (j *judge) inRoot(r *requests.Request, at token.Pos) bool {
	f := r.Root
	return f.Pkg != j.res.Package() || f.Gen || len(r.Build) == 0 || f.Body == nil || f.Body.Pos <= at && at < f.Body.End
}

func (j *judge) sameLine(a, b token.Pos) bool {
	return b.IsValid() && j.pass.Fset.Position(a).Line == j.pass.Fset.Position(b).Line
}

// declared returns where this package declares a struct type, by its name in
// the tree form.
func (j *judge) declared(typ string) place.Place {
	name, ok := strings.CutPrefix(typ, j.pass.Pkg.Path()+".")
	if !ok {
		return place.Place{}
	}
	o, _ := j.pass.Pkg.Scope().Lookup(name).(*types.TypeName)
	if o == nil || !o.Pos().IsValid() || j.generated(o.Pos()) {
		return place.Place{}
	}
	return place.Place{Pos: o.Pos(), End: o.Pos() + token.Pos(len(name))}
}

func foreign(src ir.Source, pkg string) bool { return src.Pkg != "" && src.Pkg != pkg }

func (j *judge) generated(at token.Pos) bool {
	f := edit.FileOf(j.pass, at)
	return f != nil && ir.Generated(f)
}

// kinds names the sorts of findings.
var kinds = map[string]string{
	"envelope": "envelope", "unknown": "member", "misplaced": "member", "gone": "revision", "missing": "missing",
	"type": "type", "kind": "kind", "format": "kind", "items": "items", "value": "possible",
}
