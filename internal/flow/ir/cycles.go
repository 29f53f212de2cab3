package ir

// cycles tells which functions call one another in circles: functions with the
// same number do, 0 stands for those that are in none. A function literal counts
// as a part of the function around it.
func cycles(funcs map[string]*Func, names []string) map[string]int {
	c := &cycler{funcs: funcs, index: map[string]int{}, low: map[string]int{}, on: map[string]bool{}, out: map[string]int{}}
	for _, n := range names {
		if c.index[n] == 0 {
			c.visit(n)
		}
	}
	return c.out
}

// A cycler finds strongly connected components as Tarjan does.
type cycler struct {
	funcs      map[string]*Func
	index, low map[string]int
	on         map[string]bool
	stack      []string
	next, id   int
	out        map[string]int
}

func (c *cycler) visit(name string) {
	c.next++
	c.index[name], c.low[name] = c.next, c.next
	c.stack, c.on[name] = append(c.stack, name), true
	self := false
	c.funcs[name].Body.Each(func(n *Node) {
		if n.Op != OpCall && n.Op != OpFunc && n.Op != OpMethodVal || c.funcs[n.Str] == nil {
			return
		}
		self = self || n.Str == name
		switch {
		case c.index[n.Str] == 0:
			c.visit(n.Str)
			c.low[name] = min(c.low[name], c.low[n.Str])
		case c.on[n.Str]:
			c.low[name] = min(c.low[name], c.index[n.Str])
		}
	})
	if c.low[name] != c.index[name] {
		return
	}
	size := 0
	for i := len(c.stack) - 1; ; i-- {
		size++
		if c.stack[i] == name {
			break
		}
	}
	members := c.stack[len(c.stack)-size:]
	c.stack = c.stack[:len(c.stack)-size]
	if size > 1 || self {
		c.id++
	}
	for _, m := range members {
		c.on[m] = false
		if size > 1 || self {
			c.out[m] = c.id
		}
	}
}
