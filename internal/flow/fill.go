package flow

import (
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// fill lets unknown code write through the pointers it is given: json.Unmarshal,
// Rows.Scan, a configuration loader. What was known stays possible; what was
// not set is no longer certain to be zero.
func (it *Interp) fill(c *Call) {
	short := ir.Base(c.Name)
	o := Origin{Kind: "filled", Name: c.Name}
	for i, a := range c.Args {
		n := c.argNode(i)
		switch {
		case n != nil && n.Op == ir.OpAddr && !n.Kids[0].Missing():
			o.loops = it.gives(c)
			it.filled(n.Kids[0], o)
		case decodes(short):
			o.loops = it.gives(c)
			for _, id := range a.Objects() {
				it.Opened(id, o)
			}
		}
		if decodes(short) {
			it.changed([]Value{a}, c)
		}
	}
}

// argNode is the expression of an argument, or nil where arguments and
// expressions do not pair.
func (c *Call) argNode(i int) *ir.Node {
	first := 0
	if c.HasRecv && c.Node.Recv {
		first = 1
	}
	if len(c.Node.Kids) != first+len(c.Args) || i >= len(c.Args) {
		return nil
	}
	return c.Node.Kids[first+i]
}

// Assign writes to the place whose address is an argument.
func (c *Call) Assign(i int, v Value) {
	if n := c.argNode(i); n != nil && n.Op == ir.OpAddr {
		switch place := n.Kids[0]; place.Op {
		case ir.OpField, ir.OpIndex, ir.OpGlobal, ir.OpVar:
			c.It.store(place, v)
			return
		}
	}
	c.It.Assign(c.Arg(i), v)
}

// decodes recognises functions that are there to fill what they are given.
func decodes(short string) bool {
	for _, p := range []string{"Unmarshal", "Decode", "Scan", "StructScan", "Bind", "ShouldBind", "Populate", "Fill", "ReadJSON", "ReadInto"} {
		if strings.HasPrefix(short, p) {
			return true
		}
	}
	return false
}

// filled writes to the place whose address was given.
func (it *Interp) filled(place *ir.Node, o Origin) {
	switch place.Op {
	case ir.OpVar, ir.OpField, ir.OpIndex, ir.OpGlobal:
	default:
		return // a literal, which nothing else can see
	}
	v := it.eval(place)
	if ids := v.Objects(); len(ids) > 0 && !it.objs[ids[0]].Map && !it.objs[ids[0]].List {
		for _, id := range ids {
			it.Opened(id, o)
		}
		return
	}
	stores := it.Stores
	it.Stores = nil // what a decoder gives is no value of the program
	it.store(place, Join(v, it.Fresh(place.Type, o)))
	it.Stores = stores
}

// Opened lets the fields of an object that were not written be unknown.
func (it *Interp) Opened(id ID, o Origin) {
	old := it.objs[id]
	if old.frame || old.Type == "" || old.Internal || strings.HasPrefix(old.Type, "net/http.") {
		return
	}
	c := *old
	if !c.Symbolic {
		c.Symbolic, c.Origin.Kind, c.Origin.Name = true, o.Kind, o.Name
	}
	c.Origin.loops = c.Origin.loops.With(o.loops)
	it.objs[id] = &c
}
