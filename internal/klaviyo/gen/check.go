package main

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo/schema"
)

// checkAll compares the tables in the repository with the branches: the bytes
// with what would be written, and every fact with a second reading.
func checkAll(root string, r *repo, branches []*stage, files []file, out io.Writer) error {
	bad := 0
	for _, f := range files {
		if f.name == dayFile || strings.HasPrefix(f.name, schemaPacked) {
			continue // the day moves; what is packed is read below
		}
		have, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(f.name)))
		if err != nil {
			return err
		}
		if !bytes.Equal(have, f.text) {
			bad++
			fmt.Fprintf(out, "%s differs from what the branches give\n", f.name)
		}
	}
	for _, s := range branches {
		n, err := packedEqual(root, s.name, out)
		if err != nil {
			return err
		}
		bad += n
		c := &checker{stage: s, table: present(root, s.name), out: out, compared: map[string]int{}}
		for i, rev := range s.revisions {
			doc, err := r.document(rev)
			if err != nil {
				return err
			}
			c.revision(doc, rev, i)
		}
		bad += c.bad
		fmt.Fprintf(out, "%s: %d pairs of operation and revision, %d differences; compared:", s.name, c.pairs, c.bad)
		for _, k := range slices.Sorted(maps.Keys(c.compared)) {
			fmt.Fprintf(out, " %s %d", k, c.compared[k])
		}
		fmt.Fprintln(out)
	}
	if bad > 0 {
		return fmt.Errorf("%d differences between the tables and the branches", bad)
	}
	return nil
}

// packedEqual compares the embedded files with the text beside them.
func packedEqual(root, stage string, out io.Writer) (int, error) {
	bad := 0
	for _, name := range schema.FileNames() {
		text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(schemaData), stage, name))
		if err != nil {
			return 0, err
		}
		packed, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(schemaPacked), stage, name+".gz"))
		if err != nil {
			return 0, err
		}
		have, err := unpack(packed)
		if err != nil {
			return 0, fmt.Errorf("%s/%s/%s.gz: %w", schemaPacked, stage, name, err)
		}
		if !bytes.Equal(have, text) {
			bad++
			fmt.Fprintf(out, "%s/%s/%s.gz does not hold the text of the table\n", schemaPacked, stage, name)
		}
	}
	return bad, nil
}

// A checker compares the description with a table, through the product's own
// reader.
type checker struct {
	stage    *stage
	table    *schema.Table
	out      io.Writer
	pairs    int
	bad      int
	compared map[string]int
}

func (c *checker) revision(doc *document, name string, rev int) {
	w := &walker{doc}
	seen := 0
	for _, o := range doc.operations() {
		c.pairs++
		seen++
		have := c.table.Operation(o.method, o.path)
		if have == nil || !have.In(rev) {
			c.differs(name, o, "operation", "it is not in the table")
			continue
		}
		c.operation(w, o, have, name, rev)
	}
	for _, o := range c.table.Operations() {
		if o.In(rev) {
			seen--
		}
	}
	if seen != 0 {
		c.bad++
		fmt.Fprintf(c.out, "%s: the table has %d operations too many\n", name, -seen)
	}
}

func (c *checker) differs(rev string, o op, what, detail string) {
	c.bad++
	fmt.Fprintf(c.out, "%s %s %s: %s: %.300s\n", rev, o.method, o.path, what, detail)
}

func (c *checker) same(rev string, o op, what string, want, got []string) {
	c.compared[what]++
	slices.Sort(want)
	slices.Sort(got)
	if slices.Equal(want, got) {
		return
	}
	c.differs(rev, o, what, fmt.Sprintf("only in the description: %q; only in the table: %q", without(want, got), without(got, want)))
}

func without(a, b []string) []string {
	var out []string
	for _, x := range a {
		if !slices.Contains(b, x) && len(out) < 3 {
			out = append(out, x)
		}
	}
	return out
}

func (c *checker) operation(w *walker, o op, have *schema.Operation, rev string, i int) {
	c.same(rev, o, "name", []string{o.str("operationId")}, []string{have.ID(i)})
	var want, got []string
	if b := o.obj("requestBody"); b != nil {
		typ := b.obj("content").keys[0]
		want = append(w.rows(b.obj("content").obj(typ).obj("schema")), fmt.Sprintf("multipart %v optional %v", strings.Contains(typ, "multipart"), !b.yes("required")))
	}
	if b, ok := have.Body(i); ok {
		got = append(tableRows(b.Node), fmt.Sprintf("multipart %v optional %v", b.Multipart, b.Optional))
	}
	c.same(rev, o, "body", want, got)

	want, got = nil, nil
	for _, status := range o.obj("responses").names() {
		if status[0] != '2' {
			continue
		}
		want = append(want, status)
		content := o.obj("responses").obj(status).obj("content")
		for _, typ := range content.names() {
			want = append(want, prefixed(status, w.rows(content.obj(typ).obj("schema")))...)
		}
	}
	for _, r := range have.Replies(i) {
		got = append(got, r.Status)
		if r.Content {
			got = append(got, prefixed(r.Status, tableRows(r.Node))...)
		}
	}
	c.same(rev, o, "reply", want, got)

	want, got = nil, nil
	for _, q := range o.objs("parameters") {
		if q.str("in") == "query" {
			want = append(want, fmt.Sprintf("%s required %v", q.str("name"), q.yes("required")))
			want = append(want, prefixed(q.str("name"), w.rows(q.obj("schema")))...)
		}
	}
	for _, p := range have.Params(i) {
		got = append(got, fmt.Sprintf("%s required %v", p.Name, p.Required))
		got = append(got, prefixed(p.Name, tableRows(p.Node))...)
	}
	c.same(rev, o, "query", want, got)

	c.same(rev, o, "filter", wantFilter(o), gotFilter(have.FilterFields(i)))
	c.same(rev, o, "scope", o.strs("x-klaviyo-scopes"), spaced(have.Scopes(i), o))
	c.same(rev, o, "rate", []string{strings.Join(rates(o), "/")}, []string{have.Rate(i)})
	sec, isList := o.get("security").([]any)
	c.same(rev, o, "auth", []string{fmt.Sprint(isList && len(sec) == 0)}, []string{fmt.Sprint(have.Client(i))})
}

// spaced undoes the underscores that stand for spaces where the description
// has spaces (the two oldest revisions).
func spaced(scopes []string, o op) []string {
	if !strings.Contains(strings.Join(o.strs("x-klaviyo-scopes"), ""), " ") {
		return scopes
	}
	var out []string
	for _, s := range scopes {
		out = append(out, strings.ReplaceAll(s, "_", " "))
	}
	return out
}

func prefixed(p string, rows []string) []string {
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = p + " " + r
	}
	return out
}

// wantFilter reads the fields and operators out of the text of the parameter,
// and the kinds out of the machine's table.
func wantFilter(o op) []string {
	var out []string
	for _, q := range o.objs("parameters") {
		if q.str("name") != "filter" || q.str("in") != "query" {
			continue
		}
		_, list, _ := strings.Cut(q.str("description"), filterHead)
		for l := range strings.SplitSeq(list, "<br>") {
			words := strings.Split(l, "`")
			for i := 3; i < len(words); i += 2 {
				out = append(out, words[1]+" "+words[i])
			}
		}
	}
	machine := o.obj("x-klaviyo-filters")
	for _, f := range machine.names() {
		v := machine.obj(f).obj("value")
		if len(v.names()) > 0 {
			var values []string
			for _, x := range v.list("enum") {
				values = append(values, fmt.Sprint(x))
			}
			slices.Sort(values)
			out = append(out, fmt.Sprintf("%s is %s %s %q", f, v.str("type"), v.str("format"), values))
		}
		arities := machine.obj(f).obj("operators")
		for _, arity := range arities.names() {
			for _, op := range arities.strs(arity) {
				out = append(out, fmt.Sprintf("%s %s takes %s", f, op, arity[:1]))
			}
		}
	}
	return out
}

func gotFilter(fields []schema.FilterField) []string {
	types := map[schema.Kind]string{schema.String: "string", schema.Integer: "integer", schema.Number: "number", schema.Boolean: "boolean"}
	var out []string
	for _, f := range fields {
		if f.Kind != 0 {
			out = append(out, fmt.Sprintf("%s is %s %s %q", f.Name, types[f.Kind], f.Format, f.Values))
		}
		for _, op := range f.Operators {
			out = append(out, f.Name+" "+op.Name)
			for letter, is := range map[string]bool{"l": op.List, "s": op.One, "n": op.None} {
				if is {
					out = append(out, fmt.Sprintf("%s %s takes %s", f.Name, op.Name, letter))
				}
			}
		}
	}
	return out
}

// tableRows flattens a document of the table.
func tableRows(n schema.Node) []string {
	var out []string
	flatten(n, "", &out, nil)
	return out
}

func flatten(n schema.Node, path string, out *[]string, inside []schema.Node) {
	add := func(format string, args ...any) { *out = append(*out, path+" "+fmt.Sprintf(format, args...)) }
	for i, o := range inside {
		if n.Same(o) && n.Kind() == schema.Object {
			add("up %d", len(inside)-i)
			return
		}
	}
	switch n.Kind() {
	case schema.Object:
		empty := true
		for m := range n.Members() {
			empty = false
			p := path + "." + m.Name
			*out = append(*out, fmt.Sprintf("%s member %v %v %v", p, m.Required, m.Nullable, m.ReadOnly))
			flatten(m.Node, p, out, append(inside, n))
		}
		if empty {
			add("{}")
		}
	case schema.Array:
		e, _ := n.Elem()
		add("array %v", n.NullableElem())
		flatten(e, path+"[]", out, inside)
	case schema.OneOf:
		var arms [][]string
		for _, a := range n.Arms() {
			var rows []string
			flatten(a, path, &rows, inside)
			slices.Sort(rows)
			arms = append(arms, rows)
		}
		addArms(path, arms, out)
	case schema.Free:
		add("free object")
	default:
		s := n.Scalar()
		add("%c %q %q %q %q %q", n.Kind(), s.Format, s.Min, s.Max, s.Values, s.Default)
	}
}

// addArms adds the rows of each shape of a union, with a mark for each.
func addArms(path string, arms [][]string, out *[]string) {
	slices.SortFunc(arms, slices.Compare)
	arms = slices.CompactFunc(arms, slices.Equal)
	for _, rows := range arms {
		if len(arms) > 1 {
			*out = append(*out, path+" arm")
		}
		*out = append(*out, rows...)
	}
}
