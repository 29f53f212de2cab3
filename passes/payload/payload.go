package payload

import (
	"go/token"

	"golang.org/x/tools/go/analysis"

	"github.com/klaviyolint/klaviyolint/internal/config"
	"github.com/klaviyolint/klaviyolint/internal/contract"
	"github.com/klaviyolint/klaviyolint/internal/edit"
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
}

// A send is one body that goes to one operation.
type send struct {
	r      *requests.Request
	faults []contract.Fault
}

func run(pass *analysis.Pass) error {
	j := &judge{
		pass: pass, s: rule.Settings(pass), res: pass.ResultOf[requests.Analyzer].(*requests.Result),
		once: rule.NewOnce(pass), right: map[token.Pos]bool{},
	}
	for _, r := range j.res.Requests {
		if r.Via.SDK == "" && r.Calls() && r.Body != nil {
			j.request(r)
		}
	}
	for _, s := range j.sends {
		for _, f := range s.faults {
			j.report(s.r, f)
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
		j.note(body, faults)
		j.sends = append(j.sends, send{r, faults})
	}
}

// note marks the keys of a body that are right. What lies in something wrong was
// not judged.
func (j *judge) note(body *contract.Value, faults []contract.Fault) {
	wrong := map[token.Pos]bool{}
	for _, f := range faults {
		if f.Code == "envelope" {
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

func (j *judge) report(r *requests.Request, f contract.Fault) {
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
	at, own := j.place(r, f, w, shared)
	if !at.IsValid() {
		return
	}
	var fixes []rule.Fix
	if own && !shared {
		fixes = j.fix(w, f)
	}
	j.once.Report(at, kind, f.Message, fixes...)
}

// place returns where a person would mend the body, and whether that is the key
// itself.
func (j *judge) place(r *requests.Request, f contract.Fault, w requests.Written, shared bool) (at place.Place, key bool) {
	here := func(src ir.Source) bool {
		return src.Pos.IsValid() && src.Pkg == j.res.Package() && !src.Gen && !j.generated(src.Pos)
	}
	missing := f.Code == "missing" || f.Code == "envelope"
	switch {
	case !missing && !shared && here(w.Name):
		return edit.PartPlace(j.pass, w.Name), true
	case missing && here(w.Made):
		return edit.PartPlace(j.pass, w.Made), false
	case missing && !shared && here(w.Name):
		return edit.PartPlace(j.pass, w.Name), false
	case here(w.Made) && f.Code != "unknown" && f.Code != "gone" && f.Code != "misplaced":
		return edit.PartPlace(j.pass, w.Made), false
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
