package schema

import (
	"slices"
	"strings"
)

// Columns of ops.tsv.
const (
	colMethod = iota
	colPath
	colTag
	colName
	colBody
	colReply
	colQuery
	colFilter
	colScope
	colRate
	colAuth
	colLimit
	colAliases
	columns
)

type opIndex struct {
	lines *lines
	of    map[string]int32 // key -> line
	order []int32
}

func (t *Table) readOps() *opIndex {
	x := &opIndex{lines: splitLines(t.text("ops.tsv"))}
	x.of = make(map[string]int32, len(x.lines.at))
	for n := 1; n < len(x.lines.at); n++ {
		l := x.lines.line(n)
		method, rest, _ := strings.Cut(l, "\t")
		path, _, _ := strings.Cut(rest, "\t")
		x.of[Key(method, path)] = int32(n)
		x.order = append(x.order, int32(n))
	}
	return x
}

// Key returns the name under which an operation is found: the method and the
// path with every placeholder written "{}" and no final slash.
func Key(method, path string) string {
	var b strings.Builder
	b.WriteString(method)
	b.WriteByte(' ')
	if path = strings.TrimRight(path, "/"); path == "" {
		path = "/"
	}
	for {
		before, after, ok := strings.Cut(path, "{")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		b.WriteString("{}")
		if _, path, ok = strings.Cut(after, "}"); !ok {
			return b.String()
		}
	}
}

// An Operation is a method on a path, through all revisions of a table.
type Operation struct {
	t     *Table
	cells []string
}

// Operation returns the operation with a method and path template, whatever
// its placeholders are called; nil when no revision has it.
func (t *Table) Operation(method, path string) *Operation {
	x := t.ops()
	n, ok := x.of[Key(method, path)]
	if !ok {
		return nil
	}
	return t.operation(int(n))
}

func (t *Table) operation(line int) *Operation {
	cells := strings.Split(t.ops().lines.line(line), "\t")
	for len(cells) < columns {
		cells = append(cells, "")
	}
	return &Operation{t, cells}
}

// Operations returns every operation, sorted by path.
func (t *Table) Operations() []*Operation {
	var out []*Operation
	for _, n := range t.ops().order {
		out = append(out, t.operation(int(n)))
	}
	return out
}

// Method returns the HTTP method, in capitals.
func (o *Operation) Method() string { return o.cells[colMethod] }

// Path returns the path template without a final slash.
func (o *Operation) Path() string { return o.cells[colPath] }

// String returns the method and the path.
func (o *Operation) String() string { return o.Method() + " " + o.Path() }

// Table returns the table that describes the operation.
func (o *Operation) Table() *Table { return o.t }

// Tag returns the group that Klaviyo files the operation under.
func (o *Operation) Tag() string { return o.cells[colTag] }

// cell returns the value of a column at a revision: the last change at or
// before it. The empty string means that the operation is absent.
func (o *Operation) cell(col, rev int) string {
	v := ""
	for h := range strings.SplitSeq(o.cells[col], " ") {
		at, val, _ := strings.Cut(h, "@")
		if at == "" || number(at) > rev {
			break
		}
		v = val
	}
	return v
}

// In reports whether a revision describes the operation.
func (o *Operation) In(rev int) bool { return o.cell(colName, rev) != "" }

// First and Last return the first and the last revision that describe the
// operation.
func (o *Operation) First() int {
	at, _, _ := strings.Cut(o.cells[colName], "@")
	return number(at)
}

// Last returns the last revision that describes the operation.
func (o *Operation) Last() int {
	last := o.t.Newest()
	for last > 0 && !o.In(last) {
		last--
	}
	return last
}

// ID returns the operation id at a revision.
func (o *Operation) ID(rev int) string { return o.cell(colName, rev) }

// A Body is what a request carries.
type Body struct {
	Node
	Multipart bool // multipart/form-data instead of JSON
	Optional  bool // the request may come without
}

// Body returns the body of a request at a revision; false when it takes none.
func (o *Operation) Body(rev int) (Body, bool) {
	v := o.cell(colBody, rev)
	if v == "" || v == "-" {
		return Body{}, false
	}
	b := Body{Multipart: v[0] == 'm', Optional: strings.Contains(v, "?")}
	b.Node = o.t.node(number(strings.TrimLeft(v, "jm?")))
	return b, true
}

// A Reply is one answer of success.
type Reply struct {
	Status  string // "200"
	Content bool   // whether it carries a document
	Node    Node   // the document
}

// Replies returns the answers of success (2xx) at a revision, by status.
func (o *Operation) Replies(rev int) []Reply {
	v := o.cell(colReply, rev)
	if v == "" || v == "-" {
		return nil
	}
	var out []Reply
	for x := range strings.SplitSeq(v, ",") {
		code, shape, ok := strings.Cut(x, "=")
		r := Reply{Status: code, Content: ok}
		if ok {
			r.Node = o.t.node(number(shape))
		}
		out = append(out, r)
	}
	return out
}

// Reply returns the first answer of success that carries a document.
func (o *Operation) Reply(rev int) (Node, bool) {
	for _, r := range o.Replies(rev) {
		if r.Content {
			return r.Node, true
		}
	}
	return Node{}, false
}

// Scopes returns the OAuth scopes that the operation asks for.
func (o *Operation) Scopes(rev int) []string {
	v := o.cell(colScope, rev)
	if v == "" || v == "-" {
		return nil
	}
	return strings.Split(v, "+")
}

// Rate returns the limits of calls: per second / per minute [/ per day], or
// "" when none is described. Klaviyo applies the newest to every revision
// (github.com/klaviyo/klaviyo-api-node issue 77).
func (o *Operation) Rate(rev int) string {
	if v := o.cell(colRate, rev); v != "-" {
		return v
	}
	return ""
}

// Client reports whether the operation is for browsers and apps, with a public
// company id instead of a private key.
func (o *Operation) Client(rev int) bool { return strings.HasPrefix(o.cell(colAuth, rev), "c") }

// RevisionOptional reports whether the header may be left out.
func (o *Operation) RevisionOptional(rev int) bool {
	return strings.HasSuffix(o.cell(colAuth, rev), "r?")
}

// Limit returns a number that the description tells in prose: "items" in one
// request, "page" in one reply, "jobs" at once, "bytes" of a request, "each"
// for one item, as written ("10000", "5MB"); "" when there is none.
func (o *Operation) Limit(rev int, name string) string {
	for part := range strings.SplitSeq(o.cell(colLimit, rev), ",") {
		if n, v, ok := strings.Cut(part, "="); ok && n == name {
			return v
		}
	}
	return ""
}

// Aliases returns the other names of the operation.
func (o *Operation) Aliases() []string { return strings.Fields(o.cells[colAliases]) }

// A Move is an operation that ended, and what took its place.
type Move struct {
	Last, Gone string // the last revision that has it, the first that lacks it
	Operation  string // key
	Successor  string // key, or "-"
	// How the successor was found: same-name (the operation id goes on),
	// near (one word of the path differs), template (a free last part became
	// one path for each value: requests stay valid), none.
	How string
}

// Moves returns every operation that ended.
func (t *Table) Moves() []Move {
	var out []Move
	for i, l := range slices.Collect(strings.Lines(t.text("moves.tsv"))) {
		f := strings.Split(strings.TrimSuffix(l, "\n"), "\t")
		if i > 0 && len(f) == 6 {
			out = append(out, Move{f[0], f[1], f[2] + " " + f[3], f[4], f[5]})
		}
	}
	return out
}
