package flow

import (
	"slices"

	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// A loop whose turns are known, one by one, is executed turn by turn. Any other
// one is executed until what the turns leave does not change any more; what
// still changes after a few turns is widened to something that holds for any
// number of them: a text that grows to its beginning and a hole, anything else
// to the unknown.

const (
	// maxCounted is how many turns of a for statement are executed one by one, as long
	// as its condition is decided.
	maxCounted = 8
	// maxUnroll is how many elements of a list are.
	maxUnroll = 48
	// maxTurns bounds the turns of any other loop, the last two of them on
	// widened values; of a loop in another one there are fewer.
	maxTurns, maxInnerTurns = 4, 3
)

func (it *Interp) forLoop(n *ir.Node) {
	it.exec(n.Kids[0])
	l := it.forKind(n)
	defer it.enterLoop(l)()
	own := counters(n)
	for _, v := range own {
		it.narrow(v, it.item(l, it.eval(v)))
	}
	it.multi++
	leave := it.enterBody(n)
	turn := func() {
		it.turn(func() { it.exec(n.Kids[3]) })
		if !it.st.dead {
			it.renew(n)
			it.exec(n.Kids[2])
		}
	}
	decided := func() int {
		v := it.eval(n.Kids[1])
		it.takeTag()
		return v.Truth()
	}
	over := false
	if !n.Kids[1].Missing() && l.Turns <= maxCounted {
		for range maxCounted + 1 {
			t := decided()
			if over = t == 0; t != 1 {
				break
			}
			if turn(); it.st.dead {
				break
			}
		}
	}
	if !over && !it.st.dead {
		it.loops++
		if it.loops > 1 {
			for _, v := range own {
				old := it.eval(v)
				it.narrow(v, Join(old, UnknownFrom(Origin{Kind: "arith", loops: it.shallow(old)}, v.Type)))
			}
		}
		it.manyTurns(!n.Kids[1].Missing(), func() {
			if n.Kids[1].Missing() {
				turn()
				return
			}
			it.cond(n.Kids[1], turn, func() { it.st.dead = true }, nil)
			it.takeTag()
		})
		it.loops--
		if n.Kids[1].Missing() {
			it.st.dead = true // only break leaves it
		} else if !it.st.dead {
			it.refine(n.Kids[1], false)
		}
	}
	leave()
	it.multi--
}

// renew gives the next turn of a for statement variables of its own, with the
// values of the last one.
func (it *Interp) renew(n *ir.Node) {
	if !n.Decl || !n.PerTurn || n.Kids[0].Missing() {
		return
	}
	fr := it.frame()
	for _, v := range n.Kids[0].Kids[:n.Kids[0].Int] {
		if v.Op == ir.OpVar && v.Decl && fr.fn.IsBoxed(int(v.Int)) {
			if w, ok := it.readVar(fr, v.Int); ok {
				it.declare(fr, v.Int, w)
			}
		}
	}
}

// manyTurns executes turns of which any number may follow one another, none
// included where skip is set.
func (it *Interp) manyTurns(skip bool, turn func()) {
	most := maxTurns
	if it.loops > 1 {
		most = maxInnerTurns
	}
	start := ID(len(it.objs))
	for i := 1; i <= most; i++ {
		changed := it.oneTurn(skip || i > 1, start, turn)
		if it.st.dead {
			return
		}
		if len(changed) == 0 && (i > 1 || it.loops > 1) {
			return
		}
		for _, c := range changed {
			if i > 1 { // the first change may be the only one: a flag, a first error
				it.widen(c)
			}
		}
	}
	// What the last turn changed was widened: so is what it may change.
}

// A change is a variable or a part of an object that a turn gave another value.
type change struct {
	key      key
	old, new Value
}

// oneTurn executes a turn on a path of its own, beside none, and returns what
// changed of what was there before the loop, and is no new object.
func (it *Interp) oneTurn(skip bool, start ID, turn func()) []change {
	base, limit := it.st, ID(len(it.objs))
	it.st = base.child()
	turn()
	var changed []change
	var alive []*state
	if !it.st.dead {
		s := it.st.since(base)
		for _, o := range s.objs.all() {
			if o.key >= start {
				continue
			}
			for _, f := range o.value.all() {
				k := key{o.key, f.key}
				if old, ok := base.get(k); ok && len(old) > 0 && f.key != made && it.differs(old, f.value, start) {
					changed = append(changed, change{k, old, f.value})
				}
			}
		}
		alive = append(alive, s)
	}
	if skip {
		alive = append(alive, base.child())
	}
	it.settle(base, alive, limit)
	return changed
}

// differs reports whether a value has alternatives that another one has not.
// Objects and functions that were made since the loop began stand for those of
// the other turns as well.
func (it *Interp) differs(old, v Value, start ID) bool {
	for i := range v {
		a := &v[i]
		if a.Kind == ObjK && a.Obj >= start || a.Kind == RefK && a.Ref.Obj >= start {
			continue
		}
		if a.Kind == FuncK && slices.ContainsFunc(old, func(o Atom) bool { return o.Kind == FuncK && o.Fn.Fn == a.Fn.Fn && o.Fn.Name == a.Fn.Name }) && len(a.Fn.Vars) == 0 {
			continue
		}
		if !slices.ContainsFunc(old, func(o Atom) bool { return o.same(a) }) {
			return true
		}
	}
	return false
}

// widen replaces what changes from turn to turn by what holds in any of them.
func (it *Interp) widen(c change) {
	now, _ := it.st.get(c.key)
	it.st.put(c.key, it.widened(c.old, now, c.new))
	it.touched(c.key.obj)
}

func (it *Interp) widened(old, now, last Value) Value {
	loops := it.shallow(now).With(it.shallow(last))
	out := old[:len(old):len(old)]
	for _, a := range last {
		if slices.ContainsFunc(out, func(o Atom) bool { return o.same(&a) }) {
			continue
		}
		if a.Kind == TextK {
			if p := grown(old, a.Text); p != nil {
				hole := Part{Hole: true, From: Origin{Kind: "many", loops: loops}}
				out = Join(out, TextsValue([]Text{append(p[:len(p):len(p)], hole)}))
				continue
			}
		}
		out = Join(out, Value{a}, UnknownFrom(Origin{Kind: "many", loops: loops}, a.Type))
	}
	return out
}

// grown returns the alternative that a text begins with: what it has grown
// from. A hole at its end takes in what came after it.
func grown(from Value, t Text) Text {
	for _, a := range from {
		if a.Kind != TextK {
			continue
		}
		p := a.Text
		if n := len(p); n > 0 && p[n-1].Hole && p[n-1].From.Kind == "many" {
			p = p[:n-1]
		}
		if len(p) > 0 && p.LitLen() > 0 && t.beginsWith(p) {
			return p
		}
	}
	for _, a := range from {
		if s, ok := a.Text.Const(); a.Kind == TextK && ok && s == "" {
			return Text{}
		}
	}
	return nil
}

// beginsWith reports whether a text certainly begins as another one.
func (t Text) beginsWith(p Text) bool {
	if len(p) > len(t) {
		return false
	}
	for i := range p {
		x, y := p[i], t[i]
		switch {
		case x.Hole != y.Hole:
			return false
		case x.Hole:
			if !x.From.same(y.From) {
				return false
			}
		case i < len(p)-1 && x.Lit != y.Lit, i == len(p)-1 && (len(y.Lit) < len(x.Lit) || y.Lit[:len(x.Lit)] != x.Lit):
			return false
		}
	}
	return true
}
