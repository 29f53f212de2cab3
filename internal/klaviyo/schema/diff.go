package schema

import (
	"maps"
	"slices"
	"strings"
)

// A Delta is what changes in one document between two revisions: paths, each
// whole subtree once.
type Delta struct {
	Added, Removed, NewlyRequired, NoLongerRequired []string
	Kind                                            []KindChange
	Values                                          []ValuesChange
}

// A KindChange is a name whose kind differs.
type KindChange struct {
	Path     string
	From, To string // letters of [Kind]
}

// A ValuesChange is a name whose listed values differ.
type ValuesChange struct {
	Path           string
	Added, Removed []string
}

// Empty reports whether nothing changes.
func (d *Delta) Empty() bool {
	return len(d.Added)+len(d.Removed)+len(d.NewlyRequired)+len(d.NoLongerRequired)+len(d.Kind)+len(d.Values) == 0
}

// Compare returns what changes from one document to another. Either may be
// zero.
func Compare(from, to Node) Delta {
	var d Delta
	if from.Same(to) {
		return d
	}
	a, b := from.Names(), to.Names()
	d.Added, d.Removed = topmost(b, a), topmost(a, b)
	for _, p := range slices.Sorted(maps.Keys(b)) {
		x, y := a[p], b[p]
		up := parent(p)
		if y.Required && (x == nil || !x.Required) && (x != nil || up == "" || a[up] != nil) {
			d.NewlyRequired = append(d.NewlyRequired, p)
		}
		if x == nil {
			continue
		}
		if x.Required && !y.Required {
			d.NoLongerRequired = append(d.NoLongerRequired, p)
		}
		if x.Kinds != "" && y.Kinds != "" && x.Kinds != y.Kinds {
			d.Kind = append(d.Kind, KindChange{p, x.Kinds, y.Kinds})
		}
		if len(x.Values) > 0 && len(y.Values) > 0 {
			if v := (ValuesChange{p, minus(y.Values, x.Values), minus(x.Values, y.Values)}); len(v.Added)+len(v.Removed) > 0 {
				d.Values = append(d.Values, v)
			}
		}
	}
	return d
}

// topmost returns the paths of a that b lacks, those below another left out.
func topmost(a, b map[string]*Name) []string {
	var out []string
	for _, p := range slices.Sorted(maps.Keys(a)) {
		if b[p] != nil || strings.HasSuffix(p, "[]") {
			continue
		}
		top := true
		for up := parent(p); up != ""; up = parent(up) {
			if a[up] != nil && b[up] == nil {
				top = false
				break
			}
		}
		if top {
			out = append(out, p)
		}
	}
	return out
}

// parent returns the path of the object or array around a member.
func parent(p string) string {
	i := strings.LastIndexByte(p, '.')
	if i < 0 {
		return ""
	}
	return strings.TrimSuffix(p[:i], "[]")
}

// A Change is what changes in one operation between two revisions.
type Change struct {
	Operation   *Operation
	Gone, New   bool   // the operation itself ends or begins
	Successor   string // of one that ends, "" when none is known
	Body, Reply Delta
	Query       Delta
	Fields      struct{ Added, Removed []string } // of the filter
	Operators   struct{ Added, Removed []string } // "field operator", of fields that stay
	Scope, Rate [2]string                         // from, to; equal when nothing changes
	Codes       [2]string                         // statuses of success
}

// Empty reports whether nothing changes.
func (c *Change) Empty() bool {
	return !c.Gone && !c.New && c.Body.Empty() && c.Reply.Empty() && c.Query.Empty() &&
		len(c.Fields.Added)+len(c.Fields.Removed)+len(c.Operators.Added)+len(c.Operators.Removed) == 0 &&
		c.Scope[0] == c.Scope[1] && c.Rate[0] == c.Rate[1] && c.Codes[0] == c.Codes[1]
}

// Changes compares an operation at two revisions of its table.
func (o *Operation) Changes(from, to int) *Change {
	c := &Change{Operation: o}
	switch was, is := o.In(from), o.In(to); {
	case !was && !is:
		return c
	case !is:
		c.Gone = true
		c.Successor = o.Successor()
		return c
	case !was:
		c.New = true
		return c
	}
	b0, _ := o.Body(from)
	b1, _ := o.Body(to)
	c.Body = Compare(b0.Node, b1.Node)
	r0, _ := o.Reply(from)
	r1, _ := o.Reply(to)
	c.Reply = Compare(r0, r1)
	q0, _ := o.query(from)
	q1, _ := o.query(to)
	c.Query = Compare(q0, q1)
	f0, f1 := o.filterPairs(from), o.filterPairs(to)
	for f, ops := range f1 {
		if old, ok := f0[f]; !ok {
			c.Fields.Added = append(c.Fields.Added, f)
		} else {
			for _, op := range minus(ops, old) {
				c.Operators.Added = append(c.Operators.Added, f+" "+op)
			}
			for _, op := range minus(old, ops) {
				c.Operators.Removed = append(c.Operators.Removed, f+" "+op)
			}
		}
	}
	for f := range f0 {
		if _, ok := f1[f]; !ok {
			c.Fields.Removed = append(c.Fields.Removed, f)
		}
	}
	for _, l := range [][]string{c.Fields.Added, c.Fields.Removed, c.Operators.Added, c.Operators.Removed} {
		slices.Sort(l)
	}
	c.Scope = [2]string{strings.Join(o.Scopes(from), " "), strings.Join(o.Scopes(to), " ")}
	c.Rate = [2]string{o.Rate(from), o.Rate(to)}
	c.Codes = [2]string{o.codes(from), o.codes(to)}
	return c
}

func (o *Operation) codes(rev int) string {
	var out []string
	for _, r := range o.Replies(rev) {
		out = append(out, r.Status)
	}
	return strings.Join(out, ", ")
}

func (o *Operation) filterPairs(rev int) map[string][]string {
	out := map[string][]string{}
	for _, f := range o.FilterFields(rev) {
		for _, op := range f.Operators {
			out[f.Name] = append(out[f.Name], op.Name)
		}
		slices.Sort(out[f.Name])
	}
	return out
}

// Successor returns the operation that took the place of one that ended, as
// method and path; "" when none is known.
func (o *Operation) Successor() string {
	for _, m := range o.t.Moves() {
		if m.Operation == Key(o.Method(), o.Path()) && m.How != "none" {
			return m.Successor
		}
	}
	return ""
}
