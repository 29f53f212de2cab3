package query

import (
	"go/ast"
	"slices"

	"github.com/klaviyolint/klaviyolint/internal/contract"
	"github.com/klaviyolint/klaviyolint/internal/edit"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/place"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// An offer is a constant of a type whose values are put into a parameter, and
// what is wrong with it there.
type offer struct {
	typ   string
	c     requests.Constant
	fault contract.Fault
}

// offers judges the constants of the types that a query takes its values from:
// type ProfileField string, and a constant for each field. A type that serves
// many operations says nothing about one of them: most of its constants must be
// right.
func (j *judge) offers(targets []contract.Target, q contract.Query) {
	for _, p := range q.Params {
		for _, name := range p.Types {
			if j.serves[name] == nil {
				j.serves[name] = map[string]bool{}
			}
			j.serves[name][p.Name] = true
			consts := requests.Constants(j.pass, name)
			var wrong []offer
			far := 0 // like nothing that is there
			for _, c := range consts {
				one := contract.Query{Open: true, Params: []contract.Param{{Name: p.Name, Values: []contract.Text{{S: c.Value}}}}}
				faults := requests.Faults(targets, func(t contract.Target) []contract.Fault { return t.Query(one) })
				switch {
				case len(faults) == 0:
					j.taken[c.Pos] = true
				case faults[0].Code == "value" && len(faults) == 1:
					wrong = append(wrong, offer{name, c, faults[0]})
					if !faults[0].Strict && faults[0].Instead == "" {
						far++
					}
				}
			}
			if 2*far < len(consts) {
				j.offered = append(j.offered, wrong...)
			}
		}
	}
}

// constants reports those that no operation takes: at the constant, or, where
// that is not of this module or an editor would drop it, not at all.
func (j *judge) constants() {
	for _, o := range j.offered {
		if j.taken[o.c.Pos] || o.fault.Strict && !j.s.Strict {
			continue
		}
		if len(j.serves[o.typ]) > 1 && (o.fault.Instead == "" || j.names(o.typ, o.fault.Instead)) {
			continue // it is there for another parameter, perhaps of other code
		}
		at := place.Place{Pos: o.c.Pos, End: o.c.End}
		if o.c.Pkg != j.pass.Pkg.Path() && (j.s.Host.Editor || !requests.InModule(j.pass, o.c.Pkg, o.c.Pos)) {
			continue
		}
		kind := "value"
		if o.fault.Revised {
			kind = "revision"
		}
		if o.fault.Strict {
			kind = "possible"
		}
		if o.c.Pkg == j.pass.Pkg.Path() {
			f := edit.FileOf(j.pass, o.c.Pos)
			if f == nil || ir.Generated(f) {
				continue
			}
			if lit := literal(f, o.c); lit != nil {
				at = place.Place{Pos: lit.Pos(), End: lit.End()}
			}
		}
		j.say(at, kind, o.fault.Code+o.fault.Path+o.fault.Name, o.fault.Message)
	}
}

// names reports whether a type has a constant of a value.
func (j *judge) names(typ, value string) bool {
	return slices.ContainsFunc(requests.Constants(j.pass, typ), func(c requests.Constant) bool { return c.Value == value })
}

// literal is what a constant is declared as, where that is a literal of its own.
func literal(f *ast.File, c requests.Constant) ast.Expr {
	var found ast.Expr
	ast.Inspect(f, func(n ast.Node) bool {
		s, ok := n.(*ast.ValueSpec)
		if !ok {
			return found == nil
		}
		for i, name := range s.Names {
			if name.Pos() == c.Pos && i < len(s.Values) {
				if lit, ok := s.Values[i].(*ast.BasicLit); ok {
					found = lit
				}
			}
		}
		return false
	})
	return found
}
