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
	case ir.OpGoto:
		it.gotoLabel(n)
	case ir.OpBlock:
		if n.Int == 1 {
			it.labelled(n)
			return
		}
		it.statements(n.Kids)
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
		it.goCall(n.Kids[0])
	case ir.OpDefer:
		it.deferCall(n.Kids[0])
	}
}

// statements executes the statements of a block. After one that takes one of
// several rows, the rest is executed for each of them: what belongs together in a
// row stays together.
func (it *Interp) statements(list []*ir.Node) {
	for i, n := range list {
		if it.st.dead {
			return
		}
		if !takesRow(n) || it.apart >= maxApart {
			it.exec(n)
			continue
		}
		it.step()
		vs := it.multiEval(n.Kids[n.Int])
		alternatives := rows(vs[0])
		take := func(v Value) {
			it.store(n.Kids[0], v)
			if n.Int == 2 {
				it.store(n.Kids[1], vs[1])
			}
		}
		if len(alternatives) < 2 {
			take(vs[0])
			continue
		}
		it.apart++
		var fs []func()
		for _, v := range alternatives {
			fs = append(fs, func() {
				take(v)
				it.statements(list[i+1:])
			})
		}
		it.Fork(fs...)
		it.apart--
		return
	}
}

// maxApart is how many times the rest of a block is executed for each row inside
// one another.
const maxApart = 2

// takesRow recognises a statement that takes what a channel gives, or an element
// of a list or a map: `job := <-jobs`, `route := routes[name]`.
func takesRow(n *ir.Node) bool {
	if n.Missing() || n.Op != ir.OpAssign || n.Str != "=" || len(n.Kids) != int(n.Int)+1 || n.Int > 2 || n.Int < 1 {
		return false
	}
	for _, l := range n.Kids[:n.Int] {
		if !l.Missing() && l.Op != ir.OpVar {
			return false
		}
	}
	r := n.Kids[n.Int]
	for r.Op == ir.OpCopy {
		r = r.Kids[0]
	}
	return r.Op == ir.OpRecv || r.Op == ir.OpIndex
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

// refine narrows the place that a comparison with a constant or nil, or a test
// of a prefix, is about: alternatives that do not fit are left out. What is
// compared with is no value of the place, even where it holds.
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
	case y.Op == ir.OpNil && holds:
		if v := it.eval(x); v.Has(NilK) || len(v) > 1 {
			it.narrow(x, NilValue())
		}
	case y.Op == ir.OpNil:
		it.keepFitting(x, func(a Atom) bool { return a.Kind != NilK })
	case y.Op == ir.OpConst:
		want := it.eval(y)
		if s, ok := want.Const(); ok && s == "" && holds {
			it.emptied(x)
			return
		}
		it.keepFitting(x, func(a Atom) bool {
			same := it.sameAtom(a, want[0])
			return same < 0 || (same == 1) == holds
		})
	}
}

// emptied narrows a place that was found to hold the empty text: that is no
// value that the comparison brings.
func (it *Interp) emptied(x *ir.Node) {
	v := it.eval(x)
	out := make(Value, 0, len(v))
	for _, a := range v {
		switch {
		case a.Kind == Unknown:
			out = Join(out, Value{{Kind: TextK, Type: a.Type, Text: Text{}}})
		case a.Kind == TextK && a.Text.LitLen() > 0:
		default:
			out = Join(out, Value{a})
		}
	}
	if len(out) > 0 {
		it.narrow(x, out)
	}
}

// keepFitting leaves out the alternatives of a place that do not fit.
func (it *Interp) keepFitting(x *ir.Node, fits func(Atom) bool) {
	v := it.eval(x)
	if w := v.Without(func(a Atom) bool { return !fits(a) }); len(w) > 0 && len(w) < len(v) {
		it.narrow(x, w)
	}
}

// narrow writes what is known better about a place on this path. It is no store
// of the program's: who reads the field elsewhere learns nothing from it. A
// field that several objects may be the owner of is left as it is.
func (it *Interp) narrow(x *ir.Node, v Value) {
	stores := it.Stores
	it.Stores = nil
	defer func() { it.Stores = stores }()
	switch x.Op {
	case ir.OpVar:
		fr := it.frame()
		if !fr.fn.IsBoxed(int(x.Int)) {
			it.Set(fr.obj, variable(x.Int), v)
		} else if ref, ok := it.Get(fr.obj, variable(x.Int)); ok && len(ref) == 1 {
			it.storeRefs(ref, v)
		}
	case ir.OpField:
		if id, ok := it.Deref(it.eval(x.Kids[0])).IsObject(); ok {
			it.Mark(id, Field(x.Str), v)
		}
	}
}

func (it *Interp) switchStmt(n *ir.Node) {
	it.exec(n.Kids[0])
	it.breakable(n, func() {
		var tag Value
		if !n.Kids[1].Missing() {
			tag = it.eval(n.Kids[1])
		}
		it.cases(n, tag, 2, -1)
	})
}

// runCase executes a clause, and those it falls through to.
func (it *Interp) runCase(n *ir.Node, at int) {
	for ; at < len(n.Kids); at++ {
		c := n.Kids[at]
		it.exec(c.Kids[c.Int])
		if !c.Through || it.st.dead {
			return
		}
	}
}

// cases tries the clauses from one on in order; the default clause runs where
// none holds.
func (it *Interp) cases(n *ir.Node, tag Value, at, def int) {
	if at == len(n.Kids) {
		if def >= 0 {
			it.runCase(n, def)
		}
		return
	}
	c := n.Kids[at]
	body := c.Kids[c.Int]
	if c.Int == 0 {
		it.cases(n, tag, at+1, at)
		return
	}
	run := func() { it.runCase(n, at) }
	rest := func() { it.cases(n, tag, at+1, def) }
	if n.Kids[1].Missing() {
		if c.Int == 1 {
			it.cond(c.Kids[0], run, rest, body)
			return
		}
		or := &ir.Node{Op: ir.OpBin, Str: "||", Kids: []*ir.Node{c.Kids[0], c.Kids[1]}}
		for _, k := range c.Kids[2:c.Int] {
			or = &ir.Node{Op: ir.OpBin, Str: "||", Kids: []*ir.Node{or, k}}
		}
		it.cond(or, run, rest, body)
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
		if t == 1 && res == 0 {
			res = 1
			break
		}
		if t != 0 {
			res, match = -1, k
		}
	}
	switch res {
	case 1:
		it.tagged(tags, run, body)
	case 0:
		rest()
	default:
		it.Fork(func() {
			if c.Int == 1 && match != nil {
				it.refine(&ir.Node{Op: ir.OpBin, Str: "==", Kids: []*ir.Node{n.Kids[1], match}}, true)
			}
			it.tagged(tags, run, body)
		}, rest)
	}
}

func (it *Interp) typeSwitch(n *ir.Node) {
	it.exec(n.Kids[0])
	x := it.eval(n.Kids[1])
	if len(x) == 0 {
		x = UnknownFrom(Origin{Kind: "assert"}, "")
	}
	it.breakable(n, func() {
		var fs []func()
		rest := x // what no clause before has taken for certain
		def := -1
		clause := func(c *ir.Node, v Value) {
			fs = append(fs, func() {
				if len(c.Kids) > int(c.Int)+1 {
					it.store(c.Kids[c.Int+1], v)
				}
				it.exec(c.Kids[c.Int])
			})
		}
		for i, c := range n.Kids[2:] {
			if c.Int == 0 {
				def = i
				continue
			}
			may := false
			v := rest
			for _, typ := range caseTypes(c) {
				typ = it.typ(typ)
				for _, a := range rest {
					may = may || it.is(a, typ) != 0
				}
				rest = rest.Without(func(a Atom) bool { return it.is(a, typ) == 1 })
				if c.Int == 1 && typ != "nil" {
					v = it.assertType(v, typ)
				}
			}
			if may {
				clause(c, v)
			}
		}
		switch {
		case def >= 0 && len(rest) > 0:
			clause(n.Kids[2+def], rest)
		case len(rest) > 0:
			fs = append(fs, func() {})
		}
		it.Fork(fs...)
	})
}

// caseTypes lists the types of a clause of a type switch.
func caseTypes(c *ir.Node) []string {
	out := append([]string(nil), c.Types...)
	for _, k := range c.Kids[:c.Int] {
		if k.Op == ir.OpNil {
			out = append(out, "nil")
		}
	}
	return out
}

func (it *Interp) ret(n *ir.Node) {
	f := it.frame()
	var res []Value
	failed := false
	switch {
	case len(n.Kids) == 0:
		for _, r := range f.fn.Results {
			v, _ := it.readVar(f, int64(r))
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
