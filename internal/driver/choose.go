package driver

import (
	"slices"
)

// A choice is which packages a run loads, by directory.
type choice struct {
	// judged are the packages named by the patterns that can hold a finding.
	judged map[string]bool
	// needed are further packages whose facts the judged ones need.
	needed map[string]bool
	// foreign are the import paths of packages of other modules whose facts
	// count: see [tokens.carriesFacts].
	foreign []string
}

// choose decides what to load, from the import graph of the main modules:
//
//	T  the packages with a token, if only in a comment: what stands there is
//	   judged
//	R  what reaches through imports a package of T that can matter to
//	   importers: one with the host, the key scheme or an SDK in it, or an
//	   exported constant or variable with a token
//	F  what R, and those of T that name Klaviyo in code, reach through imports
//	   and that speaks HTTP or imports something that does: helpers that build,
//	   change or send requests
//
// A configuration package that merely has a Klaviyo field, a list of vendors,
// or an HTTP helper that half the module uses, pulls in nobody.
//
// The graph holds every package that the patterns name and what they reach, so
// the result for one package does not depend on which others are named.
func choose(nodes map[string]*node, w *workspace, t *tokens, named []string) *choice {
	c := &choice{judged: map[string]bool{}, needed: map[string]bool{}}
	g := newGraph(nodes, w)

	chosen := map[string]bool{}  // T, then R, then F
	matters := map[string]bool{} // T that importers can learn from
	makers := map[string]bool{}  // those that could make a request to Klaviyo
	for dir, n := range nodes {
		if n.token {
			chosen[dir] = true
			matters[dir] = n.exports
			makers[dir] = n.names
		}
	}
	for dir := range nodes {
		if g.reaches(dir, matters) {
			chosen[dir] = true
			makers[dir] = true
		}
	}
	// Reaching is transitive, so one round is a fixed point: what F reaches and
	// speaks HTTP is reached by a maker as well.
	for dir, maker := range makers {
		if !maker {
			continue
		}
		for dep := range g.reach(dir) {
			if g.speaks(dep) {
				chosen[dep] = true
			}
		}
	}

	for dir := range chosen {
		if nodes[dir].hasGo {
			c.needed[dir] = true
		}
		for _, path := range nodes[dir].imports {
			if _, own := w.dirOf(path); !own && t.carriesFacts(path) {
				c.foreign = append(c.foreign, path)
			}
		}
	}
	for _, dir := range named {
		// F alone holds no finding: it names nothing and reaches nothing.
		if c.needed[dir] && (nodes[dir].token || makers[dir]) {
			c.judged[dir] = true
			delete(c.needed, dir)
		}
	}
	slices.Sort(c.foreign)
	c.foreign = slices.Compact(c.foreign)
	if len(c.judged) == 0 {
		return &choice{}
	}
	return c
}

// everything chooses all named packages and all they reach.
func everything(nodes map[string]*node, w *workspace, t *tokens, named []string) *choice {
	all := map[string]*node{}
	for dir, n := range nodes {
		n := *n
		n.token, n.names, n.exports = true, true, true
		all[dir] = &n
	}
	return choose(all, w, t, named)
}

// An importGraph answers what a package reaches through imports.
type importGraph struct {
	nodes map[string]*node
	deps  map[string][]string
	memo  map[string]map[string]bool
}

func newGraph(nodes map[string]*node, w *workspace) *importGraph {
	g := &importGraph{nodes: nodes, deps: map[string][]string{}, memo: map[string]map[string]bool{}}
	for dir, n := range nodes {
		for _, path := range n.imports {
			if dep, ok := w.dirOf(path); ok && dep != dir && nodes[dep] != nil {
				g.deps[dir] = append(g.deps[dir], dep)
			}
		}
	}
	return g
}

// reach returns the packages that dir reaches, without itself. Test files make
// cycles possible, so this is a plain search.
func (g *importGraph) reach(dir string) map[string]bool {
	if r, ok := g.memo[dir]; ok {
		return r
	}
	seen := map[string]bool{dir: true}
	for stack := []string{dir}; len(stack) > 0; {
		d := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, dep := range g.deps[d] {
			if !seen[dep] {
				seen[dep] = true
				stack = append(stack, dep)
			}
		}
	}
	delete(seen, dir)
	g.memo[dir] = seen
	return seen
}

func (g *importGraph) reaches(dir string, goal map[string]bool) bool {
	for dep := range g.reach(dir) {
		if goal[dep] {
			return true
		}
	}
	return false
}

// speaks reports whether a package speaks HTTP or imports something of the
// main modules that does.
func (g *importGraph) speaks(dir string) bool {
	if g.nodes[dir].speaks {
		return true
	}
	for dep := range g.reach(dir) {
		if g.nodes[dep].speaks {
			return true
		}
	}
	return false
}
