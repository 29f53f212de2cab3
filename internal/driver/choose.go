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
	// beside are those that only the program as a whole is made of.
	beside map[string]bool
	// foreign are the import paths of packages of other modules whose facts
	// count: see [tokens.carriesFacts].
	foreign []string
}

// choose decides what to load, from the import graph of the main modules:
//
//	T  the packages with a token, if only in a comment: what stands there is
//	   judged
//	R  what reaches through imports, and uses, a package of T that can matter
//	   to importers, or another one of R: one with the host, the key scheme or
//	   an SDK in it, or an exported constant or variable with a token
//	F  what R, those of T that name Klaviyo in code, and F itself can call and
//	   that speaks HTTP, or imports something that does or that importers can
//	   learn from: helpers that build, change or send requests; and what they use
//	   that holds a date: a configuration with the revision
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
	uses := newUseGraph(g)
	for dir := range uses.users(matters) {
		chosen[dir] = true
		makers[dir] = true
	}
	for dir := range helpers(uses, makers, g.above(matters)) {
		chosen[dir] = true
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

// widen adds what leads to a chosen package, and what all of these lead to.
func (c *choice) widen(nodes map[string]*node, w *workspace) {
	g := newGraph(nodes, w)
	c.beside = map[string]bool{}
	all := map[string]bool{}
	for _, dirs := range []map[string]bool{c.judged, c.needed} {
		for dir := range dirs {
			all[dir] = true
		}
	}
	for dir := range g.above(all) {
		all[dir] = true
	}
	for dir := range all {
		for dep := range g.reach(dir) {
			c.beside[dep] = true
		}
		c.beside[dir] = true
	}
	for dir := range c.beside {
		if c.judged[dir] || c.needed[dir] || !nodes[dir].hasGo {
			delete(c.beside, dir)
		}
	}
}

// helpers returns the packages that speak HTTP, hold a date, or are told of Klaviyo
// by an import, and that the makers can call, or that these helpers call themselves:
// the ones that tell their importers what their functions do.
func helpers(g *useGraph, makers, told map[string]bool) map[string]bool {
	found := map[string]bool{}
	var work []string
	for dir, maker := range makers {
		if maker {
			work = append(work, dir)
			g.count(dir)
		}
	}
	for len(work) > 0 {
		dir := work[len(work)-1]
		work = work[:len(work)-1]
		for dep := range g.reach(dir) {
			if !found[dep] && !makers[dep] && (g.speaks[dep] || told[dep] || g.nodes[dep].dated) && g.uses(dir, dep, g.nodes[dep].dated) {
				found[dep] = true
				work = append(work, dep)
			}
		}
	}
	return found
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

// An importGraph answers what packages reach through imports, by directory.
type importGraph struct {
	w       *workspace
	nodes   map[string]*node
	deps    map[string][]string
	parents map[string][]string
	speaks  map[string]bool // speaks HTTP, or imports something of the main modules that does
}

func newGraph(nodes map[string]*node, w *workspace) *importGraph {
	g := &importGraph{w: w, nodes: nodes, deps: map[string][]string{}, parents: map[string][]string{}}
	speakers := map[string]bool{}
	for dir, n := range nodes {
		speakers[dir] = n.speaks
		for _, path := range n.imports {
			if dep, ok := w.dirOf(path); ok && dep != dir && nodes[dep] != nil {
				g.deps[dir] = append(g.deps[dir], dep)
				g.parents[dep] = append(g.parents[dep], dir)
			}
		}
	}
	g.speaks = g.above(speakers)
	for dir, n := range nodes {
		g.speaks[dir] = g.speaks[dir] || n.speaks
	}
	return g
}

// reach returns what dir imports, directly or not.
func (g *importGraph) reach(dir string) map[string]bool {
	return search(g.deps, []string{dir})
}

// above returns what imports one of the marked packages, directly or not.
func (g *importGraph) above(marked map[string]bool) map[string]bool {
	var from []string
	for dir, on := range marked {
		if on {
			from = append(from, dir)
		}
	}
	return search(g.parents, from)
}

// search returns what edges lead to. A start is among it only where a cycle
// leads back; broken code can have those.
func search(edges map[string][]string, from []string) map[string]bool {
	seen := map[string]bool{}
	for stack := from; len(stack) > 0; {
		d := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, next := range edges[d] {
			if !seen[next] {
				seen[next] = true
				stack = append(stack, next)
			}
		}
	}
	return seen
}
