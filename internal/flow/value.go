package flow

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// Kind says what an Atom is.
type Kind uint8

// The kinds of atoms.
const (
	Unknown Kind = iota // nothing is known but where it came from
	TextK               // a string with holes
	IntK
	BoolK
	NilK
	ObjK    // a reference to an abstract object
	FuncK   // a function value
	RefK    // a pointer to a part of an object
	AbsentK // a map entry or field that was not set on this path
)

// A Value is the set of values an expression may have. Order is that of
// discovery, which is deterministic.
type Value []Atom

// An Atom is one of those values.
type Atom struct {
	Kind   Kind
	Text   Text
	Int    int64
	Obj    ID
	Fn     *Closure
	Ref    *Place
	Type   string
	Origin Origin
	Src    ir.Source
}

// A Place is a part of an object that a pointer points to.
type Place struct {
	Obj ID
	Key Key
}

// ID names an abstract object of one execution.
type ID int

// A Text is a string of which some parts are known.
type Text []Part

// A Part is a literal, with the place it stands at, or a hole.
type Part struct {
	Lit  string
	Hole bool
	From Origin    // of a hole
	Src  ir.Source // of a literal
	// Escaped tells of a hole that what fills it is percent-encoded: it
	// separates nothing in a URL.
	Escaped bool
	// Among are texts that are part of what fills a hole, each perhaps: the
	// elements of a list that is joined.
	Among []Text
}

// An Origin says where an unknown value came from. It holds names, never
// values, so that it can be shown.
type Origin struct {
	Kind string // param, field, env, call, response, range, many, ...
	Name string
	Obj  ID     // object it was read from, where that matters
	Sub  string // part of that object
	// Named is the type of the code's own that the text had: that of a list of
	// constants, perhaps.
	Named string

	loops LoopSet // at each turn of which it is another value
}

// A Closure is a function value: the function, the variables it shares with
// the functions around it, and the receiver of a method value.
type Closure struct {
	Fn   *ir.Func
	Name string // for functions without a body here
	// Vars are pointers to the captured variables, in the order of Fn.Captures.
	Vars  []Value
	Bound Value
	Recv  bool
	// Method is the expression of a method value or a method expression: the
	// receiver decides when it is called which method that is.
	Method *ir.Node
	// TypeArgs are those of a generic function, and of the function around a
	// literal.
	TypeArgs map[string]string
	// Native is a function of the engine itself.
	Native func(args []Value, n *ir.Node) []Value
	id     int // of Native, to tell them apart
	// once is the cell in which a function that runs once keeps its results; 0
	// for others.
	once ID
}

// MaxAlternatives is how many values an expression may have: what lies beyond is
// a hole.
const MaxAlternatives = 24

func unknown(kind, name, typ string) Value {
	return Value{{Kind: Unknown, Type: typ, Origin: Origin{Kind: kind, Name: name}}}
}

// UnknownFrom returns a value of which only the origin is known.
func UnknownFrom(o Origin, typ string) Value { return Value{{Kind: Unknown, Type: typ, Origin: o}} }

// TextValue returns a known string that stands nowhere in the source.
func TextValue(s string) Value { return Value{{Kind: TextK, Text: Text{{Lit: s}}}} }

// IntValue returns a known integer.
func IntValue(i int64) Value { return Value{{Kind: IntK, Int: i}} }

// BoolValue returns a known truth value.
func BoolValue(b bool) Value {
	a := Atom{Kind: BoolK}
	if b {
		a.Int = 1
	}
	return Value{a}
}

// NilValue returns nil.
func NilValue() Value { return Value{{Kind: NilK}} }

// ObjValue returns a reference to an object.
func ObjValue(id ID) Value { return Value{{Kind: ObjK, Obj: id}} }

// TextsValue returns the alternatives as a value.
func TextsValue(ts []Text) Value {
	v := make(Value, len(ts))
	for i, t := range ts {
		v[i] = Atom{Kind: TextK, Text: t}
	}
	return v
}

// key identifies an atom among alternatives. Two literals with the same text
// at two places stay two, since each of them may need mending.
func (a *Atom) key() string {
	var b strings.Builder
	b.WriteByte(byte('0' + a.Kind))
	switch a.Kind {
	case TextK:
		a.Text.writeKey(&b)
	case IntK, BoolK:
		b.WriteString(strconv.FormatInt(a.Int, 10))
	case ObjK:
		b.WriteString(strconv.Itoa(int(a.Obj)))
	case FuncK:
		b.WriteString(a.Fn.Name)
		b.WriteString(strconv.Itoa(a.Fn.id))
		for _, v := range a.Fn.Vars {
			for i := range v {
				b.WriteString(v[i].key())
			}
			b.WriteByte(';')
		}
		if a.Fn.Fn != nil {
			b.WriteString(a.Fn.Fn.Name)
			b.WriteString(strconv.Itoa(int(a.Fn.Fn.Pos)))
		}
		for _, v := range slices.Sorted(maps.Values(a.Fn.TypeArgs)) {
			b.WriteString(v)
		}
		for _, r := range a.Fn.Bound {
			b.WriteString(r.key())
		}
	case RefK:
		b.WriteString(strconv.Itoa(int(a.Ref.Obj)) + a.Ref.Key.String())
	case Unknown:
		b.WriteString(a.Origin.key())
	}
	return b.String()
}

func (o Origin) key() string { return o.Kind + ":" + o.Name + ":" + o.Sub }

func (t Text) writeKey(b *strings.Builder) {
	for _, p := range t {
		if p.Hole {
			b.WriteString("\x00" + p.From.key() + "\x00")
			continue
		}
		b.WriteString(p.Lit)
		if p.Src.Pos.IsValid() {
			b.WriteString("@" + strconv.Itoa(int(p.Src.Pos)))
		}
	}
}

// Int returns the integer if the value is exactly one that is known.
func (v Value) Int() (int64, bool) {
	if len(v) == 1 && v[0].Kind == IntK && v[0].Origin.Kind == "" {
		return v[0].Int, true
	}
	return 0, false
}

// Without returns the value less the atoms that drop says.
func (v Value) Without(drop func(Atom) bool) Value {
	var out Value
	for _, a := range v {
		if !drop(a) {
			out = append(out, a)
		}
	}
	return out
}

// Has reports whether an atom of the kind is among the alternatives.
func (v Value) Has(k Kind) bool {
	for _, a := range v {
		if a.Kind == k {
			return true
		}
	}
	return false
}

// Texts returns the value as strings with holes. Absent and nil count as
// empty.
func (v Value) Texts() []Text {
	if len(v) == 0 {
		return []Text{{{Hole: true, From: Origin{Kind: "unknown"}}}}
	}
	var out []Text
	seenHole := map[Origin]bool{}
	for _, a := range v {
		switch a.Kind {
		case TextK:
			out = append(out, a.Text)
		case NilK, AbsentK:
			out = append(out, Text{})
		case IntK:
			out = append(out, Text{{Lit: strconv.FormatInt(a.Int, 10), Src: a.Src}})
		default:
			o := a.origin()
			if !seenHole[o] {
				seenHole[o] = true
				out = append(out, Text{{Hole: true, From: o}})
			}
		}
	}
	return out
}

// origin is where a hole that stands for the atom comes from.
func (a *Atom) origin() Origin {
	if a.Kind != Unknown {
		return Origin{Kind: "object"}
	}
	o := a.Origin
	if o.Named == "" && strings.Contains(a.Type, ".") && !strings.ContainsAny(a.Type[:1], "*[") {
		o.Named = a.Type
	}
	return o
}

// Const returns the string if the value is exactly one known string.
func (v Value) Const() (string, bool) {
	if len(v) != 1 || v[0].Kind != TextK {
		return "", false
	}
	return v[0].Text.Const()
}

// Const returns the text if it has no hole.
func (t Text) Const() (string, bool) {
	s := ""
	for _, p := range t {
		if p.Hole {
			return "", false
		}
		s += p.Lit
	}
	return s, true
}

// Known reports whether the text has no hole.
func (t Text) Known() bool { _, ok := t.Const(); return ok }

// HoleMark stands for a hole in Pattern.
const HoleMark = "\x00"

// Pattern writes the text with HoleMark for each hole.
func (t Text) Pattern() string {
	var b strings.Builder
	for _, p := range t {
		if p.Hole {
			b.WriteString(HoleMark)
		} else {
			b.WriteString(p.Lit)
		}
	}
	return b.String()
}

// String shows the text with {?} for each hole.
func (t Text) String() string { return strings.ReplaceAll(t.Pattern(), HoleMark, "{?}") }

// Slice returns bytes [from,to) of the text, where a hole counts as one byte.
func (t Text) Slice(from, to int) Text {
	var out Text
	at := 0
	for _, p := range t {
		n := len(p.Lit)
		if p.Hole {
			n = 1
		}
		lo, hi := max(from, at), min(to, at+n)
		if lo < hi {
			if !p.Hole {
				if hi-lo < n {
					p.Src.Folded = true
				}
				p.Lit = p.Lit[lo-at : hi-at]
				p.Src.Off += lo - at
			}
			out = append(out, p)
		}
		at += n
	}
	return out
}

// Concat joins texts, all with all, capped.
func Concat(a, b []Text) []Text {
	var out []Text
	for _, x := range a {
		for _, y := range b {
			if len(out) == MaxAlternatives {
				return append(out[:MaxAlternatives-1], Text{{Hole: true, From: Origin{Kind: "many"}}})
			}
			t := make(Text, 0, len(x)+len(y))
			t = append(t, x...)
			t = append(t, y...)
			if len(t) > 64 {
				t = append(t[:63:63], Part{Hole: true, From: Origin{Kind: "many"}})
			}
			out = append(out, t)
		}
	}
	return out
}
