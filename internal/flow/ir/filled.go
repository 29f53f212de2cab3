package ir

// Filled reports whether some function may write to a field of a type other than in
// a literal: by assigning to it, or by taking its address or that of a variable of
// the type. What a literal leaves out stays zero in any other field.
func (p *Program) Filled(typ, field string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.filled == nil {
		p.filled = map[string]bool{}
		for _, u := range p.units {
			for _, f := range u.Funcs {
				f.Body.Each(p.fills)
			}
			for _, g := range u.Globals {
				g.Init.Each(p.fills)
			}
		}
	}
	return p.filled[typ+"."+field] || p.filled[typ]
}

func (p *Program) fills(n *Node) {
	switch n.Op {
	case OpAssign:
		for _, l := range n.Kids[:n.Int] {
			p.written(l)
		}
	case OpRange:
		p.written(n.Kids[0])
		p.written(n.Kids[1])
	case OpAddr:
		x := n.Kids[0]
		switch x.Op {
		case OpStruct, OpList, OpMap, OpCopy:
		case OpField:
			p.written(x)
		default:
			p.filled[Elem(x.Type)] = true
		}
	case OpCall:
		// A method of another package may have a pointer to a field.
		if n.Recv && len(n.Kids) > 0 {
			p.written(n.Kids[0])
		}
	}
}

// written notes the field that a place is.
func (p *Program) written(l *Node) {
	switch {
	case l.Missing():
	case l.Op == OpField:
		p.filled[Elem(l.Kids[0].Type)+"."+l.Str] = true
	case l.Op == OpIndex:
		p.written(l.Kids[0])
	case l.Op == OpDeref:
		p.filled[Elem(l.Type)] = true
	}
}
