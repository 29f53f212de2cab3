package flow

import (
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// LoopKind says how a loop makes its turns.
type LoopKind string

// The kinds of loops.
const (
	LoopRange   LoopKind = "range"   // over a list, a map, a number or an iterator
	LoopChannel LoopKind = "channel" // over a channel
	LoopCount   LoopKind = "count"   // a for statement with a variable of its own
	LoopCursor  LoopKind = "cursor"  // a for statement that reads rows, lines or records
	LoopOpen    LoopKind = "open"    // any other for statement
	LoopEach    LoopKind = "each"    // a library that calls a function for each element
	LoopRetry   LoopKind = "retry"   // a library that calls a function again while it fails
)

// A Loop is a loop that runs around a statement, in its function or in one
// that led there.
type Loop struct {
	Kind LoopKind
	Fn   *ir.Func // that holds the loop
	Node *ir.Node // the statement, or the call of LoopEach and LoopRetry
	// Depth is the index, in a chain of calls to a place inside the loop, of the
	// link that stands in Fn.
	Depth int
	// Elem is the type of what a turn is for: the range value, or the key where
	// there is only one.
	Elem string
	// Turns is how often the loop runs, where that is a constant; else -1.
	Turns int64

	bit uint32
}

// A LoopSet says on which loops a value depends.
type LoopSet struct {
	Item uint32 // on a variable of the loop: another one at each turn
	Made uint32 // on what code out of sight answered during a turn
	// Drawn: on what was drawn during a turn: the time, a random number, an id that
	// is made of them. It tells nothing of what the turn is for.
	Drawn uint32
}

// With joins two sets.
func (s LoopSet) With(t LoopSet) LoopSet {
	return LoopSet{s.Item | t.Item, s.Made | t.Made, s.Drawn | t.Drawn}
}

func (s LoopSet) none() bool { return s == LoopSet{} }

// Varies reports whether a value is another one at each turn of the loop,
// because it was made of a variable of the loop.
func (l *Loop) Varies(s LoopSet) bool { return l.bit != 0 && s.Item&l.bit != 0 }

// Answers reports whether a value was made of what code out of sight gave
// during a turn of the loop: a queue, a clock, an earlier response.
func (l *Loop) Answers(s LoopSet) bool { return l.bit == 0 || s.Made&l.bit != 0 }

// Draws reports whether a value was made of what was drawn during a turn.
func (l *Loop) Draws(s LoopSet) bool { return s.Drawn&l.bit != 0 }

// Loops returns the loops around the present statement, the outermost first.
func (it *Interp) Loops() []Loop {
	out := make([]Loop, len(it.around))
	for i, l := range it.around {
		out[i] = *l
	}
	return out
}

// enterLoop notes that a loop is being executed; the function that it returns
// ends that. A loop keeps its bit as long as one function is executed, so that
// a value of a turn is known in the next one.
func (it *Interp) enterLoop(l *Loop) func() {
	l.Fn, l.Depth = it.frame().fn, len(it.frames)-1
	if b, ok := it.bits[l.Node]; ok {
		l.bit = b
	} else if k := len(it.bits); k < 32 {
		l.bit = 1 << k
		it.bits[l.Node] = l.bit
	}
	outer := it.around
	it.around = append(outer[:len(outer):len(outer)], l)
	return func() { it.around = outer }
}

// made is the set of what code out of sight gives now.
func (it *Interp) made() LoopSet {
	var s LoopSet
	for _, l := range it.around {
		s.Made |= l.bit
	}
	return s
}

// drawn is the set of what is drawn now.
func (it *Interp) drawn() LoopSet { return LoopSet{Drawn: it.made().Made} }

// Draw marks a value as drawn now.
func (it *Interp) Draw(v Value) Value { return it.mark(v, it.drawn()) }

// item marks a value as one of the loop's variables.
func (it *Interp) item(l *Loop, v Value) Value { return it.mark(v, LoopSet{Item: l.bit}) }

// mark adds to what a value depends on. An object is marked in place: whoever
// reads it depends on the same.
func (it *Interp) mark(v Value, s LoopSet) Value {
	if s.none() || len(v) == 0 || it.marked(v, s) {
		return v
	}
	out := make(Value, len(v))
	for i, a := range v {
		switch a.Kind {
		case ObjK:
			if o := it.objs[a.Obj]; o.Origin.loops.With(s) != o.Origin.loops {
				c := *o
				c.Origin.loops = o.Origin.loops.With(s)
				it.objs[a.Obj] = &c
			}
		case TextK:
			t := make(Text, len(a.Text))
			for j, p := range a.Text {
				p.From.loops = p.From.loops.With(s)
				t[j] = p
			}
			a.Text = t
		case Unknown, IntK, BoolK:
			a.Origin.loops = a.Origin.loops.With(s)
		}
		out[i] = a
	}
	return out
}

// marked reports whether mark would change nothing.
func (it *Interp) marked(v Value, s LoopSet) bool {
	for i := range v {
		a := &v[i]
		switch a.Kind {
		case ObjK:
			if o := it.objs[a.Obj]; o.Origin.loops.With(s) != o.Origin.loops {
				return false
			}
		case TextK:
			for j := range a.Text {
				if l := a.Text[j].From.loops; l.With(s) != l {
					return false
				}
			}
		case Unknown, IntK, BoolK:
			if a.Origin.loops.With(s) != a.Origin.loops {
				return false
			}
		}
	}
	return true
}

// DependsItself says what a value depends on, apart from what it holds.
func (it *Interp) DependsItself(v Value) LoopSet { return it.shallow(v) }

// shallow says what a value itself depends on.
func (it *Interp) shallow(v Value) LoopSet {
	var s LoopSet
	for i := range v {
		a := &v[i]
		switch a.Kind {
		case ObjK:
			s = s.With(it.objs[a.Obj].Origin.loops)
		case TextK:
			s = s.With(a.Text.Loops())
		default:
			s = s.With(a.Origin.loops)
		}
	}
	return s
}

// Loops says what a text depends on.
func (t Text) Loops() LoopSet {
	var s LoopSet
	for i := range t {
		s = s.With(t[i].From.loops)
	}
	return s
}

// maxDepends bounds how many objects are looked at to see what a value
// depends on.
const maxDepends = 120

// Depends says what a value, and all that it holds, depends on.
func (it *Interp) Depends(vs ...Value) LoopSet {
	if len(it.bits) == 0 {
		return LoopSet{}
	}
	seen := map[ID]bool{}
	var s LoopSet
	var walk func(v Value)
	walk = func(v Value) {
		s = s.With(it.shallow(v))
		for i := range v {
			a := &v[i]
			if a.Kind == FuncK {
				walk(a.Fn.Bound)
			}
			if a.Kind == RefK {
				if w, ok := it.Get(a.Ref.Obj, a.Ref.Key); ok {
					walk(w)
				}
			}
			if a.Kind != ObjK || seen[a.Obj] || len(seen) > maxDepends {
				continue
			}
			seen[a.Obj] = true
			for _, f := range it.Written(a.Obj) {
				if f.Kind == EntryNameKey || f.Kind == AsideKey {
					continue // not part of what it says
				}
				w, _ := it.Get(a.Obj, f)
				walk(w)
			}
		}
	}
	for _, v := range vs {
		walk(v)
	}
	return s
}

// depends is what the results of a call depend on: its arguments, and the
// receiver as such.
func (it *Interp) depends(c *Call) LoopSet {
	if len(it.around) == 0 {
		return LoopSet{}
	}
	return it.Depends(c.Args...).With(it.shallow(c.Recv))
}

// carry lets the results of a library function depend on what its arguments
// do, where they do not already. An object that was there before the call, like
// the builder of a chain, stays what it is.
func (it *Interp) carry(rs []Value, s LoopSet, limit ID) []Value {
	if s.none() {
		return rs
	}
	for i, v := range rs {
		have := it.shallow(v)
		more := LoopSet{s.Item &^ have.Item, s.Made &^ have.Made, s.Drawn &^ have.Drawn}
		if more.none() {
			continue
		}
		old := false
		for _, id := range v.Objects() {
			old = old || id < limit
		}
		if !old {
			rs[i] = it.mark(v, more)
		}
	}
	return rs
}

// gives is what the results of unknown code depend on: also on the turn in
// which it was asked.
func (it *Interp) gives(c *Call) LoopSet {
	s := it.depends(c)
	switch {
	case it.Hooks.Draws != nil && it.Hooks.Draws(c.Name):
		return s.With(it.drawn())
	case s.Drawn != 0 && it.Hooks.Pure != nil && it.Hooks.Pure(c.Name):
		return s // another form of it
	}
	return s.With(it.made()).With(it.reads(c))
}

// anyTurn forgets on which loop a text depends, for values that outlive one.
func (t Text) anyTurn() Text {
	if t.Loops().none() {
		return t
	}
	out := make(Text, len(t))
	for i, p := range t {
		p.From.loops = LoopSet{}
		out[i] = p
	}
	return out
}
