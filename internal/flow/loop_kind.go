package flow

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// forKind describes a for statement before its first turn.
func (it *Interp) forKind(n *ir.Node) *Loop {
	l := &Loop{Kind: LoopOpen, Node: n, Turns: -1}
	switch {
	case it.advances(n.Kids[1], n), n.Kids[1].Missing() && it.advances(n.Kids[3], n):
		l.Kind = LoopCursor
	case len(counters(n)) > 0:
		l.Kind = LoopCount
		l.Turns = it.turns(n)
	}
	return l
}

// counters lists the variables that a for statement itself sets.
func counters(n *ir.Node) []*ir.Node {
	var out []*ir.Node
	for _, s := range []*ir.Node{n.Kids[0], n.Kids[2]} {
		if !s.Missing() && s.Op == ir.OpAssign {
			for _, l := range s.Kids[:s.Int] {
				if l.Op == ir.OpVar {
					out = append(out, l)
				}
			}
		}
	}
	return out
}

// turns counts a for statement whose variable goes from one known number to another
// in equal steps, up or down.
func (it *Interp) turns(n *ir.Node) int64 {
	cond, post := n.Kids[1], n.Kids[2]
	if cond.Missing() || post.Missing() || cond.Op != ir.OpBin || cond.Kids[0].Op != ir.OpVar || post.Op != ir.OpAssign || len(post.Kids) != 2 ||
		post.Kids[0].Op != ir.OpVar || post.Kids[0].Int != cond.Kids[0].Int || post.Kids[1].Op != ir.OpConst || post.Kids[1].Int < 1 {
		return -1
	}
	from, to := it.eval(cond.Kids[0]), it.eval(cond.Kids[1])
	if !from.counted() || !to.counted() {
		return -1
	}
	step, k := post.Kids[1].Int, to[0].Int-from[0].Int
	switch post.Operator {
	case "-":
		k = -k
	case "+":
	default:
		return -1
	}
	up := post.Operator == "+"
	switch {
	case cond.Str == "<" && up, cond.Str == ">" && !up:
	case cond.Str == "!=" && k >= 0 && k%step == 0:
	case cond.Str == "<=" && up, cond.Str == ">=" && !up:
		k++
	default:
		return -1
	}
	return max(0, (k+step-1)/step)
}

// counted reports whether a value is one number that no code out of sight gave.
func (v Value) counted() bool { return len(v) == 1 && v[0].Kind == IntK && v[0].Origin.Kind == "" }

// rangeKind describes a range statement over a value.
func (it *Interp) rangeKind(n *ir.Node, coll Value) *Loop {
	l := &Loop{Kind: LoopRange, Node: n, Turns: -1}
	switch {
	case strings.HasPrefix(n.Type, "chan "):
		l.Kind = LoopChannel
	case n.Int > 0:
		l.Turns = n.Int
	case len(coll) == 1 && coll[0].Kind == IntK && coll[0].Origin.Kind == "":
		l.Turns = coll[0].Int
	default:
		if id, ok := coll.IsObject(); ok {
			l.Turns = it.size(id)
		}
	}
	for _, k := range n.Kids[:2] {
		if !k.Missing() && k.Type != "" {
			l.Elem = k.Type
		}
	}
	return l
}

// size is the number of elements of a list or map, where it is known.
func (it *Interp) size(id ID) int64 {
	o := it.objs[id]
	if o.Symbolic || !o.List && !o.Map {
		return -1
	}
	k := int64(0)
	for _, f := range it.Written(id) {
		switch {
		case f == AnyIndex || f == AnyEntry || f == Open:
			return -1
		case f.IsElement() || f.IsEntry():
			k++
		}
	}
	return k
}

// cursor returns the method that a name has on a type that gives one row, line or
// record at each call, or "".
func (it *Interp) cursor(name string) string {
	if it.Hooks.Cursor == nil || !it.Hooks.Cursor(name) {
		return ""
	}
	if m := ir.Base(name); m != "Err" && m != "Close" {
		return m
	}
	return ""
}

// advances reports whether an expression or statement moves a cursor on that
// was there before the loop.
func (it *Interp) advances(n, loop *ir.Node) bool {
	if n.Missing() {
		return false
	}
	if n.Op == ir.OpCall && len(n.Kids) > 0 && (n.Kids[0].Op == ir.OpVar && !assigns(loop.Kids[3], n.Kids[0].Int) || n.Kids[0].Op == ir.OpField) {
		switch it.cursor(n.Str) {
		case "Next", "Scan", "More", "Read", "Decode", "MapScan", "StructScan":
			return true
		}
		if it.advancer(n.Str) {
			return true
		}
	}
	if n.Op == ir.OpFor || n.Op == ir.OpRange || n.Op == ir.OpFuncLit {
		return false // that is another loop's
	}
	for _, k := range n.Kids {
		if it.advances(k, loop) {
			return true
		}
	}
	return false
}

// smallHelper is the size up to which a function is looked into for what it moves
// on.
const smallHelper = 160

// advancer recognises a small function of the program that moves a cursor on once.
func (it *Interp) advancer(name string) bool {
	f := it.Prog.Func(name)
	if f == nil || f.Size > smallHelper {
		return false
	}
	moves := false
	loops := f.Body.Any(func(n *ir.Node) bool {
		if n.Op == ir.OpCall {
			switch it.cursor(n.Str) {
			case "Next", "Scan", "Read", "Decode":
				moves = true
			}
		}
		return n.Op == ir.OpFor || n.Op == ir.OpRange
	})
	return moves && !loops
}

// assigns reports whether a statement sets a variable.
func assigns(n *ir.Node, v int64) bool {
	if n.Missing() {
		return false
	}
	if n.Op == ir.OpAssign {
		for _, l := range n.Kids[:n.Int] {
			if l.Op == ir.OpVar && l.Int == v {
				return true
			}
		}
	}
	for _, k := range n.Kids {
		if assigns(k, v) {
			return true
		}
	}
	return false
}

// reads marks what a cursor gives as the item of the loop that moves it.
func (it *Interp) reads(c *Call) LoopSet {
	if it.cursor(c.Name) == "" {
		return LoopSet{}
	}
	for i := len(it.around) - 1; i >= 0; i-- {
		if l := it.around[i]; l.Kind == LoopCursor {
			return LoopSet{Item: l.bit}
		}
	}
	return LoopSet{}
}

// callback runs a function literal that was handed to unknown code: a retry
// helper, a group, a transaction. Some libraries call it once for each element
// of a list or map.
func (it *Interp) callback(c *Call, f *Closure) {
	l := it.each(c, f)
	if l == nil {
		it.escape(it.call(f, nil, c.Node), c.Node)
		return
	}
	done := it.enterLoop(l)
	args := make([]Value, len(f.Fn.Params))
	for i, typ := range f.Fn.Types {
		args[i] = it.item(l, it.Fresh(typ, Origin{Kind: "range", Name: f.Fn.Names[i]}))
	}
	it.call(f, args, c.Node)
	done()
}

func (it *Interp) each(c *Call, f *Closure) *Loop {
	if !eachNames[ir.Base(c.Name)] || len(f.Fn.Params) == 0 {
		return nil
	}
	for _, a := range append([]Value{c.Recv}, c.Args...) {
		for _, id := range a.Objects() {
			if it.objs[id].List || it.objs[id].Map {
				l := &Loop{Kind: LoopEach, Node: c.Node, Turns: -1, Elem: f.Fn.Types[0]}
				if len(a) == 1 {
					l.Turns = it.size(id)
				}
				return l
			}
		}
	}
	return nil
}

// eachNames are the names under which libraries offer that.
var eachNames = map[string]bool{
	"ForEach": true, "Each": true, "ForEachIdx": true, "ForEachWhile": true, "ForEachIndexed": true, "ForEachIndex": true,
	"Map": true, "MapErr": true, "FilterMap": true, "Range": true, "Iterate": true,
}
