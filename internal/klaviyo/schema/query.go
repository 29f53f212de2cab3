package schema

import "strings"

// A Param is one query parameter.
type Param struct {
	Name     string // page[size], fields[profile], include, ...
	Required bool
	Node     Node // for a list of values, an array; the URL separates them with commas
}

// Params returns the query parameters at a revision, sorted by name.
func (o *Operation) Params(rev int) []Param {
	v := o.cell(colQuery, rev)
	if v == "" || v == "-" {
		return nil
	}
	var out []Param
	for m := range o.t.node(number(v)).Members() {
		if !strings.HasPrefix(m.Name, "H:") && !strings.HasPrefix(m.Name, "P:") {
			out = append(out, Param{m.Name, m.Required, m.Node})
		}
	}
	return out
}

// Param returns one query parameter.
func (o *Operation) Param(rev int, name string) (Param, bool) {
	for _, p := range o.Params(rev) {
		if p.Name == name {
			return p, true
		}
	}
	return Param{}, false
}

// Values returns the values that a parameter may have, one by one; nil when
// they are not listed.
func (p Param) Values() []string {
	n := p.Node
	if e, ok := n.Elem(); ok {
		n = e
	}
	return n.Scalar().Values
}

// query returns the parameters as one object, headers and path parts included.
func (o *Operation) query(rev int) (Node, bool) {
	v := o.cell(colQuery, rev)
	if v == "" || v == "-" {
		return Node{}, false
	}
	return o.t.node(number(v)), true
}

// A FilterField is a field that the filter parameter takes.
type FilterField struct {
	Name      string
	Operators []FilterOperator
	Kind      Kind   // 0 when the description does not say (before 2026-04-15)
	Format    string // date-time, ...
	Values    []string
}

// A FilterOperator is one function of a filter. List, One and None say what it
// takes, where the description says it (from 2026-04-15 on).
type FilterOperator struct {
	Name            string
	List, One, None bool
}

// Operator returns the operator of a field with a name.
func (f FilterField) Operator(name string) (FilterOperator, bool) {
	for _, o := range f.Operators {
		if o.Name == name {
			return o, true
		}
	}
	return FilterOperator{}, false
}

// FilterFields returns the fields that the filter parameter takes at a
// revision, in the order of the description; nil when there is no filter.
func (o *Operation) FilterFields(rev int) []FilterField {
	v := o.cell(colFilter, rev)
	if v == "" || v == "-" {
		return nil
	}
	var out []FilterField
	for x := range strings.SplitSeq(o.t.filters().line(number(v)), "\t") {
		parts := strings.Split(x, " ")
		f := FilterField{Name: parts[0]}
		for op := range strings.SplitSeq(parts[1], ",") {
			name, takes, _ := strings.Cut(op, ".")
			f.Operators = append(f.Operators, FilterOperator{
				Name: name, List: strings.Contains(takes, "l"), One: strings.Contains(takes, "s"), None: strings.Contains(takes, "n"),
			})
		}
		for _, p := range parts[2:] {
			if strings.HasPrefix(p, "#") {
				f.Values = strings.Split(o.t.enums().line(number(p[1:])), "\t")
				continue
			}
			f.Kind = Kind(p[0])
			_, f.Format, _ = strings.Cut(p, ":")
		}
		out = append(out, f)
	}
	return out
}

// FilterField returns the field of a filter with a name.
func (o *Operation) FilterField(rev int, name string) (FilterField, bool) {
	for _, f := range o.FilterFields(rev) {
		if f.Name == name {
			return f, true
		}
	}
	return FilterField{}, false
}
