package ir

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

var opNames = [...]string{
	OpUnknown: "unknown", OpConst: "const", OpNil: "nil", OpVar: "var", OpGlobal: "global", OpFunc: "func", OpFuncLit: "literal",
	OpField: "field", OpMethodVal: "method", OpIndex: "index", OpSlice: "slice", OpDeref: "deref", OpAddr: "addr", OpNot: "not",
	OpUnary: "unary", OpRecv: "receive", OpBin: "binary", OpConcat: "concat", OpCall: "call", OpDynCall: "dyncall", OpBuiltin: "builtin",
	OpStruct: "struct", OpMap: "map", OpList: "list", OpKV: "element", OpAssert: "assert", OpConv: "convert", OpCopy: "copy",
	OpBlock: "block", OpLabel: "label", OpGoto: "goto", OpAssign: "assign", OpExpr: "expr", OpIf: "if", OpFor: "for", OpRange: "range", OpSwitch: "switch",
	OpTypeSwitch: "typeswitch", OpCase: "case", OpSelect: "select", OpReturn: "return", OpBreak: "break",
	OpContinue: "continue", OpGo: "go", OpDefer: "defer", OpNone: "none",
}

// String names the operation.
func (o Op) String() string {
	if int(o) < len(opNames) && opNames[o] != "" {
		return opNames[o]
	}
	return "op" + strconv.Itoa(int(o))
}

// Print writes the functions and variables of a unit, one node a line, in the
// order of their names. Positions are left out.
func Print(w io.Writer, u *Unit) {
	for _, name := range slices.Sorted(maps.Keys(u.Globals)) {
		g := u.Globals[name]
		fmt.Fprintf(w, "var %s %s", g.Name, g.Type)
		if g.Index > 0 {
			fmt.Fprintf(w, " result %d", g.Index)
		}
		fmt.Fprintln(w)
		g.Init.print(w, 1)
	}
	for _, name := range slices.Sorted(maps.Keys(u.Funcs)) {
		u.Funcs[name].print(w, 0)
	}
}

func (f *Func) print(w io.Writer, depth int) {
	fmt.Fprintf(w, "%sfunc %s(", strings.Repeat("\t", depth), f.Name)
	for i, p := range f.Params {
		if i > 0 {
			fmt.Fprint(w, ", ")
		}
		fmt.Fprintf(w, "%s %s", place(p), f.Types[i])
	}
	fmt.Fprintf(w, ") %s", strings.Join(f.ResTypes, ", "))
	for i, b := range f.Boxed {
		if b {
			fmt.Fprintf(w, " box %s", place(i))
		}
	}
	for _, c := range f.Captures {
		fmt.Fprintf(w, " %s=outer %s", place(c.Inner), place(c.Outer))
	}
	fmt.Fprintln(w)
	f.Body.print(w, depth+1)
}

func place(i int) string {
	if i < 0 {
		return "_"
	}
	return "v" + strconv.Itoa(i)
}

func (n *Node) print(w io.Writer, depth int) {
	if n == nil {
		n = none
	}
	fmt.Fprint(w, strings.Repeat("\t", depth), n.Op)
	switch n.Op {
	case OpVar:
		fmt.Fprint(w, " ", place(int(n.Int)))
	case OpConst:
		switch {
		case n.Type == "bool":
			fmt.Fprint(w, " ", n.Int == 1)
		case len(n.Types) > 0:
			fmt.Fprint(w, " ", n.Int)
		default:
			fmt.Fprintf(w, " %q", n.Str)
		}
	case OpAssign, OpCase:
		fmt.Fprintf(w, " %d", n.Int)
	}
	if n.Str != "" && n.Op != OpConst {
		fmt.Fprint(w, " ", n.Str)
	}
	for _, s := range []string{n.Operator, n.Type, n.Named} {
		if s != "" {
			fmt.Fprint(w, " ", s)
		}
	}
	for _, f := range []struct {
		on   bool
		name string
	}{{n.Recv, "recv"}, {n.Iface, "iface"}, {n.Ellipsis, "..."}, {n.Decl, "new"}, {n.PerTurn, "perturn"}, {n.ByValue, "byvalue"}, {n.Through, "fallthrough"}} {
		if f.on {
			fmt.Fprint(w, " ", f.name)
		}
	}
	if len(n.TypeArgs) > 0 {
		fmt.Fprintf(w, " [%s]", strings.Join(n.TypeArgs, ", "))
	}
	fmt.Fprintln(w)
	for _, k := range n.Kids {
		k.print(w, depth+1)
	}
	if n.Fn != nil {
		n.Fn.print(w, depth+1)
	}
}
