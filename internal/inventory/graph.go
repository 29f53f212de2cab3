package inventory

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
)

// maxNodes is how many nodes a diagram has at most; above it endpoints are
// gathered by resource.
const maxNodes = 60

// tightBurst is up to which burst a limit is marked as tight: the tiers XS and S.
const tightBurst = 3

type graph struct {
	packages, clients, endpoints []string
	edges                        map[[2]string]int // of names with their kind in front
	marks                        map[string][]string
	retired                      map[string]bool
}

// graph gathers what a diagram shows: packages, client, endpoints.
func (d *Document) graph(o Options) *graph {
	g := d.gather(o, func(c *Call) string { return c.Endpoint })
	if len(g.packages)+len(g.clients)+len(g.endpoints) > maxNodes {
		g = d.gather(o, func(c *Call) string { return resource(c.Endpoint) })
	}
	return g
}

// resource names the resource of an endpoint: "/api/profiles*".
func resource(endpoint string) string {
	parts := strings.Split(strings.Trim(pathOf(endpoint), "/"), "/")
	return "/" + strings.Join(parts[:min(2, len(parts))], "/") + "*"
}

func (d *Document) gather(o Options, name func(*Call) string) *graph {
	g := &graph{edges: map[[2]string]int{}, marks: map[string][]string{}, retired: map[string]bool{}}
	for _, c := range d.Calls {
		if c.Role == RoleDefinition {
			continue
		}
		ep := name(c)
		g.packages, g.clients, g.endpoints = append(g.packages, c.Package), append(g.clients, c.Group), append(g.endpoints, ep)
		g.edges[[2]string{"p" + c.Package, "c" + c.Group}]++
		g.edges[[2]string{"c" + c.Group, "e" + ep}]++
		if l := c.Limits; l != nil && l.Burst > 0 && l.Burst <= tightBurst {
			g.marks[ep] = append(g.marks[ep], fmt.Sprintf("tight: %d/s, %d/min", l.Burst, l.Steady))
		}
		for _, v := range c.Revision {
			if s, _ := klaviyo.RevisionAt(v, o.Day); v != "" && s.String() == "retired" {
				g.retired[ep] = true
				g.marks[ep] = append(g.marks[ep], "revision retired")
			}
		}
	}
	g.packages, g.clients, g.endpoints = sorted(g.packages), sorted(g.clients), sorted(g.endpoints)
	for ep := range g.marks {
		g.marks[ep] = sorted(g.marks[ep])
	}
	return g
}

func (g *graph) sorted() [][2]string {
	var out [][2]string
	for e := range g.edges {
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b [2]string) int { return cmp.Or(strings.Compare(a[0], b[0]), strings.Compare(a[1], b[1])) })
	return out
}

// ids names the nodes of a diagram.
func (g *graph) ids() map[string]string {
	ids := map[string]string{}
	for _, l := range []struct {
		kind  string
		names []string
	}{{"p", g.packages}, {"c", g.clients}, {"e", g.endpoints}} {
		for i, n := range l.names {
			ids[l.kind+n] = fmt.Sprintf("%s%d", l.kind, i)
		}
	}
	return ids
}

func (g *graph) label(ep string) []string { return append([]string{ep}, g.marks[ep]...) }

// mermaid writes a flow chart. Tight limits and retired revisions have a shape
// and a word of their own.
func (d *Document) mermaid(w io.Writer, o Options) error {
	g := d.graph(o)
	ids := g.ids()
	quote := strings.NewReplacer(`"`, "#quot;", "{", "#123;", "}", "#125;", "<", "#lt;", ">", "#gt;", "&", "#amp;")
	var b strings.Builder
	b.WriteString("flowchart LR\n")
	for _, p := range g.packages {
		fmt.Fprintf(&b, "  %s[\"%s\"]\n", ids["p"+p], quote.Replace(p))
	}
	for _, c := range g.clients {
		fmt.Fprintf(&b, "  %s([\"%s\"])\n", ids["c"+c], quote.Replace(c))
	}
	for _, e := range g.endpoints {
		var lines []string
		for _, l := range g.label(e) {
			lines = append(lines, quote.Replace(l))
		}
		open, end := "[\"", "\"]"
		switch {
		case g.retired[e]:
			open, end = "{{\"", "\"}}"
		case len(g.marks[e]) > 0:
			open, end = "[/\"", "\"/]"
		}
		fmt.Fprintf(&b, "  %s%s%s%s\n", ids["e"+e], open, strings.Join(lines, "<br>"), end)
	}
	for _, e := range g.sorted() {
		fmt.Fprintf(&b, "  %s -->|%d| %s\n", ids[e[0]], g.edges[e], ids[e[1]])
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// dot writes a graph for Graphviz.
func (d *Document) dot(w io.Writer, o Options) error {
	g := d.graph(o)
	ids := g.ids()
	quote := strings.NewReplacer(`"`, `\"`, `\`, `\\`)
	var b strings.Builder
	b.WriteString("digraph klaviyo {\n  rankdir=LR;\n  node [fontname=\"sans-serif\"];\n")
	for _, p := range g.packages {
		fmt.Fprintf(&b, "  %s [shape=box label=\"%s\"];\n", ids["p"+p], quote.Replace(p))
	}
	for _, c := range g.clients {
		fmt.Fprintf(&b, "  %s [shape=ellipse label=\"%s\"];\n", ids["c"+c], quote.Replace(c))
	}
	for _, e := range g.endpoints {
		var lines []string
		for _, l := range g.label(e) {
			lines = append(lines, quote.Replace(l))
		}
		shape := "box"
		switch {
		case g.retired[e]:
			shape = "hexagon"
		case len(g.marks[e]) > 0:
			shape = "parallelogram"
		}
		fmt.Fprintf(&b, "  %s [shape=%s label=\"%s\"];\n", ids["e"+e], shape, strings.Join(lines, `\n`))
	}
	for _, e := range g.sorted() {
		fmt.Fprintf(&b, "  %s -> %s [label=\"%d\"];\n", ids[e[0]], ids[e[1]], g.edges[e])
	}
	b.WriteString("}\n")
	_, err := io.WriteString(w, b.String())
	return err
}
