package webhooks

import (
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
)

// dropped finds where the result of the comparison is thrown away: on the way
// from the comparison out to the handler, the first function that neither acts
// on it nor hands it on.
func (c *Check) dropped(pkg string) Place {
	for i := len(c.chain) - 1; i >= 0; i-- {
		l := c.chain[i]
		if i+1 < len(c.chain) && c.chain[i+1].Fn.Lit && l.Node.Op != ir.OpDynCall {
			return Place{} // a router took the handler; what it does with an error is its own affair
		}
		switch use(l.Fn, l.Node) {
		case ignored:
			if l.Fn.Pkg != pkg {
				return Place{} // that package says so
			}
			return Place{Pos: l.Node.Pos, End: l.Node.End}
		case unclear:
			return Place{}
		}
		if !tells(l.Fn) {
			return Place{}
		}
	}
	return Place{}
}

// tells reports whether a function hands a verdict to its caller.
func tells(f *ir.Func) bool {
	for _, t := range f.ResTypes {
		if t == "bool" || t == "error" || t == "int" {
			return true
		}
	}
	return false
}

type usage uint8

const (
	unclear usage = iota
	acted         // a branch depends on it, or it is returned
	ignored
)

// use tells what a function does with the result of a call or comparison in
// its body.
func use(f *ir.Func, n *ir.Node) usage {
	path := pathTo(f.Body, n)
	for i := len(path) - 2; i >= 0; i-- {
		child, parent := path[i+1], path[i]
		switch parent.Op {
		case ir.OpNot, ir.OpConv, ir.OpBin:
		case ir.OpExpr:
			if child.Op == ir.OpCall || child.Op == ir.OpDynCall {
				return ignored
			}
			return unclear
		case ir.OpReturn:
			return acted
		case ir.OpIf:
			if len(parent.Kids) > 1 && parent.Kids[1] == child {
				return branch(parent, path[:i])
			}
			return unclear
		case ir.OpAssign:
			return assigned(f, parent, child, n)
		default:
			return unclear
		}
	}
	return unclear
}

// pathTo lists the nodes from a body down to a node in it.
func pathTo(at, n *ir.Node) []*ir.Node {
	if at.Missing() {
		return nil
	}
	if at == n {
		return []*ir.Node{at}
	}
	for _, k := range at.Kids {
		if p := pathTo(k, n); p != nil {
			return append([]*ir.Node{at}, p...)
		}
	}
	return nil
}

// assigned follows a verdict into the variable that holds it.
func assigned(f *ir.Func, as, child, n *ir.Node) usage {
	lhs := as.Kids[:as.Int]
	if len(as.Kids) == len(lhs)*2 {
		for i, k := range as.Kids[len(lhs):] {
			if k == child {
				return variable(f, as, lhs[i])
			}
		}
		return unclear
	}
	// Several results of one call: those that can tell.
	out := ignored
	told := false
	for i, l := range lhs {
		if i < len(n.Types) && (n.Types[i] == "bool" || n.Types[i] == "error" || n.Types[i] == "int") {
			told = true
			if u := variable(f, as, l); u != ignored {
				out = u
			}
		}
	}
	if !told {
		return unclear
	}
	return out
}

// variable looks at what is done with a variable between this assignment and
// the next one.
func variable(f *ir.Func, as, l *ir.Node) usage {
	if l.Op == ir.OpUnknown {
		return ignored // the blank one
	}
	if l.Op != ir.OpVar {
		return unclear
	}
	for _, r := range f.Results {
		if int64(r) == l.Int {
			return unclear // a named result
		}
	}
	end := f.Body.End
	f.Body.Each(func(n *ir.Node) {
		if n.Op != ir.OpAssign || n == as || n.Pos <= as.Pos || n.Pos >= end {
			return
		}
		for _, k := range n.Kids[:n.Int] {
			if k.Op == ir.OpVar && k.Int == l.Int {
				end = n.Pos
			}
		}
	})
	out := ignored
	reads(f.Body, nil, func(n *ir.Node, path []*ir.Node) {
		if n.Int != l.Int || n == l || n.Pos <= as.Pos || n.Pos >= end {
			return
		}
		if u := readUse(n, path); u != ignored {
			out = u
		}
	})
	return out
}

// reads visits every variable in a tree, with the way there.
func reads(n *ir.Node, path []*ir.Node, visit func(*ir.Node, []*ir.Node)) {
	if n.Missing() {
		return
	}
	if n.Op == ir.OpVar {
		visit(n, path)
	}
	path = append(path[:len(path):len(path)], n)
	for _, k := range n.Kids {
		reads(k, path, visit)
	}
	if n.Fn != nil {
		reads(n.Fn.Body, path, visit)
	}
}

func readUse(n *ir.Node, path []*ir.Node) usage {
	child := n
	for i := len(path) - 1; i >= 0; i-- {
		parent := path[i]
		switch parent.Op {
		case ir.OpNot, ir.OpConv, ir.OpBin:
		case ir.OpIf:
			if len(parent.Kids) > 1 && parent.Kids[1] == child {
				return branch(parent, path[:i])
			}
			return unclear
		case ir.OpCall, ir.OpDynCall:
			if soft(parent.Str) {
				return ignored // it is told, and nothing else
			}
			return unclear
		case ir.OpAssign:
			if parent.Int == 1 && parent.Kids[0].Op == ir.OpUnknown {
				return ignored
			}
			return unclear
		default:
			return unclear
		}
		child = parent
	}
	return unclear
}

// branch tells whether the branches of a verdict differ: where both go on to
// the same payload, and one of them only says something first, it is ignored.
func branch(n *ir.Node, path []*ir.Node) usage {
	answers := false
	for _, b := range n.Kids[2:] {
		if !idle(b, &answers) {
			return acted
		}
	}
	if !answers {
		return ignored
	}
	// Something was answered without a return: it matters where more follows.
	if len(path) == 0 || path[len(path)-1].Op != ir.OpBlock {
		return unclear
	}
	after := false
	for _, s := range path[len(path)-1].Kids {
		if after && !idle(s, new(bool)) && s.Op != ir.OpReturn {
			return ignored
		}
		after = after || s == n
	}
	return unclear
}

// idle reports whether statements only log, count or answer.
func idle(n *ir.Node, answers *bool) bool {
	if n.Missing() {
		return true
	}
	switch n.Op {
	case ir.OpBlock:
		for _, k := range n.Kids {
			if !idle(k, answers) {
				return false
			}
		}
		return true
	case ir.OpExpr:
		if len(n.Kids) == 0 || n.Kids[0].Op != ir.OpCall || !soft(n.Kids[0].Str) {
			return false
		}
		*answers = *answers || answer(n.Kids[0].Str)
		return true
	}
	return false
}
