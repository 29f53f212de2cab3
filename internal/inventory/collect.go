package inventory

import (
	"cmp"
	"fmt"
	"go/token"
	"slices"
	"strings"

	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// A Source is one package with its requests.
type Source struct {
	Path   string
	Fset   *token.FileSet
	Result *requests.Result
}

// Collect makes the inventory of a module. Paths are relative to root, the root of
// the repository.
func Collect(module, root string, sources []Source) *Document {
	c := &collector{root: root, byKey: map[string][]*row{}}
	for _, s := range sources {
		for _, r := range s.Result.Calls() {
			if r.Evidence != "" && len(r.Build) > 0 && r.Calls() && !testFile(s.Fset, r) {
				c.add(s, r)
			}
		}
	}
	doc := &Document{Schema: Schema, Module: module, Calls: c.rows()}
	doc.Endpoints, doc.Scopes, doc.Limits = endpoints(doc.Calls), scopes(doc.Calls), limits(doc.Calls)
	doc.Summary = summarize(doc)
	return doc
}

func testFile(fset *token.FileSet, r *requests.Request) bool {
	p := r.Place(0)
	return p.IsValid() && strings.HasSuffix(fset.Position(p.Pos).Filename, "_test.go")
}

type collector struct {
	root  string
	all   []*row
	byKey map[string][]*row
	ords  map[*ir.Func]map[*ir.Node]int
}

// A row is a request on the way to being a call.
type row struct {
	src  Source
	req  *requests.Request
	call *Call
	known,
	inner, // an outer request means something else: its callers give the path
	folded bool // it is a caller of another row
	outer []*row
}

func (c *collector) add(s Source, r *requests.Request) {
	x := &row{src: s, req: r}
	x.call = c.newCall(s, r)
	x.known = len(x.call.Method) > 0 && len(r.URLs) > 0
	if _, all := r.Methods(); !all {
		x.known = false
	}
	for _, u := range r.Hosted() {
		x.known = x.known && pathKnown(r, &u)
	}
	c.all = append(c.all, x)
	k := c.key(r, 0)
	c.byKey[k] = append(c.byKey[k], x)
}

// pathKnown reports whether the path says more than which API it is.
func pathKnown(r *requests.Request, u *requests.URL) bool {
	p := u.APIPath()
	if strings.Trim(p, "/"+klaviyo.Hole) == "" {
		return klaviyo.KindOfHost(u.KnownHost()) == klaviyo.HostStatus
	}
	rest := strings.TrimLeft(p, "/")
	for _, root := range []string{"api", "client", "oauth"} {
		if after, ok := strings.CutPrefix(rest, root); ok && (after == "" || after[0] == '/' || after[0] == klaviyo.Hole[0]) {
			return !strings.HasPrefix(strings.TrimLeft(after, "/"), klaviyo.Hole) && strings.Trim(after, "/") != ""
		}
	}
	return !strings.HasPrefix(rest, klaviyo.Hole)
}

// key names the chain of calls of a request from link i inwards, in words that
// are the same in every package that sees it.
func (c *collector) key(r *requests.Request, i int) string {
	var b strings.Builder
	for _, l := range r.Build[i:] {
		fmt.Fprintf(&b, "%s#%d;", l.Fn.Name, c.ordinal(l.Fn, l.Node))
	}
	return b.String()
}

// ordinal is the place of a call in the body of its function. Nodes that came
// with facts have no positions, but stand in the same order.
func (c *collector) ordinal(f *ir.Func, n *ir.Node) int {
	if c.ords == nil {
		c.ords = map[*ir.Func]map[*ir.Node]int{}
	}
	m := c.ords[f]
	if m == nil {
		m = map[*ir.Node]int{}
		i := 0
		f.Body.Each(func(n *ir.Node) {
			m[n] = i
			i++
		})
		c.ords[f] = m
	}
	if i, ok := m[n]; ok {
		return i
	}
	return -1
}

// rows folds the requests: callers into the call they lead to, and wrappers into
// definitions.
func (c *collector) rows() []*Call {
	for _, x := range c.all {
		for k := len(x.req.Build) - 1; k > 0; k-- {
			if x.folded {
				break
			}
			for _, q := range c.byKey[c.key(x.req, k)] {
				if q == x {
					continue
				}
				if q.known && sameCall(q.call, x.call) {
					x.folded = true
					q.outer = append(q.outer, x)
					break
				}
			}
			if x.folded {
				break
			}
		}
		if x.folded {
			continue
		}
		for k := len(x.req.Build) - 1; k > 0; k-- {
			for _, q := range c.byKey[c.key(x.req, k)] {
				q.inner = true
			}
		}
	}
	// What is unknown on the way inside a caller that is folded as well is a
	// definition too.
	for _, x := range c.all {
		if !x.folded {
			continue
		}
		for k := 1; k < len(x.req.Build); k++ {
			for _, q := range c.byKey[c.key(x.req, k)] {
				if !q.known {
					q.inner = true
				}
			}
		}
	}
	seen := map[string]*Call{}
	var out []*Call
	for _, x := range c.all {
		call := x.call
		switch {
		case x.folded:
			continue
		case x.known && !x.inner:
			call.Role = RoleCall
		case x.inner && !x.exportedOpen():
			call.Role = RoleDefinition
		case x.known:
			call.Role = RoleCall
		default:
			call.Role = RoleOpen
		}
		if call.Role == RoleOpen && len(call.Path) > 0 && nextPage(x.req) {
			call.NextPage, call.Role = true, RoleCall
		}
		key := fmt.Sprint(call.Location, call.What(), call.Package, call.Function)
		if same := seen[key]; same != nil {
			same.Same = append(same.Same, &Seen{x.req, x.src.Fset})
			merge(same, call)
			c.callers(same, x)
			continue
		}
		seen[key] = call
		c.callers(call, x)
		out = append(out, call)
	}
	slices.SortStableFunc(out, func(a, b *Call) int {
		return cmp.Or(strings.Compare(a.Location.Path, b.Location.Path), cmp.Compare(a.Location.Line, b.Location.Line),
			cmp.Compare(a.Location.Column, b.Location.Column), strings.Compare(a.What(), b.What()))
	})
	return out
}

// exportedOpen reports whether a wrapper may have callers that nobody here sees:
// its path is not known, and no caller in sight gives one.
func (x *row) exportedOpen() bool { return !x.inner }

// merge keeps in one row what two executions of the same call tell.
func merge(a, b *Call) {
	for _, p := range []struct{ to, from *[]string }{{&a.Revision, &b.Revision}, {&a.URL, &b.URL}, {&a.Path, &b.Path}} {
		*p.to = sorted(append(*p.to, *p.from...))
	}
}

func (c *collector) callers(call *Call, x *row) {
	for _, o := range x.outer {
		call.Same = append(call.Same, &Seen{o.req, o.src.Fset})
		at := o.req.Place(0)
		l, _ := locate(o.src.Fset, at.Pos, at.End, c.root)
		if l.Path != "" && !slices.Contains(call.Callers, l) && l != call.Location {
			call.Callers = append(call.Callers, l)
		}
	}
	slices.SortFunc(call.Callers, func(a, b Location) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}

// sameCall reports whether an outer request means the same as an inner one.
func sameCall(inner, outer *Call) bool {
	if !slices.Equal(inner.Method, outer.Method) {
		return false
	}
	if slices.Equal(inner.Path, outer.Path) {
		return true
	}
	// The caller fills in an id.
	return inner.Endpoint == outer.Endpoint && inner.Endpoint != ""
}

// nextPage reports whether a request follows a link of an earlier answer.
func nextPage(r *requests.Request) bool {
	for _, u := range r.URLs {
		for _, p := range u.Text {
			if p.Hole && (p.From.Kind == "response" || p.From.Kind == "decoded") {
				return true
			}
		}
	}
	return false
}

func sorted(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}
