package schema

import (
	"iter"
	"strconv"
	"strings"
)

// A Kind is what a value is.
type Kind byte

// The kinds. Free is an object whose members the description does not name;
// Any is any value at all; OneOf is one of several shapes.
const (
	Object  Kind = '{'
	Free    Kind = 'o'
	Array   Kind = '['
	OneOf   Kind = '|'
	String  Kind = 's'
	Integer Kind = 'i'
	Number  Kind = 'n'
	Boolean Kind = 'b'
	Null    Kind = 'z'
	Any     Kind = '*'

	up Kind = '^'
)

var kindWords = map[Kind]string{
	Object: "an object", Free: "an object", Array: "an array", OneOf: "one of several shapes", String: "a string",
	Integer: "an integer", Number: "a number", Boolean: "a boolean", Null: "null", Any: "any value",
}

// String returns the kind with its article, as messages say it.
func (k Kind) String() string { return kindWords[k] }

// A Node is a place in a document: a shape, and the objects around it, which a
// shape that contains itself refers to.
type Node struct {
	t    *Table
	n    int
	outs *outer
}

type outer struct {
	n    int
	outs *outer
}

func (t *Table) node(n int) Node { return Node{t: t, n: n} }

// IsZero reports whether the node is none.
func (n Node) IsZero() bool { return n.t == nil }

// Same reports whether two nodes have one shape.
func (n Node) Same(m Node) bool { return n.t == m.t && n.n == m.n }

func (n Node) line() string { return n.t.shapes().line(n.n) }

// child returns the node of a shape inside n. A reference outwards is followed.
func (n Node) child(shape int) Node {
	c := Node{t: n.t, n: shape, outs: n.outs}
	if n.line()[0] == byte(Object) {
		c.outs = &outer{n.n, n.outs}
	}
	l := c.line()
	if l[0] != byte(up) {
		return c
	}
	o := c.outs
	for range number(l[1:]) - 1 {
		o = o.outs
	}
	return Node{t: n.t, n: o.n, outs: o.outs}
}

// Kind returns what the value is.
func (n Node) Kind() Kind { return Kind(n.line()[0]) }

// A Member is one name of an object.
type Member struct {
	Name     string
	Required bool
	Nullable bool
	ReadOnly bool
	Node     Node
}

// Members returns the members of an object, sorted by name.
func (n Node) Members() iter.Seq[Member] {
	return func(yield func(Member) bool) {
		l := n.line()
		if l[0] != byte(Object) || len(l) < 3 {
			return
		}
		for f := range strings.SplitSeq(l[2:], " ") {
			if !yield(n.member(f)) {
				return
			}
		}
	}
}

// member reads one entry: name, flags, a colon, a shape.
func (n Node) member(f string) Member {
	i := strings.LastIndexByte(f, ':')
	name := strings.TrimRight(f[:i], "!?<>")
	flags := f[len(name):i]
	return Member{
		Name:     name,
		Required: strings.Contains(flags, "!"),
		Nullable: strings.Contains(flags, "?"),
		ReadOnly: strings.Contains(flags, "<"),
		Node:     n.child(number(f[i+1:])),
	}
}

// Member returns the member of an object with a name.
func (n Node) Member(name string) (Member, bool) {
	l := n.line()
	if l[0] != byte(Object) {
		return Member{}, false
	}
	for rest := l; ; {
		i := strings.Index(rest, " "+name)
		if i < 0 || name == "" {
			return Member{}, false
		}
		f, _, _ := strings.Cut(rest[i+1:], " ")
		if tail := f[len(name):]; strings.TrimLeft(tail, "!?<>") != "" && strings.TrimLeft(tail, "!?<>")[0] == ':' {
			return n.member(f), true
		}
		rest = rest[i+1:]
	}
}

// Elem returns what the elements of an array are.
func (n Node) Elem() (Node, bool) {
	l := n.line()
	if l[0] != byte(Array) {
		return Node{}, false
	}
	_, shape, _ := strings.Cut(l, " ")
	return n.child(number(shape)), true
}

// NullableElem reports whether the elements of an array may be null.
func (n Node) NullableElem() bool { return strings.HasPrefix(n.line(), "[?") }

// Arms returns the shapes of a union as they are written, which may be unions
// themselves; none for anything else.
func (n Node) Arms() []Node {
	l := n.line()
	if l[0] != byte(OneOf) {
		return nil
	}
	var out []Node
	for f := range strings.SplitSeq(l[2:], " ") {
		out = append(out, n.child(number(f)))
	}
	return out
}

// Shapes returns the shapes that the value may have, none of them a union: the
// node itself unless it is one.
func (n Node) Shapes() []Node {
	if n.Kind() != OneOf {
		return []Node{n}
	}
	var out []Node
	for _, a := range n.Arms() {
		out = append(out, a.Shapes()...)
	}
	return out
}

// A Scalar is what is said of a string, number or boolean.
type Scalar struct {
	Format   string // date-time, date, time, uri, binary
	Min, Max string // bounds, "" for none
	Default  string // as JSON
	Values   []string
}

// Scalar returns what is said of a scalar.
func (n Node) Scalar() Scalar {
	var s Scalar
	l := n.line()
	if i := strings.Index(l, " ="); i >= 0 {
		l, s.Default = l[:i], l[i+2:]
	}
	for i, f := range strings.Split(l, " ") {
		switch {
		case i == 0:
			_, s.Format, _ = strings.Cut(f, ":")
		case strings.HasPrefix(f, "#"):
			s.Values = strings.Split(n.t.enums().line(number(f[1:])), "\t")
		default:
			if lo, hi, ok := strings.Cut(f, ".."); ok {
				s.Min, s.Max = bound(lo), bound(hi)
			}
		}
	}
	return s
}

// bound reads one end of a range; the tables write None for an open one.
func bound(s string) string {
	if s == "None" {
		return ""
	}
	return s
}

// Const returns the only value that a string may have: a JSON:API type.
func (n Node) Const() (string, bool) {
	if n.Kind() != String {
		return "", false
	}
	v := n.Scalar().Values
	if len(v) != 1 {
		return "", false
	}
	return v[0], true
}

// MaxInt returns the upper bound of a number.
func (s Scalar) MaxInt() (int, bool) {
	n, err := strconv.Atoi(s.Max)
	return n, err == nil
}

// MinInt returns the lower bound of a number.
func (s Scalar) MinInt() (int, bool) {
	n, err := strconv.Atoi(s.Min)
	return n, err == nil
}
