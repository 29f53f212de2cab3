package ir

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

func (l *lowerer) block(b *ast.BlockStmt) *Node {
	if b == nil {
		return none
	}
	return l.list(b.List, b)
}

func (l *lowerer) list(list []ast.Stmt, at ast.Node) *Node {
	n := l.node(OpBlock, at)
	for _, s := range list {
		for at, ok := s.(*ast.LabeledStmt); ok; at, ok = at.Stmt.(*ast.LabeledStmt) {
			if l.gotos[at.Label.Name] {
				k := l.node(OpLabel, at)
				k.Str = at.Label.Name
				n.Kids, n.Int = append(n.Kids, k), 1
			}
		}
		if k := l.stmt(s); !k.Missing() {
			n.Kids = append(n.Kids, k)
		}
	}
	return n
}

func (l *lowerer) stmt(s ast.Stmt) *Node {
	if s == nil {
		return none
	}
	switch s := s.(type) {
	case *ast.BlockStmt:
		return l.block(s)
	case *ast.ExprStmt:
		n := l.node(OpExpr, s)
		n.Kids = []*Node{l.expr(s.X)}
		n.Kids[0].Unchecked = isCall(n.Kids[0])
		return n
	case *ast.AssignStmt:
		return l.assign(s)
	case *ast.DeclStmt:
		return l.decl(s)
	case *ast.IfStmt:
		n := l.node(OpIf, s)
		n.Kids = []*Node{l.stmt(s.Init), l.expr(s.Cond), l.block(s.Body), l.stmt(s.Else)}
		return n
	case *ast.ForStmt:
		n := l.node(OpFor, s)
		if a, ok := s.Init.(*ast.AssignStmt); ok {
			n.Decl, n.PerTurn = a.Tok == token.DEFINE, l.perTurn
		}
		n.Kids = []*Node{l.stmt(s.Init), l.expr(s.Cond), l.stmt(s.Post), l.block(s.Body)}
		return n
	case *ast.RangeStmt:
		n := l.node(OpRange, s)
		n.Decl, n.PerTurn = s.Tok == token.DEFINE, l.perTurn
		x := l.expr(s.X) // before the variables, which it may be named as
		n.Kids = []*Node{l.expr(s.Key), l.expr(s.Value), x, l.block(s.Body)}
		for _, k := range n.Kids[:2] {
			if k.Op == OpVar {
				k.Decl = n.Decl && n.PerTurn
			}
		}
		n.Type = l.typeName(l.info.TypeOf(s.X))
		n.Int = arrayLen(l.info.TypeOf(s.X))
		return n
	case *ast.SwitchStmt:
		n := l.node(OpSwitch, s)
		n.Kids = []*Node{l.stmt(s.Init), l.expr(s.Tag)}
		for _, c := range s.Body.List {
			n.Kids = append(n.Kids, l.caseClause(c.(*ast.CaseClause)))
		}
		return n
	case *ast.TypeSwitchStmt:
		return l.typeSwitch(s)
	case *ast.SelectStmt:
		n := l.node(OpSelect, s)
		for _, c := range s.Body.List {
			c := c.(*ast.CommClause)
			b := l.node(OpBlock, c)
			if k := l.stmt(c.Comm); !k.Missing() {
				b.Kids = append(b.Kids, k)
			}
			b.Kids = append(b.Kids, l.list(c.Body, c))
			n.Kids = append(n.Kids, b)
		}
		return n
	case *ast.ReturnStmt:
		n := l.node(OpReturn, s)
		for _, r := range s.Results {
			n.Kids = append(n.Kids, l.value(r))
		}
		return n
	case *ast.BranchStmt:
		switch s.Tok {
		case token.BREAK:
			return labelled(l.node(OpBreak, s), s.Label)
		case token.CONTINUE:
			return labelled(l.node(OpContinue, s), s.Label)
		case token.GOTO:
			return labelled(l.node(OpGoto, s), s.Label)
		}
		return none
	case *ast.LabeledStmt:
		n := l.stmt(s.Stmt)
		switch n.Op {
		case OpFor, OpRange, OpSwitch, OpTypeSwitch, OpSelect:
			n.Named = s.Label.Name
		}
		return n
	case *ast.GoStmt:
		n := l.node(OpGo, s)
		n.Kids = []*Node{l.expr(s.Call)}
		n.Kids[0].Unchecked = isCall(n.Kids[0])
		return n
	case *ast.DeferStmt:
		n := l.node(OpDefer, s)
		n.Kids = []*Node{l.expr(s.Call)}
		n.Kids[0].Unchecked = isCall(n.Kids[0])
		return n
	case *ast.SendStmt:
		// Whoever receives from the channel is not known.
		n, b := l.node(OpExpr, s), l.node(OpBuiltin, s)
		b.Str, b.Kids = "send", []*Node{l.expr(s.Chan), l.expr(s.Value)}
		n.Kids = []*Node{b}
		return n
	case *ast.IncDecStmt:
		n := l.node(OpAssign, s)
		n.Int, n.Str, n.Operator = 1, "op=", "+"
		if s.Tok == token.DEC {
			n.Operator = "-"
		}
		one := l.node(OpConst, s)
		one.Int, one.Types = 1, []string{"int"}
		n.Kids = []*Node{l.expr(s.X), one}
		return n
	}
	return none
}

func labelled(n *Node, label *ast.Ident) *Node {
	if label != nil {
		n.Str = label.Name
	}
	return n
}

func (l *lowerer) assign(s *ast.AssignStmt) *Node {
	n := l.node(OpAssign, s)
	n.Int, n.Str = int64(len(s.Lhs)), "="
	if s.Tok != token.ASSIGN && s.Tok != token.DEFINE {
		n.Str, n.Operator = "op=", strings.TrimSuffix(s.Tok.String(), "=")
	}
	for _, e := range s.Lhs {
		k := l.expr(e)
		if id, ok := e.(*ast.Ident); ok && s.Tok == token.DEFINE && l.info.Defs[id] != nil {
			k.Decl = k.Op == OpVar
		}
		n.Kids = append(n.Kids, k)
	}
	for _, e := range s.Rhs {
		n.Kids = append(n.Kids, l.value(e))
	}
	if id, ok := s.Lhs[len(s.Lhs)-1].(*ast.Ident); ok && id.Name == "_" && len(s.Rhs) == 1 {
		if c := n.Kids[len(s.Lhs)]; isCall(c) {
			c.Unchecked = true
		}
	}
	return n
}

func (l *lowerer) decl(s *ast.DeclStmt) *Node {
	d, ok := s.Decl.(*ast.GenDecl)
	if !ok || d.Tok != token.VAR {
		if ok && d.Tok == token.TYPE {
			l.genDecl(d)
		}
		return none
	}
	b := l.node(OpBlock, s)
	for _, spec := range d.Specs {
		spec := spec.(*ast.ValueSpec)
		n := l.node(OpAssign, spec)
		n.Int, n.Str = int64(len(spec.Names)), "="
		for _, name := range spec.Names {
			k := l.expr(name)
			k.Decl = k.Op == OpVar
			n.Kids = append(n.Kids, k)
		}
		for _, v := range spec.Values {
			n.Kids = append(n.Kids, l.value(v))
		}
		if len(spec.Values) == 0 {
			n.Str = "zero"
			if t := l.info.TypeOf(spec.Names[0]); byValue(t) {
				l.makes(TypeName(t))
			}
			for _, k := range n.Kids[:len(spec.Names)] {
				if k.Op == OpVar {
					if t := l.info.TypeOf(spec.Names[0]); isStruct(t) {
						k.Types = []string{"struct"}
						if st, ok := types.Unalias(t).(*types.Struct); ok {
							l.anonymous(k, st, spec)
						}
					}
				}
			}
		}
		b.Kids = append(b.Kids, n)
	}
	return b
}

func (l *lowerer) caseClause(c *ast.CaseClause) *Node {
	n := l.node(OpCase, c)
	n.Int = int64(len(c.List))
	for _, e := range c.List {
		if tv, ok := l.info.Types[e]; ok && tv.IsType() {
			n.Types = append(n.Types, l.typeName(tv.Type))
			n.Kids = append(n.Kids, &Node{})
			continue
		}
		n.Kids = append(n.Kids, l.expr(e))
	}
	if obj := l.info.Implicits[c]; obj != nil {
		n.Str = obj.Name()
		n.NamePos = obj.Pos()
		v := l.node(OpVar, nil)
		v.Int = int64(l.variable(obj))
		v.Type = l.typeName(obj.Type())
		v.Decl, v.ByValue = true, byValue(obj.Type())
		n.Kids = append(n.Kids, l.list(c.Body, c), v)
		return n
	}
	if k := len(c.Body); k > 0 {
		b, ok := c.Body[k-1].(*ast.BranchStmt)
		n.Through = ok && b.Tok == token.FALLTHROUGH
	}
	n.Kids = append(n.Kids, l.list(c.Body, c))
	return n
}

func (l *lowerer) typeSwitch(s *ast.TypeSwitchStmt) *Node {
	n := l.node(OpTypeSwitch, s)
	var x ast.Expr
	switch a := s.Assign.(type) {
	case *ast.ExprStmt:
		x = a.X
	case *ast.AssignStmt:
		x = a.Rhs[0]
	}
	if ta, ok := ast.Unparen(x).(*ast.TypeAssertExpr); ok {
		x = ta.X
	}
	n.Kids = []*Node{l.stmt(s.Init), l.expr(x)}
	for _, c := range s.Body.List {
		n.Kids = append(n.Kids, l.caseClause(c.(*ast.CaseClause)))
	}
	return n
}

func isCall(n *Node) bool { return n.Op == OpCall || n.Op == OpDynCall }
