package flow

import (
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// block executes statements until the path ends.
func (it *Interp) exec(n *ir.Node) {
	if n.Missing() || it.st.dead {
		return
	}
	it.step()
	switch n.Op {
	case ir.OpBlock:
		for _, k := range n.Kids {
			if it.st.dead {
				return
			}
			it.exec(k)
		}
	case ir.OpExpr:
		it.multiEval(n.Kids[0])
	case ir.OpAssign:
		it.assign(n)
	case ir.OpIf:
		it.exec(n.Kids[0])
		it.cond(n.Kids[1], func() { it.exec(n.Kids[2]) }, func() { it.exec(n.Kids[3]) }, n.Kids[2])
	case ir.OpFor:
		it.forLoop(n)
	case ir.OpRange:
		it.rangeLoop(n)
	case ir.OpSwitch:
		it.switchStmt(n)
	case ir.OpTypeSwitch:
		it.typeSwitch(n)
	case ir.OpSelect:
		var fs []func()
		for _, k := range n.Kids {
			fs = append(fs, func() { it.exec(k) })
		}
		if len(fs) > 0 {
			it.breakable(n, func() { it.Fork(fs...) })
		}
	case ir.OpReturn:
		it.ret(n)
	case ir.OpBreak, ir.OpContinue:
		it.jump(n)
	case ir.OpGo:
		it.multiEval(n.Kids[0])
	case ir.OpDefer:
		it.deferCall(n.Kids[0])
	}
}

// cond evaluates a condition and runs the branches it allows, with what the
// condition says about variables applied.
func (it *Interp) cond(c *ir.Node, then, els func(), body *ir.Node) {
	if c.Missing() {
		then()
		return
	}
	if c.Op == ir.OpBin && c.Str == "&&" {
		it.cond(c.Kids[0], func() { it.cond(c.Kids[1], then, els, body) }, els, body)
		return
	}
	if c.Op == ir.OpBin && c.Str == "||" {
		// The branch runs where either holds; running it twice would count its
		// effects twice, so the operands are evaluated and nothing is refined
		// but what both deny.
		l := it.eval(c.Kids[0])
		if l.Truth() == 1 {
			then()
			return
		}
		t1 := it.takeTag()
		r := it.eval(c.Kids[1])
		t2 := it.takeTag()
		if r.Truth() == 1 {
			then()
			return
		}
		if l.Truth() == 0 && r.Truth() == 0 {
			els()
			return
		}
		it.Fork(func() { it.tagged([]string{t1, t2}, then, body) }, func() {
			it.refine(c.Kids[0], false)
			it.refine(c.Kids[1], false)
			els()
		})
		return
	}
	if c.Op == ir.OpNot {
		it.cond(c.Kids[0], els, then, body)
		return
	}
	v := it.eval(c)
	tag := it.takeTag()
	switch v.Truth() {
	case 1:
		it.tagged([]string{tag}, then, body)
		return
	case 0:
		els()
		return
	}
	negated := c.Op == ir.OpBin && c.Str == "!="
	it.Fork(
		func() {
			it.refine(c, true)
			if negated {
				then()
			} else {
				it.tagged([]string{tag}, then, body)
			}
		},
		func() {
			it.refine(c, false)
			if negated {
				it.tagged([]string{tag}, els, body)
			} else {
				els()
			}
		})
}

func (it *Interp) takeTag() string {
	t := it.tag
	it.tag = ""
	return t
}

// tagged runs a branch under the tags of its condition.
func (it *Interp) tagged(tags []string, run func(), body *ir.Node) {
	n := len(it.Tags)
	for _, t := range tags {
		if t != "" {
			it.Tags = append(it.Tags, t)
		}
	}
	run()
	if it.Hooks.Branch != nil {
		for _, t := range it.Tags[n:] {
			it.Hooks.Branch(it, t, body)
		}
	}
	it.Tags = it.Tags[:n]
}

// refine narrows the variable that a comparison with "" or nil, or a test of a
// prefix, is about.
func (it *Interp) refine(c *ir.Node, holds bool) {
	if c.Missing() {
		return
	}
	if c.Op == ir.OpNot {
		it.refine(c.Kids[0], !holds)
		return
	}
	if c.Op == ir.OpCall && c.Str == "strings.HasPrefix" && holds {
		it.refinePrefix(c)
		return
	}
	if c.Op != ir.OpBin || c.Str != "==" && c.Str != "!=" {
		return
	}
	if c.Str == "!=" {
		holds = !holds
	}
	x, y := c.Kids[0], c.Kids[1]
	if x.Op == ir.OpConst || x.Op == ir.OpNil {
		x, y = y, x
	}
	if x.Op != ir.OpVar && x.Op != ir.OpField {
		return
	}
	switch {
	case y.Op == ir.OpNil:
		v := it.eval(x)
		if holds {
			if v.Has(NilK) || len(v) > 1 {
				it.store(x, NilValue())
			}
		} else if v.Has(NilK) {
			if w := v.Without(func(a Atom) bool { return a.Kind == NilK }); len(w) > 0 {
				it.store(x, w)
			}
		}
	case y.Op == ir.OpConst && y.Type != "bool" && len(y.Types) == 0:
		v := it.eval(x)
		if holds {
			it.store(x, it.eval(y))
			return
		}
		w := v.Without(func(a Atom) bool {
			s, ok := a.Text.Const()
			return a.Kind == TextK && ok && s == y.Str
		})
		if len(w) > 0 && len(w) < len(v) {
			it.store(x, w)
		}
	}
}

func (it *Interp) forLoop(n *ir.Node) {
	it.exec(n.Kids[0])
	l := it.forKind(n)
	defer it.enterLoop(l)()
	for _, v := range counters(n) {
		it.store(v, it.item(l, it.eval(v)))
	}
	it.multi++
	it.loops++
	leave := it.enterBody(n)
	body := func() {
		it.exec(n.Kids[3])
	}
	once := func(then func()) {
		if n.Kids[1].Missing() {
			it.turn(body)
			if !it.st.dead {
				it.exec(n.Kids[2])
				then()
			}
			return
		}
		v := it.eval(n.Kids[1])
		it.takeTag()
		switch v.Truth() {
		case 0:
			return
		case 1:
			it.turn(body)
			if !it.st.dead {
				it.exec(n.Kids[2])
				then()
			}
		default:
			it.Fork(func() {
				it.turn(body)
				if !it.st.dead {
					it.exec(n.Kids[2])
					then()
				}
			}, func() {})
		}
	}
	// Two turns: the second one sees what the first one changed.
	// In a nested loop one has to do: turns would multiply.
	once(func() {
		if it.loops <= 1 {
			once(func() {})
		}
	})
	leave()
	it.loops--
	it.multi--
}

func (it *Interp) rangeLoop(n *ir.Node) {
	coll := it.eval(n.Kids[2])
	l := it.rangeKind(n, coll)
	defer it.enterLoop(l)()
	body := func(k, v Value) func() {
		return func() {
			if !n.Kids[0].Missing() && len(k) > 0 {
				it.store(n.Kids[0], it.item(l, k))
			}
			if !n.Kids[1].Missing() && len(v) > 0 {
				it.store(n.Kids[1], it.item(l, v))
			}
			it.turn(func() { it.exec(n.Kids[3]) })
		}
	}
	it.multi++
	defer func() { it.multi-- }()
	defer it.enterBody(n)()
	ids := coll.Objects()
	if len(ids) == 0 {
		if len(coll) == 1 && coll[0].Kind == NilK {
			return
		}
		it.unknownTurns(n, body, nil)
		return
	}
	var fs []func()
	for _, id := range ids {
		fs = append(fs, func() {
			o := it.objs[id]
			fields := it.Written(id)
			turns, open := 0, o.Symbolic
			for _, f := range fields {
				if turns > maxUnroll {
					break
				}
				v, _ := it.Get(id, f)
				switch {
				case f == AnyIndex || f == AnyEntry:
					open = true
				case f.IsElement():
					turns++
					it.maybeTurn(v, body(IntValue(f.Num), v))
				case f.IsEntry():
					turns++
					it.maybeTurn(v, body(it.mapKey(id, f), v))
				}
				if it.st.dead {
					return
				}
			}
			if open || o.thawed && turns == 0 {
				it.unknownTurns(n, body, &id) // made empty, and filled since
			}
		})
	}
	if len(fs) == 1 {
		fs[0]()
		return
	}
	it.Fork(fs...)
}

// maybeTurn runs a turn for an entry, beside none where the entry may be
// absent.
func (it *Interp) maybeTurn(v Value, run func()) {
	if v.Has(AbsentK) {
		it.Fork(run, func() {})
		return
	}
	run()
}

// EntryName is the key expression of a map entry, with its place, where it is
// known.
func (it *Interp) EntryName(id ID, k Key) (Value, bool) { return it.Get(id, entryName(k)) }

// mapKey gives back the key expression of a map entry, with its place.
func (it *Interp) mapKey(id ID, f Key) Value {
	if v, ok := it.Get(id, entryName(f)); ok && len(v) > 0 {
		return v
	}
	return TextValue(f.Name)
}

// unknownTurns runs the body for an element of which nothing is known, or of
// which the joined elements are known.
func (it *Interp) unknownTurns(n *ir.Node, body func(k, v Value) func(), id *ID) {
	it.loops++
	defer func() { it.loops-- }()
	var k, v Value
	if !n.Kids[0].Missing() {
		k = it.Fresh(n.Kids[0].Type, Origin{Kind: "range", Name: n.Kids[0].Str})
	}
	if !n.Kids[1].Missing() {
		v = it.Fresh(n.Kids[1].Type, Origin{Kind: "range", Name: n.Kids[1].Str})
	}
	if id != nil {
		for _, f := range []Key{AnyIndex, AnyEntry} {
			if e, ok := it.Get(*id, f); ok && len(e) > 0 {
				v = e
				if kv, ok := it.Get(*id, anyNamed); ok && len(kv) > 0 {
					k = kv
				}
			}
		}
	}
	it.Fork(body(k, v), func() {})
	if !it.st.dead && it.loops <= 1 {
		it.Fork(body(k, v), func() {})
	}
}

func (it *Interp) switchStmt(n *ir.Node) {
	it.exec(n.Kids[0])
	it.breakable(n, func() {
		var tag Value
		if !n.Kids[1].Missing() {
			tag = it.eval(n.Kids[1])
		}
		it.cases(n, tag, n.Kids[2:], nil)
	})
}

// cases tries the cases in order; the default clause runs where none holds.
func (it *Interp) cases(n *ir.Node, tag Value, cs []*ir.Node, def *ir.Node) {
	if len(cs) == 0 {
		if def != nil {
			it.exec(def)
		}
		return
	}
	c := cs[0]
	body := c.Kids[c.Int]
	if c.Int == 0 {
		it.cases(n, tag, cs[1:], body)
		return
	}
	rest := func() { it.cases(n, tag, cs[1:], def) }
	if n.Kids[1].Missing() {
		if c.Int == 1 {
			it.cond(c.Kids[0], func() { it.exec(body) }, rest, body)
			return
		}
		or := &ir.Node{Op: ir.OpBin, Str: "||", Kids: []*ir.Node{c.Kids[0], c.Kids[1]}}
		for _, k := range c.Kids[2:c.Int] {
			or = &ir.Node{Op: ir.OpBin, Str: "||", Kids: []*ir.Node{or, k}}
		}
		it.cond(or, func() { it.exec(body) }, rest, body)
		return
	}
	res := 0
	var tags []string
	var match *ir.Node
	for _, k := range c.Kids[:c.Int] {
		v := it.eval(k)
		t := it.compare("==", tag, v, k)
		if tg := it.takeTag(); tg != "" {
			tags = append(tags, tg)
		}
		if t == 1 {
			res = 1
			break
		}
		if t == -1 {
			res, match = -1, k
		}
	}
	switch res {
	case 1:
		it.tagged(tags, func() { it.exec(body) }, body)
	case 0:
		rest()
	default:
		it.Fork(func() {
			if c.Int == 1 && match != nil {
				it.refine(&ir.Node{Op: ir.OpBin, Str: "==", Kids: []*ir.Node{n.Kids[1], match}}, true)
			}
			it.tagged(tags, func() { it.exec(body) }, body)
		}, rest)
	}
}

func (it *Interp) typeSwitch(n *ir.Node) {
	it.exec(n.Kids[0])
	x := it.eval(n.Kids[1])
	it.breakable(n, func() {
		var fs []func()
		hasDefault := false
		for _, c := range n.Kids[2:] {
			hasDefault = hasDefault || c.Int == 0
			fs = append(fs, func() {
				if len(c.Kids) > int(c.Int)+1 {
					bind := c.Kids[c.Int+1]
					v := x
					if c.Int == 1 && len(c.Types) == 1 {
						v = it.assertType(x, c.Types[0])
					}
					it.store(bind, v)
				}
				it.exec(c.Kids[c.Int])
			})
		}
		if !hasDefault {
			fs = append(fs, func() {})
		}
		it.Fork(fs...)
	})
}

func (it *Interp) ret(n *ir.Node) {
	f := it.frame()
	var res []Value
	failed := false
	switch {
	case len(n.Kids) == 0:
		for _, r := range f.fn.Results {
			v, _ := it.Get(f.obj, variable(int64(r)))
			res = append(res, v)
		}
	case len(n.Kids) == 1 && len(f.fn.ResTypes) > 1:
		res = it.multiEval(n.Kids[0])
	default:
		// Calls come first, as the compiler has it: `return v, json.Unmarshal(b, &v)`.
		res = make([]Value, len(n.Kids))
		for _, calls := range []bool{true, false} {
			for i, k := range n.Kids {
				if (k.Op == ir.OpCall || k.Op == ir.OpDynCall) == calls {
					res[i] = it.eval(k)
				}
			}
		}
	}
	if k := len(res); k > 0 && len(f.fn.ResTypes) == k && f.fn.ResTypes[k-1] == "error" && len(n.Kids) == k {
		last := res[k-1]
		failed = n.Kids[k-1].Op != ir.OpNil && !(len(last) == 1 && last[0].Kind == NilK)
		if failed && k > 1 {
			// `return resp, err` hands on both; `return nil, err` has failed.
			failed = n.Kids[0].Op == ir.OpNil || n.Kids[0].Op == ir.OpConst || n.Kids[0].Op == ir.OpStruct
		} else if failed {
			// A lone error result: a call's own verdict is not a failure here.
			failed = n.Kids[0].Op != ir.OpCall || constructsError(n.Kids[0].Str)
		}
	}
	if it.st.dead {
		return
	}
	f.exits = append(f.exits, exit{st: it.st.since(f.base), results: res, failed: failed})
	it.st.dead = true
}

func constructsError(name string) bool {
	switch name {
	case "errors.New", "fmt.Errorf", "errors.Join", "github.com/pkg/errors.Wrap", "github.com/pkg/errors.Errorf", "github.com/pkg/errors.Wrapf", "github.com/pkg/errors.New", "github.com/pkg/errors.WithStack":
		return true
	}
	return false
}
