package ir

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Check reports where a unit does not hold together: nodes without the parts
// that their operation needs, variables that no function has, captures of
// variables that do not live apart.
func Check(u *Unit) error {
	c := &checker{}
	for _, name := range slices.Sorted(maps.Keys(u.Funcs)) {
		c.fn(u.Funcs[name], nil)
	}
	for _, name := range slices.Sorted(maps.Keys(u.Globals)) {
		g := u.Globals[name]
		c.at = &Func{Name: g.Name, NumVars: g.NVars, Boxed: g.Boxed}
		if g.Init != nil {
			c.node(g.Init)
		}
	}
	return errors.Join(c.errs...)
}

type checker struct {
	at   *Func
	errs []error
}

func (c *checker) fail(format string, args ...any) {
	c.errs = append(c.errs, fmt.Errorf("%s: %s", c.at.Name, fmt.Sprintf(format, args...)))
}

func (c *checker) fn(f, outer *Func) {
	saved := c.at
	c.at = f
	defer func() { c.at = saved }()
	switch {
	case len(f.Params) != len(f.Types) || len(f.Params) != len(f.Names):
		c.fail("%d parameters, %d types, %d names", len(f.Params), len(f.Types), len(f.Names))
	case f.Recv && len(f.Params) == 0:
		c.fail("a method without a receiver")
	}
	for _, v := range append(slices.Clone(f.Params), f.Results...) {
		c.variable(int64(v), -1)
	}
	if len(f.Boxed) > f.NumVars {
		c.fail("%d of %d variables live apart", len(f.Boxed), f.NumVars)
	}
	for _, cp := range f.Captures {
		if !f.IsBoxed(cp.Inner) {
			c.fail("captures v%d, which does not live apart", cp.Inner)
		}
		if outer != nil && !outer.IsBoxed(cp.Outer) {
			c.fail("captures v%d of the function around it, which does not live apart there", cp.Outer)
		}
	}
	c.node(f.Body)
}

func (c *checker) variable(i, least int64) {
	if i < least || i >= int64(c.at.NumVars) {
		c.fail("variable v%d of %d", i, c.at.NumVars)
	}
}

// kids is how many kids an operation has at least and at most; -1 for any.
var kids = map[Op][2]int{
	OpConst: {0, 0}, OpNil: {0, 0}, OpVar: {0, 0}, OpGlobal: {0, 0}, OpFunc: {0, 0}, OpFuncLit: {0, 0}, OpField: {1, 1}, OpMethodVal: {1, 1},
	OpIndex: {2, 2}, OpSlice: {3, 3}, OpDeref: {1, 1}, OpAddr: {1, 1}, OpNot: {1, 1}, OpUnary: {1, 1}, OpRecv: {1, 1}, OpBin: {2, 2},
	OpConcat: {2, 2}, OpDynCall: {1, -1}, OpKV: {1, 2}, OpAssert: {1, 1}, OpConv: {0, 1}, OpCopy: {1, 1}, OpExpr: {1, 1}, OpIf: {4, 4},
	OpFor: {4, 4}, OpRange: {4, 4}, OpSwitch: {2, -1}, OpTypeSwitch: {2, -1}, OpCase: {1, -1}, OpGo: {1, 1}, OpDefer: {1, 1},
	OpLabel: {0, 0}, OpGoto: {0, 0}, OpBreak: {0, 0}, OpContinue: {0, 0}, OpNone: {0, 0},
}

func (c *checker) node(n *Node) {
	if n == nil {
		c.fail("a nil node")
		return
	}
	if want, ok := kids[n.Op]; ok && (len(n.Kids) < want[0] || want[1] >= 0 && len(n.Kids) > want[1]) {
		c.fail("%s with %d parts", n.Op, len(n.Kids))
		return
	}
	switch n.Op {
	case OpVar:
		c.variable(n.Int, 0)
	case OpGlobal, OpFunc, OpField, OpMethodVal, OpBuiltin, OpCall:
		if n.Str == "" {
			c.fail("%s without a name", n.Op)
		}
	case OpFuncLit:
		if n.Fn == nil {
			c.fail("a literal without a function")
			return
		}
		c.fn(n.Fn, c.at)
	case OpAssign:
		if int(n.Int) > len(n.Kids) || n.Str == "op=" && (len(n.Kids) != 2 || n.Operator == "") {
			c.fail("assign %s of %d to %d", n.Str, len(n.Kids), n.Int)
		}
	case OpCase:
		if int(n.Int) >= len(n.Kids) {
			c.fail("case with %d of %d expressions", n.Int, len(n.Kids))
		}
	}
	for _, k := range n.Kids {
		c.node(k)
	}
}
