// Package diff tells what changes in one Klaviyo operation between two
// revisions, from the tables alone: `klaviyolint diff`.
package diff

import (
	"fmt"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo/schema"
)

// A Report is the difference of one operation.
type Report struct {
	Operation string    `json:"operation"`
	ID        string    `json:"id,omitempty"`
	From      string    `json:"from"`
	To        string    `json:"to"`
	State     string    `json:"state"` // changed, same, new, gone, absent
	Successor string    `json:"successor,omitempty"`
	Sections  []Section `json:"sections,omitempty"`
}

// A Section is one part of the operation: body, reply, query, filter, scope,
// rate, status.
type Section struct {
	Name    string   `json:"name"`
	Changes []Change `json:"changes"`
}

// A Change is one line of a section.
type Change struct {
	// What: added, removed, required (newly), optional (no longer required),
	// kind, values, changed.
	What string `json:"what"`
	Path string `json:"path,omitempty"`
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"` // of something removed: where it went
}

// Of compares an operation at two revisions.
func Of(operation, from, to string) (*Report, error) {
	t, i, err := revision(from)
	if err != nil {
		return nil, err
	}
	u, j, err := revision(to)
	if err != nil {
		return nil, err
	}
	if t != u {
		return nil, fmt.Errorf("%s and %s: one is a beta revision; the two stages are numbered and described apart", from, to)
	}
	o, err := find(t, operation)
	if err != nil {
		return nil, err
	}
	return compare(o, i, j), nil
}

func revision(name string) (*schema.Table, int, error) {
	if t, i, ok := schema.For(name); ok {
		return t, i, nil
	}
	t := schema.Stable()
	if strings.HasSuffix(name, ".pre") {
		t = schema.Beta()
	}
	var names []string
	for _, r := range t.Revisions() {
		names = append(names, r.Name)
	}
	return nil, 0, fmt.Errorf("no description of revision %q; there are %s", name, strings.Join(names, ", "))
}

// find finds an operation by method and path, or by one of its ids.
func find(t *schema.Table, operation string) (*schema.Operation, error) {
	operation = strings.TrimSpace(operation)
	if method, path, ok := strings.Cut(operation, " "); ok {
		path = strings.TrimSpace(path)
		if !strings.HasPrefix(path, "/") {
			path = "/" + path
		}
		if o := t.Operation(strings.ToUpper(method), path); o != nil {
			return o, nil
		}
		var same []string
		for _, o := range t.Operations() {
			if schema.Key("", o.Path()) == schema.Key("", path) {
				same = append(same, o.Method())
			}
		}
		if len(same) > 0 {
			return nil, fmt.Errorf("no revision has %q; the path takes %s", operation, strings.Join(same, ", "))
		}
	}
	var names []string
	for _, o := range t.Operations() {
		ids := o.Aliases()
		for i := range t.Revisions() {
			if id := o.ID(i); id != "" && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
		if slices.Contains(ids, operation) {
			return o, nil
		}
		names = append(append(names, ids...), o.String())
	}
	if near := schema.Near(operation, names); near != "" {
		return nil, fmt.Errorf("no operation %q; did you mean %q?", operation, near)
	}
	return nil, fmt.Errorf("no operation %q; name it by method and path (\"POST /api/events\") or by its id (create_event)", operation)
}

func compare(o *schema.Operation, from, to int) *Report {
	r := &Report{Operation: o.String(), From: o.Table().Name(from), To: o.Table().Name(to), State: "changed"}
	for _, i := range []int{from, to} {
		if id := o.ID(i); id != "" {
			r.ID = id
		}
	}
	c := o.Changes(from, to)
	switch {
	case !o.In(from) && !o.In(to):
		r.State = "absent"
	case c.Gone:
		r.State, r.Successor = "gone", c.Successor
	case c.New:
		r.State = "new"
	}
	b0, _ := o.Body(from)
	b1, _ := o.Body(to)
	r.document("body", c.Body, b0.Node, b1.Node)
	r.document("query", c.Query, schema.Node{}, schema.Node{})
	r.add("filter", lines("added", c.Fields.Added), lines("added", c.Operators.Added), lines("removed", c.Fields.Removed), lines("removed", c.Operators.Removed))
	a0, _ := o.Reply(from)
	a1, _ := o.Reply(to)
	r.document("reply", c.Reply, a0, a1)
	for _, x := range []struct {
		name string
		pair [2]string
	}{{"scopes", c.Scope}, {"rate", c.Rate}, {"status", c.Codes}} {
		if x.pair[0] != x.pair[1] {
			r.add(x.name, []Change{{What: "changed", From: x.pair[0], To: x.pair[1]}})
		}
	}
	if r.State == "changed" && len(r.Sections) == 0 {
		r.State = "same"
	}
	return r
}

func (r *Report) document(name string, d schema.Delta, from, to schema.Node) {
	removed := lines("removed", d.Removed)
	if len(removed) > 0 && !from.IsZero() && !to.IsZero() {
		a, b := from.Names(), to.Names()
		for i := range removed {
			removed[i].To = schema.Went(removed[i].Path, a, b)
		}
	}
	var kinds, values []Change
	for _, k := range d.Kind {
		kinds = append(kinds, Change{What: "kind", Path: k.Path, From: kindWords(k.From), To: kindWords(k.To)})
	}
	for _, v := range d.Values {
		values = append(values, Change{What: "values", Path: v.Path, From: strings.Join(v.Removed, ", "), To: strings.Join(v.Added, ", ")})
	}
	required, optional := lines("required", d.NewlyRequired), lines("optional", d.NoLongerRequired)
	if name == "reply" {
		required, optional = nil, nil // a mark of the description: it says nothing about what comes
	}
	r.add(name, required, removed, kinds, values, lines("added", d.Added), optional)
}

func (r *Report) add(name string, lists ...[]Change) {
	if all := slices.Concat(lists...); len(all) > 0 {
		r.Sections = append(r.Sections, Section{name, all})
	}
}

func lines(what string, paths []string) []Change {
	var out []Change
	for _, p := range paths {
		out = append(out, Change{What: what, Path: p})
	}
	return out
}

func kindWords(letters string) string {
	var out []string
	for _, k := range letters {
		out = append(out, schema.Kind(k).String())
	}
	return strings.Join(out, " or ")
}
