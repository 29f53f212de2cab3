package response

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/astutil"

	"github.com/klaviyolint/klaviyolint/internal/contract"
	"github.com/klaviyolint/klaviyolint/internal/edit"
	"github.com/klaviyolint/klaviyolint/internal/flow/ir"
	"github.com/klaviyolint/klaviyolint/internal/klaviyo/schema"
	"github.com/klaviyolint/klaviyolint/internal/place"
	"github.com/klaviyolint/klaviyolint/internal/requests"
)

// pages are the lists of which the code may read the first page alone.
type pages struct {
	first []firstPage
	// onPurpose are the fields that a request fills for which one page may be
	// enough.
	onPurpose map[*types.Var]bool
}

type firstPage struct {
	op     *schema.Operation
	at     place.Place
	data   *types.Var // the field with the items
	links  bool       // the type has a place for the link to the next page
	target ast.Expr
}

// paging notes a list that is decoded. A filter, a page size, a sort order or a
// cursor may make one page enough, and there is one account.
func (j *judge) paging(r *requests.Request, targets []contract.Target, d requests.Decoded, typ *contract.Type) {
	if typ.Map || typ.Kinds != contract.IsObject {
		return
	}
	p := firstPage{at: d.Call, target: d.Target}
	for _, f := range typ.Fields {
		at, _ := f.At.(requests.DecodedAt)
		switch strings.ToLower(f.Name) {
		case "links":
			p.links = true
		case "meta":
			return // it may look there
		case "data":
			if f.Type.Kinds == contract.IsArray && f.Type.Elem.Kinds != 0 && at.Var != nil {
				p.data = at.Var.Origin()
			}
		}
	}
	if p.data == nil {
		return
	}
	if len(targets) != 1 || targets[0].Op.Path() == "/api/accounts" || slices.ContainsFunc(r.Hosted(), chosenPage) {
		if j.pages.onPurpose == nil {
			j.pages.onPurpose = map[*types.Var]bool{}
		}
		j.pages.onPurpose[p.data] = true
		return
	}
	p.op = targets[0].Op
	for _, rev := range targets[0].At {
		if n, ok := p.op.Reply(rev); !ok || !listed(n) {
			return
		}
	}
	j.pages.first = append(j.pages.first, p)
}

// chosenPage reports whether a query may make one page enough.
func chosenPage(u requests.URL) bool {
	q := u.QueryValue()
	return q.Open || strings.Contains(u.Text.Pattern(), "page[cursor]") || slices.ContainsFunc(q.Params, func(p contract.Param) bool {
		return p.Name == "filter" || p.Name == "sort" || strings.HasPrefix(p.Name, "page[")
	})
}

// listed reports whether an answer is a list that goes on.
func listed(n schema.Node) bool {
	data, ok := n.Member("data")
	if !ok || data.Node.Kind() != schema.Array {
		return false
	}
	links, ok := n.Member("links")
	if !ok {
		return false
	}
	_, ok = links.Node.Member("next")
	return ok
}

// firstPages reports the lists of which all is needed, and the first page is
// read: by what the function does with the variable that is decoded into, or,
// where that goes on to others and cannot carry the link, by what the package
// does with the items.
func (j *judge) firstPages() {
	if len(j.pages.first) == 0 {
		return
	}
	var worked map[*types.Var]bool
	for _, p := range j.pages.first {
		f := edit.FileOf(j.pass, p.at.Pos)
		if !p.at.IsValid() || f == nil || ir.Generated(f) || isTest(j.pass, f) {
			continue
		}
		needs, settled := j.local(f, p)
		if !settled {
			if p.links || j.pages.onPurpose[p.data] {
				continue
			}
			if worked == nil {
				worked = workedOn(j.pass)
			}
			needs = worked[p.data]
		}
		if needs {
			j.once.Report(p.at, "page", fmt.Sprintf("the items of %s are worked on, and \"links.next\" is never read: what does not fit the first page is missing; follow it", p.op))
		}
	}
}

// local judges a list by the variable that is decoded into. settled is false
// where the variable, or what it holds, goes on to other code.
func (j *judge) local(f *ast.File, p firstPage) (needs, settled bool) {
	v := j.variable(p.target)
	if v == nil || v.IsField() || v.Parent() == j.pass.Pkg.Scope() {
		return false, false
	}
	fn, body := enclosing(f, p.at)
	if body == nil || body.Pos() > v.Pos() || v.Pos() >= body.End() {
		return false, false // a parameter, or of the function around
	}
	if asksForOnePage(fn) {
		return false, true
	}
	u := uses{info: j.pass.TypesInfo, v: v, data: p.data, decode: p.at}
	u.read(body)
	switch {
	case u.links:
		return false, true
	case u.needs:
		return true, true
	case u.items && !p.links && wantsAll(fn):
		return true, true // the items alone are handed on, under a name that says all
	case u.whole, u.items:
		return false, !u.whole
	}
	return false, true
}

// variable returns the variable that an expression, or its address, is.
func (j *judge) variable(e ast.Expr) *types.Var {
	if e == nil {
		return nil
	}
	e = ast.Unparen(e)
	if u, ok := e.(*ast.UnaryExpr); ok {
		e = ast.Unparen(u.X)
	}
	id, ok := e.(*ast.Ident)
	if !ok {
		return nil
	}
	v, _ := j.pass.TypesInfo.ObjectOf(id).(*types.Var)
	return v
}

// enclosing returns the name and the body of the function around a place: of the
// declaration where the place is in a literal.
func enclosing(f *ast.File, at place.Place) (string, *ast.BlockStmt) {
	path, _ := astutil.PathEnclosingInterval(f, at.Pos, at.End)
	for _, n := range path {
		if d, ok := n.(*ast.FuncDecl); ok {
			name := d.Name.Name
			for _, p := range d.Type.Params.List {
				for _, n := range p.Names {
					name += " " + n.Name
				}
			}
			return name, d.Body
		}
	}
	return "", nil
}

// onePage are words in the name of a function, or of its parameters, that say
// that it asks for a page, or for a few items, on purpose.
var onePage = []string{"page", "cursor", "limit", "first", "latest", "recent", "sample", "preview", "top", "any", "ping", "check", "probe", "max", "newest", "one"}

func asksForOnePage(fn string) bool {
	return slices.ContainsFunc(words(fn), func(w string) bool { return slices.Contains(onePage, w) })
}

func wantsAll(fn string) bool {
	name, _, _ := strings.Cut(fn, " ")
	w := words(name)
	return slices.Contains(w, "all") || slices.Contains(w, "every")
}

// words splits names into their words, in lower case.
func words(s string) []string {
	var out []string
	for _, name := range strings.Fields(s) {
		start := 0
		for i := 1; i <= len(name); i++ {
			if i == len(name) || name[i] == '_' || name[i] >= 'A' && name[i] <= 'Z' && (name[i-1] < 'A' || name[i-1] > 'Z') {
				out = append(out, strings.ToLower(strings.Trim(name[start:i], "_")))
				start = i
			}
		}
	}
	return out
}
